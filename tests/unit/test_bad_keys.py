"""Keys that belong to nobody are reported, and cost no more than other records."""

from datetime import date

import polars as pl
import pytest

from verdampt.engines.duckdb import Engine
from verdampt.models import build_with_inputs, read_models
from verdampt.resources import sql_root

SHARED, ORDINARY = 7, 8
MANY = 10_000


@pytest.fixture
def linked():
    """Referrals and subtrajectories of one person, and 10,000 of each under a key that is nobody's."""
    with Engine() as engine:
        models = {model.name: model for model in read_models(sql_root(), engine=engine)}
        patients = [SHARED] * MANY + [ORDINARY]
        days = [date(2018, 1, 1 + number % 28) for number in range(MANY + 1)]
        common = {
            "source": "s", "patient_id": patients, "specialism_code": "0320", "gm_code": "GM0363", "birth_year": 1961,
            "sex": "M", "deprivation_fifth": None,
        }  # fmt: skip
        numbers = range(MANY + 1)
        referrals = {
            "referral_number": numbers, "referral_date": days, "destination": "hospital", "urgency": "regulier",
            "care_line": "2",
        }  # fmt: skip
        trajectories = {
            "trajectory_number": numbers, "first_number": numbers, "opening_date": days, "trajectory_type": "11",
            "referrer_type": "gp",
        }  # fmt: skip
        give(engine, models, "stg_gp__referrals", common | referrals)
        give(engine, models, "stg_hospital__trajectories", common | trajectories)
        for table, row in {
            "ref_care_paths": {"path_number": 320, "destination": "hospital", "specialism_code": "0320"},
            "ref_specialism_neighbours": {"specialism_code": "0320", "neighbour_code": "0320"},
            "int_extractions": {"kind": "hospital_trajectories", "last_date": date(2020, 1, 1)},
            "ref_disclosure": {"base": 10, "is_chain_protected": False},
            "int_selected_events": {"step": "none", "record_number": -1},
            "stg_deaths": {"patient_id": 1, "death_date": date(2019, 1, 1), "exit_type": "died"},
        }.items():
            give(engine, models, table, row)
        build_with_inputs(engine, models.values(), wanted=["int_referral_outcomes", "int_contact_origins"])
        yield engine


def give(engine: Engine, models, table: str, values) -> None:
    columns = {name: column.type for name, column in models[table].header.columns.items()}
    rows = max((len(value) for value in values.values() if isinstance(value, list | range)), default=1)
    frame = pl.DataFrame(
        {name: list(value) if isinstance(value, list | range) else [value] * rows for name, value in values.items()}
    )
    engine.create_from_frame("given", frame=frame)
    casts = ", ".join(
        f'cast({name if name in values else "null"} as {kind}) as "{name}"' for name, kind in columns.items()
    )
    engine.create(table, query=f"select {casts} from given")


def test_a_key_shared_by_ten_thousand_records_is_counted_and_not_linked(linked) -> None:
    assert linked.rows("select patient_id, records from int_shared_keys") == [(SHARED, 2 * MANY)]
    assert linked.count("int_referral_links") == 1
    outcomes = dict(linked.rows("select outcome, count(*) from int_referral_outcomes group by 1"))
    assert outcomes == {"shared_key": MANY, "linked": 1}
    origins = dict(linked.rows("select origin, count(*) from int_contact_origins group by 1"))
    assert origins == {"shared_key": MANY, "referral": 1}
