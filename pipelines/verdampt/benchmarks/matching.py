"""The matching pass and its peers: each pairs the same events, and returns how many with a check sum."""

from pathlib import Path

from verdampt.engines.duckdb import Engine
from verdampt.models import read_models
from verdampt.resources import sql_root

MATCH = "int_same_path_links"


def match(folder: str) -> list[int]:
    """Run the matching pass; return how many referrals are followed at once by their contact, and a check sum."""
    with Engine(Path(folder) / "match.duckdb", memory_limit="4GB") as engine:
        for table in ("int_referrals", "int_first_contacts"):
            engine.run(f"create view {table} as from '{folder}/{table}.parquet'")
        model = next(model for model in read_models(sql_root(), engine=engine) if model.name == MATCH)
        engine.create(MATCH, query=model.query)
        return list(
            engine.rows(
                f"select count(*), cast(sum(referral_number % 1000003 * 7 + contact_number % 1000003) as bigint) "
                f"from {MATCH} where rule = 'same_path'"
            )[0]
        )


def match_plainly(folder: str) -> list[int]:
    """Do the same with DuckDB's best skew-proof formulation, `lead()` over a union: pairs only, no second look."""
    with Engine(Path(folder) / "plain.duckdb", memory_limit="4GB") as engine:
        engine.run(
            "create table pairs as select * from (select kind, day, record, window_days, lead(kind) over same as "
            "next_kind, lead(day) over same as next_day, lead(record) over same as next_record from ("
            f"select path_key, 0 as kind, referral_date as day, referral_number as record, window_days "
            f"from '{folder}/int_referrals.parquet' where is_linkable union all "
            f"select path_key, 1, contact_date, contact_number, window_days "
            f"from '{folder}/int_first_contacts.parquet' where is_linkable) "
            "window same as (partition by path_key order by day, kind, record)) "
            "where kind = 0 and next_kind = 1 and date_diff('day', day, next_day) <= window_days"
        )
        return list(
            engine.rows(
                "select count(*), cast(sum(record % 1000003 * 7 + next_record % 1000003) as bigint) from pairs"
            )[0]
        )


def match_with_polars(folder: str) -> list[int]:
    """Do the same with polars: sort and shift."""
    import polars as pl

    def events(table: str, day: str, number: str, kind: int) -> pl.LazyFrame:
        return (
            pl.scan_parquet(f"{folder}/{table}.parquet")
            .filter(pl.col("is_linkable"))
            .select(
                "path_key",
                pl.lit(kind).alias("kind"),
                pl.col(day).alias("day"),
                pl.col(number).alias("record"),
                "window_days",
            )
        )

    both = pl.concat(
        [
            events("int_referrals", "referral_date", "referral_number", 0),
            events("int_first_contacts", "contact_date", "contact_number", 1),
        ]
    ).sort("path_key", "day", "kind", "record")
    following = [pl.col(name).shift(-1).alias(f"next_{name}") for name in ("path_key", "kind", "day", "record")]
    pairs = (
        both.with_columns(following)
        .filter(
            pl.col("kind") == 0,
            pl.col("next_kind") == 1,
            pl.col("path_key") == pl.col("next_path_key"),
            (pl.col("next_day") - pl.col("day")).dt.total_days() <= pl.col("window_days"),
        )
        .select(pl.len(), (pl.col("record") % 1000003 * 7 + pl.col("next_record") % 1000003).sum())
        .collect()
    )
    return [int(value) for value in pairs.row(0)]


def match_with_pandas(folder: str) -> list[int]:
    """Do the same with pandas: sort and shift."""
    import pandas as pd  # a peer, loaded only where it is measured

    def events(table: str, day: str, number: str, kind: int) -> pd.DataFrame:
        frame = pd.read_parquet(f"{folder}/{table}.parquet", filters=[("is_linkable", "=", True)])
        frame = frame.rename(columns={day: "day", number: "record"}).drop(columns="is_linkable")
        frame["day"] = pd.to_datetime(frame["day"])
        frame["kind"] = kind
        return frame

    both = pd.concat(
        [
            events("int_referrals", "referral_date", "referral_number", 0),
            events("int_first_contacts", "contact_date", "contact_number", 1),
        ],
        ignore_index=True,
    )
    both = both.sort_values(["path_key", "day", "kind", "record"], ignore_index=True)
    after = both[["path_key", "kind", "day", "record"]].shift(-1)
    chosen = (
        (both["kind"] == 0)
        & (after["kind"] == 1)
        & (both["path_key"].shift(-1, fill_value=0) == both["path_key"])
        & ((after["day"] - both["day"]).dt.days <= both["window_days"])
    )
    records = both["record"].shift(-1, fill_value=0)[chosen]
    return [int(chosen.sum()), int((both.loc[chosen, "record"] % 1000003 * 7 + records % 1000003).sum())]
