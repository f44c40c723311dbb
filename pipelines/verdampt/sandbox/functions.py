"""The functions and types that an analyst's query may name, grouped by purpose; all others are refused.

Left out on purpose: what makes long values or long work out of short text (repeat, lpad, printf, levenshtein, lambdas),
what tells of the machine or the session (current_setting, getvariable, stats), what runs text as SQL, and chance.
"""

_OPERATORS = """
    + - * / // % ** ^ || ~~ !~~ ~~* !~~* ~~~ like_escape not_like_escape ilike_escape not_ilike_escape
"""
_CHOICES = """
    if nullif greatest least
"""
_NUMBERS = """
    abs sign round round_even ceil ceiling floor trunc mod fmod fdiv pow power sqrt cbrt exp ln log log10 log2
    pi sin cos isnan isinf isfinite
"""
_TEXT = """
    lower upper lcase ucase length len trim ltrim rtrim left right substring substr replace concat concat_ws
    starts_with ends_with prefix suffix contains position strpos instr split_part string_split strip_accents
    regexp_matches regexp_full_match regexp_extract regexp_replace
"""
_DATES = """
    date_part datepart date_trunc datetrunc date_diff datediff date_sub datesub date_add make_date last_day
    year quarter month week day isoyear weekofyear yearweek dayofweek isodow weekday dayofmonth dayofyear
    monthname dayname days_in_month strftime strptime try_strptime time_bucket today
    to_days to_weeks to_months to_quarters to_years
"""
_AGGREGATES = """
    count count_star count_if countif sum fsum avg mean min max median mode product any_value first last
    exact_sum arg_min arg_max min_by max_by bool_and bool_or quantile quantile_cont quantile_disc approx_quantile
    approx_count_distinct stddev stddev_pop stddev_samp variance var_pop var_samp sem mad skewness kurtosis entropy
    corr covar_pop covar_samp regr_slope regr_intercept regr_r2 regr_count geomean string_agg list array_agg
"""
_WINDOWS = """
    row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value
"""
_LISTS = """
    list_value list_contains list_position list_extract list_distinct list_sort list_count
    list_sum list_avg list_min list_max list_median array_length row struct_pack unnest
"""
SERIES = frozenset({"range", "generate_series"})
"""What counts up: only between bounds that are written down."""

TABLE_FUNCTIONS = SERIES | {"unnest"}

FUNCTIONS: frozenset[str] = SERIES.union(
    *(group.split() for group in (_OPERATORS, _CHOICES, _NUMBERS, _TEXT, _DATES, _AGGREGATES, _WINDOWS, _LISTS))
)
"""All functions a query may name, in lower case."""

NAMED_ARGUMENTS = frozenset({"struct_pack"})
"""Where an argument may have a name: the braces of a record."""

TYPES: frozenset[str] = frozenset(
    [
        "boolean",
        "bool",
        "tinyint",
        "smallint",
        "integer",
        "int",
        "int1",
        "int2",
        "int4",
        "int8",
        "bigint",
        "hugeint",
        "float",
        "float4",
        "float8",
        "real",
        "double",
        "decimal",
        "numeric",
        "varchar",
        "text",
        "string",
        "char",
        "bpchar",
        "date",
        "timestamp",
        "datetime",
        "interval",
        "list",
    ]
)
"""All types a query may cast to, in lower case."""

SESSION_NAMES: frozenset[str] = frozenset(
    [
        "current_catalog",
        "current_database",
        "current_role",
        "current_schema",
        "current_user",
        "session_user",
        "user",
        "current_time",
        "current_timestamp",
        "localtime",
        "localtimestamp",
        "rowid",
    ]
)
"""What DuckDB answers for as if it were a column, though no table has it."""
