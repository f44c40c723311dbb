"""What is planted: the calendar, the depth of the drop and what became of the care that was missed."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

import holidays
import numpy as np
import polars as pl

FIRST_DAY, LAST_DAY = date(2017, 1, 1), date(2023, 12, 31)
SCHOOL_ZONES = {"PV20": "Noord", "PV21": "Noord", "PV22": "Noord", "PV23": "Noord", "PV24": "Noord", "PV27": "Noord"}
"""Provinces that lie in the northern zone as a whole; the south is below, all others are the middle."""
SOUTHERN = ("PV29", "PV30", "PV31")
CLOSED_SHARE, SCHOOL_SHARE, CHRISTMAS_SHARE, WEEKEND_SHARE = 0.12, 0.85, 0.75, 0.10
FLU_WINTERS = {2018: 1.12, 2020: 1.03, 2023: 1.08}
"""How much more people saw their GP in the first ten weeks of these years."""


@dataclass(frozen=True, kw_only=True)
class Wave:
    """A wave: its first and last day, and the days care needs to fall and to come back."""

    first: date
    last: date
    fall_days: int = 7
    return_days: int = 35


WAVES = (
    Wave(first=date(2020, 3, 16), last=date(2020, 5, 31)),
    Wave(first=date(2020, 10, 12), last=date(2021, 2, 14)),
    Wave(first=date(2021, 11, 22), last=date(2022, 2, 20)),
)


@dataclass(frozen=True, kw_only=True)
class Care:
    """A care type: how often people are referred to it, how deep it fell, and the fate of what was missed."""

    care_type: str
    destination: str
    specialism_code: str
    neighbour_code: str
    """Specialism to which a hospital sends some of those who were referred."""
    icpc: str
    weight: float
    """Share of all referrals."""
    depth: tuple[float, float, float]
    """Share missed at the bottom of each wave."""
    fell: float
    """Of what was missed: the need was not there."""
    caught_up: float
    """Came later."""
    substituted: float
    """Was helped in another way."""
    harmed: float
    """Was not helped and came back as an emergency."""

    def evaporated(self) -> float:
        """Return the share that was missed and left no trace."""
        return 1 - self.fell - self.caught_up - self.substituted - self.harmed


CARE = (
    Care(
        care_type="orthopaedics", destination="hospital", specialism_code="0305", neighbour_code="0303",
        icpc="L90", weight=0.17, depth=(0.65, 0.25, 0.15), fell=0.15, caught_up=0.35, substituted=0.15, harmed=0.02,
    ),
    Care(
        care_type="cardiology", destination="hospital", specialism_code="0320", neighbour_code="0313",
        icpc="K74", weight=0.13, depth=(0.35, 0.10, 0.06), fell=0.05, caught_up=0.30, substituted=0.10, harmed=0.15,
    ),
    Care(
        care_type="dermatology", destination="hospital", specialism_code="0310", neighbour_code="0304",
        icpc="S88", weight=0.16, depth=(0.70, 0.28, 0.15), fell=0.10, caught_up=0.25, substituted=0.30, harmed=0.01,
    ),
    Care(
        care_type="ent", destination="hospital", specialism_code="0302", neighbour_code="0304",
        icpc="H71", weight=0.12, depth=(0.68, 0.30, 0.20), fell=0.45, caught_up=0.15, substituted=0.10, harmed=0.01,
    ),
    Care(
        care_type="internal", destination="hospital", specialism_code="0313", neighbour_code="0318",
        icpc="T90", weight=0.15, depth=(0.45, 0.15, 0.08), fell=0.08, caught_up=0.30, substituted=0.12, harmed=0.08,
    ),
    Care(
        care_type="mental_health", destination="mental_health", specialism_code="", neighbour_code="",
        icpc="P76", weight=0.11, depth=(0.30, 0.08, 0.05), fell=0.05, caught_up=0.40, substituted=0.15, harmed=0.05,
    ),
    Care(
        care_type="physiotherapy", destination="physiotherapy", specialism_code="", neighbour_code="",
        icpc="L03", weight=0.12, depth=(0.60, 0.05, 0.02), fell=0.20, caught_up=0.10, substituted=0.05, harmed=0.00,
    ),
    Care(
        care_type="elderly_care", destination="elderly_care", specialism_code="", neighbour_code="",
        icpc="P70", weight=0.04, depth=(0.40, 0.15, 0.10), fell=0.10, caught_up=0.20, substituted=0.10, harmed=0.10,
    ),
)  # fmt: skip

CONTACT_DEPTH = (0.30, 0.10, 0.05)
"""Share of contacts without a referral missed at the bottom of each wave."""
DEPRIVATION_DEPTH = 0.10
"""The most deprived fifth missed so much more, relatively, than the least deprived."""
MOVING_RATE = 0.008
"""Share of people who leave the deliverers' sight in a year."""
DIGITAL_BEFORE, DIGITAL_AFTER = 0.12, 0.30
"""Share of contacts by telephone, video or e-consult."""
PILOTS = {
    "working": {"practice_one_in": 12, "remainder": 3, "first": date(2021, 7, 1), "effect": -0.12},
    "null": {"practice_one_in": 12, "remainder": 7, "first": date(2021, 7, 1), "effect": 0.0},
}
PILOT_NAMES = {
    "working": ("Proeftuin A (verzonnen)", "Pilot A (made up)"),
    "null": ("Proeftuin B (verzonnen)", "Pilot B (made up)"),
}
PILOT_COST, AVOIDED_COST = 1.5, 200.0
"""Euros by enrolled person and quarter, and by referral that is not sent: both made up."""


def wave_depth(day: date, depths: tuple[float, float, float]) -> float:
    """Return the share that is missed on a day: a fast fall, a bottom, a slower way back."""
    share = 0.0
    for wave, depth in zip(WAVES, depths, strict=True):
        if wave.first <= day:
            falling = min(1.0, ((day - wave.first).days + 1) / wave.fall_days)
            returning = 1 - max(0.0, (day - wave.last).days / wave.return_days)
            share += depth * falling * max(0.0, returning)
    return share


def days() -> list[date]:
    """Return all days of the made-up years."""
    return [FIRST_DAY + timedelta(days=number) for number in range((LAST_DAY - FIRST_DAY).days + 1)]


def _public_holidays() -> set[date]:
    """Return days on which care is closed: Good Friday is open, 5 May counts in lustrum years only."""
    years = range(FIRST_DAY.year, LAST_DAY.year + 1)
    found = holidays.country_holidays("NL", years=years, categories=("public",), language="en_US")
    open_days = {day for day, name in found.items() if name == "Good Friday"}
    open_days |= {day for day in found if (day.month, day.day) == (5, 5) and day.year % 5}
    return set(found) - open_days


def calendar() -> pl.DataFrame:
    """Return how much care a day holds, by school zone, as a share of an ordinary working day."""
    closed = _public_holidays()
    rows = []
    for zone in ("Noord", "Midden", "Zuid"):
        school = holidays.country_holidays(
            "NL", subdiv=zone, years=range(FIRST_DAY.year, LAST_DAY.year + 1), categories=("school",)
        )
        for day in days():
            share = WEEKEND_SHARE if day.weekday() >= 5 else CLOSED_SHARE if day in closed else 1.0
            share *= SCHOOL_SHARE if day in school else 1.0
            share *= CHRISTMAS_SHARE if (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 2) else 1.0
            share *= 1 + 0.05 * np.cos(2 * np.pi * day.timetuple().tm_yday / 365.25)
            flu = FLU_WINTERS.get(day.year, 1.0) if day.isocalendar().week <= 10 else 1.0
            rows.append((zone, day, float(share), float(share * flu)))
    return pl.DataFrame(rows, schema=["school_zone", "day", "care_share", "gp_share"], orient="row")


def missed() -> pl.DataFrame:
    """Return the share missed by care type and day, before the differences between regions and groups."""
    rows = [(care.care_type, day, wave_depth(day, care.depth)) for care in CARE for day in days()]
    rows += [("contact", day, wave_depth(day, CONTACT_DEPTH)) for day in days()]
    return pl.DataFrame(rows, schema=["care_type", "day", "missed_share"], orient="row")


def care_types() -> pl.DataFrame:
    """Return the care types with the bounds in which chance picks each, and the bounds of each fate."""
    ends = np.cumsum([care.weight for care in CARE])
    rows = [
        {
            **{name: value for name, value in asdict(care).items() if name != "depth"},
            "from_share": float(end - care.weight),
            "to_share": float(end),
            "evaporated": care.evaporated(),
        }
        for care, end in zip(CARE, ends / ends[-1], strict=True)
    ]
    return pl.DataFrame(rows)


def school_zone(province_code: str) -> str:
    """Return the school zone of a province; zones that split a province are taken as a whole here."""
    return "Zuid" if province_code in SOUTHERN else SCHOOL_ZONES.get(province_code, "Midden")
