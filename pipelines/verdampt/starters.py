"""A first indicator file and its case: both work as they stand, to be changed into what an analyst wants to know."""

import re
from datetime import UTC, datetime
from pathlib import Path

from verdampt.errors import InputError
from verdampt.indicators import OPEN_TABLES
from verdampt.resources import project_root, sql_root

NAME = re.compile(r"[a-z][a-z0-9_]{2,40}")

_FILE = """/* +++
title = "{title}"
title_en = "{title}"
description = "Referrals marked urgent, and all referrals, by region of residence and month of sending."
why = "Schrijf hier in gewone woorden waarom dit ertoe doet."
why_en = "Write here in plain words why this matters."
author = "Uw organisatie"
checked_by = "nog niemand"
review_by = {review_by}
question = "V9"
grain = ["region_code", "month_start"]

[measure]                       # counts leave the query; protection, rate and expected value come after it
numerator = "urgent"
denominator = "referrals"
scale = 100
unit = "% van de verwijzingen"
unit_en = "% of referrals"
noun = ["spoedverwijzing", "spoedverwijzingen"]
noun_en = ["urgent referral", "urgent referrals"]

[columns]
region_code = {{ type = "VARCHAR", description = "Region where the patient lives." }}
month_start = {{ type = "DATE", description = "First day of the month." }}
urgent = {{ type = "DOUBLE", description = "Referrals marked urgent or emergency.", minimum = 0 }}
referrals = {{ type = "DOUBLE", description = "All referrals.", minimum = 0 }}
+++ */

-- Read fct_stratified_volumes: protected counts by region, care_type, month_start, age_band, sex,
-- deprivation_fifth, mode, urgency and care_line.
select
    region_code,
    month_start,
    exact_sum(case when urgency in ('urgent', 'spoed') then events else 0 end) as urgent,
    exact_sum(events) as referrals
from fct_stratified_volumes
where starts_with(care_type, 'referral_')
group by all
"""
_GIVEN = """region_code,care_type,month_start,age_band,sex,deprivation_fifth,mode,urgency,care_line,events,persons
GG0111,referral_cardiology,2020-03-01,18-64,V,1,"",spoed,second,20,20
GG0111,referral_cardiology,2020-03-01,18-64,V,1,"",regulier,second,30,30
GG0111,chain_contacts,2020-03-01,18-64,V,1,phone,"","",400,300
GG0706,referral_cardiology,2020-03-01,18-64,M,1,"",regulier,second,10,10
"""
_EXPECTED = """region_code,month_start,urgent,referrals
GG0111,2020-03-01,20,50
GG0706,2020-03-01,0,10
"""
CASE = "only_urgent_referrals_count"


def start_indicator(name: str, *, folder: Path) -> list[Path]:
    """Write an indicator file and its case, and return their places; raises InputError when the name cannot be used."""
    name = name.removeprefix("ind_")
    if not NAME.fullmatch(name):
        raise InputError(f"{name}: a name is 3 to 41 small letters, digits and underscores; choose another")
    file = folder / f"ind_{name}.sql"
    if file.exists():
        raise InputError(f"{file}: this file is already there; choose another name")
    case = cases_of(folder) / file.stem / CASE
    (case / "given").mkdir(parents=True, exist_ok=True)
    today = datetime.now(tz=UTC).date()
    text = _FILE.format(title=name.replace("_", " ").capitalize(), review_by=f"{today.year + 1}-{today:%m}-01")
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    (case / "given" / f"{OPEN_TABLES[0]}.csv").write_text(_GIVEN, encoding="utf-8")
    (case / "expected.csv").write_text(_EXPECTED, encoding="utf-8")
    return [file, case]


def cases_of(folder: Path) -> Path:
    """Return where the cases of a folder of indicators are: with the product's tests, or beside the files."""
    own = folder.resolve() == (sql_root() / "indicators").resolve()
    return project_root() / "tests" / "sql" if own else folder / "cases"
