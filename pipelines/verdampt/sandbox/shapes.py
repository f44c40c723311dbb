"""What DuckDB 2.0 makes of a query, as far as an analyst may use it: every kind of node and what each field may hold.

A field that is not named here must be empty, and a kind that is not named here is refused: a DuckDB that adds something
is answered with no (reliability.md 2.3). What stands behind a field's name is one of
- a set: the value is one of these,
- TEXT: a name, an alias or a place in the query, of which the guard makes nothing,
- NAMES: a list of such names; SETS: lists of numbers; DONE: what the guard looks at by itself,
- the name of a group below: a node of that group; with `?` or nothing, with `*` a list of them.
"""

from collections.abc import Mapping

TEXT, NAMES, SETS, DONE = "text", "names", "sets", "done"

Values = frozenset[str | int | bool | None]
Shape = Mapping[str, str | Values]


def _one_of(*values: str | int | bool | None) -> Values:
    return frozenset(values)


def _words(text: str, *, prefix: str = "") -> Values:
    return frozenset(prefix + word for word in text.split())


_PLACE: Shape = {"query_location": TEXT, "query_location_length": TEXT}
_EXPRESSION: Shape = {**_PLACE, "class": TEXT, "alias": TEXT}
_RELATION: Shape = {**_PLACE, "type": TEXT, "alias": TEXT}
_QUERY: Shape = {"type": TEXT, "modifiers": "modifier*", "cte_map": DONE}

_COMPARISONS = _words(
    "EQUAL NOTEQUAL LESSTHAN GREATERTHAN LESSTHANOREQUALTO GREATERTHANOREQUALTO DISTINCT_FROM NOT_DISTINCT_FROM",
    prefix="COMPARE_",
)
_OPERATORS = _words(
    "ARRAY_CONSTRUCTOR ARRAY_EXTRACT ARRAY_SLICE STRUCT_EXTRACT COMPARE_IN GROUPING_FUNCTION"
    " OPERATOR_COALESCE OPERATOR_IS_NULL OPERATOR_IS_NOT_NULL OPERATOR_NOT OPERATOR_TRY"
)
_WINDOWS = _words(
    "AGGREGATE ROW_NUMBER RANK RANK_DENSE PERCENT_RANK CUME_DIST NTILE LAG LEAD FIRST_VALUE LAST_VALUE NTH_VALUE",
    prefix="WINDOW_",
)
_BOUNDS = _words(
    "UNBOUNDED_PRECEDING UNBOUNDED_FOLLOWING CURRENT_ROW_ROWS CURRENT_ROW_RANGE CURRENT_ROW_GROUPS"
    " EXPR_PRECEDING_ROWS EXPR_PRECEDING_RANGE EXPR_PRECEDING_GROUPS"
    " EXPR_FOLLOWING_ROWS EXPR_FOLLOWING_RANGE EXPR_FOLLOWING_GROUPS"
)
_YES_OR_NO = _one_of(True, False)

_EXPRESSIONS: Mapping[str, Shape] = {
    "COLUMN_REF": {"column_names": NAMES},
    "CONSTANT": {"literal": "literal"},
    "PARAMETER": {"identifier": TEXT},
    "COMPARISON": {"type": _COMPARISONS, "left": "expression", "right": "expression"},
    "CONJUNCTION": {"type": _words("CONJUNCTION_AND CONJUNCTION_OR"), "children": "expression*"},
    "OPERATOR": {"type": _OPERATORS, "children": "expression*"},
    "BETWEEN": {"input": "expression", "lower": "expression", "upper": "expression"},
    "CASE": {"case_checks": "case*", "else_expr": "expression"},
    "CAST": {"child": "expression", "try_cast": _YES_OR_NO, "type_expr": "expression"},
    "TYPE": {"type_name": TEXT, "children": "expression*", "qualified_name": "path"},
    "SUBQUERY": {
        "subquery_type": _words("SCALAR EXISTS NOT_EXISTS ANY"),
        "subquery": "statement",
        "child": "expression?",
        "comparison_type": _COMPARISONS | {"INVALID"},
    },
    "FUNCTION": {
        "function_name": TEXT,
        "arguments": "argument*",
        "filter": "expression?",
        "order_bys": "modifier",
        "distinct": _YES_OR_NO,
        "is_operator": _YES_OR_NO,
        "qualified_name": "path",
    },
    "WINDOW": {
        "type": _WINDOWS,
        "function_name": TEXT,
        "arguments": "argument*",
        "partitions": "expression*",
        "orders": "order*",
        "arg_orders": "order*",
        "start": _BOUNDS,
        "end": _BOUNDS,
        "start_expr": "expression?",
        "end_expr": "expression?",
        "filter_expr": "expression?",
        "exclude_clause": _words("NO_OTHER CURRENT_ROW GROUP TIES"),
        "ignore_nulls": _YES_OR_NO,
        "has_ignore_nulls": _YES_OR_NO,
        "distinct": _YES_OR_NO,
        "qualified_name": "path",
    },
}

# A star is a column of its own, or the ALL of ORDER BY; in an argument it would mean COLUMNS(*).
_STAR: Mapping[str, Shape] = {
    "STAR": {
        "relation_name": TEXT,
        "exclude_list": NAMES,
        "qualified_exclude_list": "column*",
        "replace_list": "replacement*",
        "rename_list": "renaming*",
    },
}
_ALL: Mapping[str, Shape] = {"STAR": {"columns": _YES_OR_NO}}

_RELATIONS: Mapping[str, Shape] = {
    "EMPTY": {},
    "BASE_TABLE": {"table_name": TEXT, "column_name_alias": NAMES, "qualified_name": "path"},
    "SUBQUERY": {"subquery": "statement", "column_name_alias": NAMES},
    "EXPRESSION_LIST": {"values": "row*"},
    "TABLE_FUNCTION": {
        "function": "expression",
        "column_name_alias": NAMES,
        "with_ordinality": _words("WITHOUT_ORDINALITY WITH_ORDINALITY"),
    },
    "JOIN": {
        "left": "relation",
        "right": "relation",
        "condition": "expression?",
        "join_type": _words("INNER LEFT RIGHT FULL SEMI ANTI"),
        "ref_type": _words("REGULAR NATURAL CROSS ASOF"),
        "using_columns": NAMES,
        "is_implicit": _YES_OR_NO,
        "nearest_count": _one_of(1),
        "nearest_order_type": _one_of("ASCENDING"),
    },
}

_QUERIES: Mapping[str, Shape] = {
    "SELECT_NODE": {
        "select_list": "selected*",
        "from_table": "relation",
        "where_clause": "expression?",
        "group_expressions": "expression*",
        "group_sets": SETS,
        "aggregate_handling": _words("STANDARD_HANDLING FORCE_AGGREGATES"),
        "having": "expression?",
        "qualify": "expression?",
    },
    "SET_OPERATION_NODE": {
        "setop_type": _words("UNION UNION_BY_NAME EXCEPT INTERSECT"),
        "setop_all": _YES_OR_NO,
        "children": "query*",
    },
}

_MODIFIERS: Mapping[str, Shape] = {
    "ORDER_MODIFIER": {"orders": "order*"},
    "DISTINCT_MODIFIER": {"distinct_on_targets": "expression*"},
    "LIMIT_MODIFIER": {
        "limit": "expression?",
        "offset": "expression?",
        "limit_type": _one_of("ROW_COUNT"),
    },
}

_SINGLE: Mapping[str, Shape] = {
    "statement": {"node": "query", "named_param_map": "given*"},
    "given": {"key": TEXT, "value": TEXT},
    "cte": {"key": TEXT, "value": "definition"},
    "definition": {
        "aliases": NAMES,
        "materialized": _words("DEFAULT ALWAYS NEVER", prefix="CTE_MATERIALIZE_"),
        "query_node": "query",
    },
    "order": {
        "type": _words("ORDER_DEFAULT ASCENDING DESCENDING"),
        "null_order": _one_of("ORDER_DEFAULT", "NULLS FIRST", "NULLS LAST"),
        "expression": "ordered",
    },
    "argument": {"name": TEXT, "expression": "expression"},
    "case": {"when_expr": "expression", "then_expr": "expression"},
    "literal": {"kind": _words("STRING INTEGER NUMERIC BOOLEAN NULL_LITERAL"), "text": TEXT},
    "replacement": {"key": TEXT, "value": "expression"},
    "renaming": {"key": "column", "value": TEXT},
    "column": {"table": TEXT, "column": TEXT},
    "path": {"path": NAMES},
}


def _with(common: Shape, kinds: Mapping[str, Shape], *, type_is_kind: bool) -> dict[str, Shape]:
    """Return kinds with the fields they share; an expression's `type` says no more than its class unless given."""
    default: Shape = {} if type_is_kind else {"type": TEXT}
    return {kind: {**common, **default, **shape} for kind, shape in kinds.items()}


GROUPS: Mapping[str, Mapping[str, Shape]] = {
    "expression": _with(_EXPRESSION, _EXPRESSIONS, type_is_kind=False),
    "relation": _with(_RELATION, _RELATIONS, type_is_kind=True),
    "query": _with(_QUERY, _QUERIES, type_is_kind=True),
    "selected": _with(_EXPRESSION, _STAR, type_is_kind=False),
    "ordered": _with(_EXPRESSION, _ALL, type_is_kind=False),
    "modifier": _with({"type": TEXT}, _MODIFIERS, type_is_kind=True),
    **{group: {"": shape} for group, shape in _SINGLE.items()},
}
"""For each group of nodes its kinds, and for each kind its fields."""

STARS = frozenset({"selected", "ordered"})
"""The groups of expressions among which a star may stand."""

KINDS = STARS | {"expression", "relation", "query", "modifier"}
"""The groups whose nodes say which kind they are."""

REASONS: Mapping[str, str] = {
    "PIVOT": "PIVOT and UNPIVOT are not allowed; use sum(...) filter (where ...) for each column",
    "RECURSIVE_CTE_NODE": "a recursive WITH is not allowed",
    "INSERT_QUERY_NODE": "a query may not change tables",
    "UPDATE_QUERY_NODE": "a query may not change tables",
    "DELETE_QUERY_NODE": "a query may not change tables",
    "SHOW_REF": "SHOW, DESCRIBE and SUMMARIZE are not allowed; the list of tables stands beside the query",
    "LAMBDA": "functions of your own (x -> ..., and lists made with `for`) are not allowed",
    "STAR": "a star stands alone: * or t.*, and count(*)",
    "COLLATE": "COLLATE is not allowed; compare lower(...) instead",
    "POSITIONAL_REFERENCE": "columns by their number (#1) and ARRAY(select ...) are not allowed; name the column",
}
"""What is refused on purpose, with what to do instead."""

FIELDS: Mapping[str, str] = {
    "at_clause": "AT (a table at another moment) is not allowed",
    "sample": "a sample is not allowed: the same question must have the same answer",
    "schema": "names with a schema or database before them are not allowed; write upper(name), not name.upper()",
    "schema_name": "names with a schema or database before them are not allowed",
    "catalog": "names with a schema or database before them are not allowed",
    "catalog_name": "names with a schema or database before them are not allowed",
    "columns": "COLUMNS(...) is not allowed; name the columns",
    "expr": "COLUMNS(...) is not allowed; name the columns",
    "key_targets": "USING KEY is not allowed",
    "ref_type": "a positional join is not allowed; say which columns must match",
    "limit_type": "LIMIT takes a number of rows, not a percentage",
}
"""What a field that is filled in means to who wrote the query."""
