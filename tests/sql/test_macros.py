"""What DuckDB and Spark write differently stands in macros; here is what each must give."""

import hashlib

import pytest

from verdampt.engines.duckdb import Engine

PSEUDONYM = "9f86d081884c7d659a2feaa0c55ad015"
CASES = {
    f"patient_id('{PSEUDONYM}')": int(PSEUDONYM[:15], 16),
    f"record_number('{PSEUDONYM}', 'V7')": int(hashlib.md5(f"{PSEUDONYM}/V7".encode()).hexdigest()[:15], 16),
    "chain_care_type('contacts', null)": "chain_contacts",
    "chain_care_type('visit', 'cardiology')": "visit_cardiology",
    "chain_care_type('visit', null)": "visit_other",
    "path_key(5, 320)": 5 ^ (320 * 1125899906842597),
    "age_band(2003, date '2020-12-31')": "0-17",
    "age_band(2002, date '2020-01-01')": "18-64",
    "age_band(1955, date '2020-01-01')": "65-79",
    "age_band(1940, date '2020-01-01')": "80+",
    "share_of_expected(4, 5, 'count', 5)": 0.8,
    "share_of_expected(4, 4.9, 'count', 5)": None,
    "share_of_expected(80, 100, 'count', 100)": 0.8,
    "share_of_expected(80, 99.9, 'count', 100)": None,
    "share_of_expected(1, 4, 'eur_per_insured_year', 5)": 0.25,
    "share_of_expected(1, 0, 'eur_per_insured_year', 5)": None,
    "share_of_expected(4, null, 'count', 5)": None,
    "round(wilson(0.1, 100, -1.96), 6)": 0.055229,
    "round(wilson(0.1, 100, 1.96), 6)": 0.174367,
    "shown_count(0, false)": 0,
    "shown_count(3, false)": 3,
    "shown_count(0, true)": None,
    "shown_count(10, true)": 10,
    "shown_count(null, true)": None,
    "(select exact_sum(x) from (values (0.1::double), (0.2), (0.3)) as numbers (x))": 0.6,
}


@pytest.mark.parametrize("call", CASES)
def test_a_macro_gives_what_was_worked_out_outside_the_database(call: str) -> None:
    with Engine() as engine:
        assert engine.rows(f"select {call}")[0][0] == CASES[call]
