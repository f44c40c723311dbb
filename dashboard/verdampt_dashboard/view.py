"""The reader's choices: codes in the address, checked against what the snapshot has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from verdampt_dashboard import published, reader
from verdampt_dashboard.noting import noting
from verdampt_dashboard.reader import LANGUAGES, Reader, reading

NATION = "NL"
EVERYONE = "all"
INDICATOR = "ind_"
JOINED = "."
PARAMETERS = {
    "language": "taal",
    "snapshot": "stand",
    "scheme": "indeling",
    "region_code": "regio",
    "care_type": "zorg",
    "window_code": "periode",
    "group": "groep",
    "care_path": "zorgpad",
    "wave": "golf",
    "urgency": "spoed",
    "indicator": "indicator",
    "question": "vraag",
    "own_regions": "regios",
    "own_care": "zorgsoorten",
    "own_first": "van",
    "own_last": "tot",
}
"""Field of a view, and its name in the address."""

FIRST_YEAR_SHOWN = "2020"
RESEARCH = tuple(f"V{number}" for number in range(1, 12))
"""The research questions of the doctors."""
FIRST_ASKED = "V3"


@dataclass(frozen=True, kw_only=True)
class View:
    """One set of choices; a blank snapshot is the newest one."""

    language: str = LANGUAGES[0]
    snapshot: str = ""
    scheme: str
    region_code: str
    care_type: str
    window_code: str
    group: str = EVERYONE
    care_path: str = ""
    wave: str = ""
    urgency: str = EVERYONE
    indicator: str = ""
    question: str = FIRST_ASKED
    own_regions: str = ""
    """Codes of an own selection, joined by points; its first and last day are ISO dates."""
    own_care: str = ""
    own_first: str = ""
    own_last: str = ""


LISTS = ("own_regions", "own_care")
DAYS = ("own_first", "own_last")


def codes_in(value: str) -> list[str]:
    """Return the codes of a list in the address."""
    return [code for code in value.split(JOINED) if code]


Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What can be chosen in a snapshot; every mapping is in the order shown."""

    regions: Mapping[str, Row]
    care_types: Mapping[str, Row]
    windows: Mapping[str, Sequence[str]]
    """Window codes by kind of period."""
    spans: Mapping[str, tuple[str, str]]
    """First and last day of all windows by kind of period, as ISO dates."""
    groups: Mapping[str, Sequence[str]]
    """Groups of people by care type, as dimension:code."""
    care_paths: Mapping[str, Row]
    waves: Mapping[str, Row]
    urgencies: Sequence[str]

    @cached_property
    def schemes(self) -> list[str]:
        """Return the region schemes that have figures."""
        return list(dict.fromkeys(row["region_scheme"] for code, row in self.regions.items() if code != NATION))

    def region_codes(self, scheme: str) -> list[str]:
        """Return the nation and the regions of a scheme."""
        return [code for code, row in self.regions.items() if code == NATION or row["region_scheme"] == scheme]

    def region_name(self, code: str) -> str:
        """Return the name of a region, or its code when it is unknown."""
        return str(self.regions[code]["region_name"]) if code in self.regions else code

    def care(self, care_type: str) -> Row:
        """Return everything known about a care type."""
        return self.care_types[care_type]

    def period_type(self, view: View) -> str:
        """Return the kind of period shown: that of the care type, or months where a group of people was chosen."""
        return "month" if view.group != EVERYONE else str(self.care(view.care_type)["period_type"])

    def care_name(self, code: str) -> str:
        """Return the name of a care type, or its code when it is unknown."""
        return str(self.care_types[code]["name"]) if code in self.care_types else code

    def window_codes(self, care_type: str) -> list[str]:
        """Return the windows of a care type's kind of period."""
        return list(self.windows.get(str(self.care(care_type)["period_type"]), ()))

    def group_codes(self, view: View) -> list[str]:
        """Return the groups of people that figures are known of: for the nation only, and not of every care type."""
        return [EVERYONE, *(self.groups.get(view.care_type, ()) if view.region_code == NATION else ())]

    @cached_property
    def default(self) -> View:
        """Return what is shown when nothing was chosen."""
        scheme = "ggd" if "ggd" in self.schemes else self.schemes[0] if self.schemes else "land"
        return self._fitting(
            View(
                scheme=scheme,
                region_code=NATION,
                care_type=next(iter(self.care_types)),
                window_code=FIRST_YEAR_SHOWN,
                care_path=next(iter(self.care_paths), ""),
                wave=next(iter(self.waves), ""),
            )
        )

    def path(self, view: View) -> Row:
        """Return everything known about the view's care path."""
        return self.care_paths[view.care_path]

    def wave_name(self, code: str) -> str:
        """Return the name of a wave."""
        return str(self.waves[code]["name"])

    def _fitting(self, view: View) -> View:
        """Return a view with what does not fit its other choices at its default."""
        codes = self.window_codes(view.care_type)
        if view.window_code not in codes and codes:
            view = replace(view, window_code=FIRST_YEAR_SHOWN if FIRST_YEAR_SHOWN in codes else codes[0])
        if view.region_code not in self.region_codes(view.scheme):
            view = replace(view, region_code=NATION)
        if view.group not in self.group_codes(view):
            view = replace(view, group=EVERYONE)
        wrong = [
            name for name in (*LISTS, *DAYS) if getattr(view, name) and not self._fits(name, getattr(view, name), view)
        ]
        return replace(view, **dict.fromkeys(wrong, ""))

    def read(self, parameters: Mapping[str, str]) -> tuple[View, list[str]]:
        """Return the view an address asks for, and the names of parameters whose code is unknown here."""
        view, unknown = self.default, []
        for field in fields(View):
            code = parameters.get(PARAMETERS[field.name])
            if code is None:
                continue
            if self._fits(field.name, code, view):
                view = self._fitting(replace(view, **{field.name: code}))
            else:
                unknown.append(PARAMETERS[field.name])
        return view, unknown

    def _fits(self, field: str, code: str, view: View) -> bool:
        if field in DAYS:
            first, last = self.days(view)
            return code == "" or (first <= code <= last and _is_day(code))
        allowed = self.allowed(field, view)
        return set(codes_in(code)) <= set(allowed) if field in LISTS else code in allowed

    def days(self, view: View) -> tuple[str, str]:
        """Return the first and last day of the windows of the view's kind of period, as ISO dates."""
        kind = str(self.care(view.care_type)["period_type"])
        return self.spans.get(kind, ("", ""))

    def comparable(self, view: View) -> list[str]:
        """Return care types of the same source as the view's: only those have one margin together."""
        same = ("source", "period_type", "unit")
        care = self.care(view.care_type)
        return [code for code, row in self.care_types.items() if all(row[name] == care[name] for name in same)]

    def allowed(self, field: str, view: View) -> Sequence[str]:
        """Return the codes that a field of a view may have, in the order shown."""
        return _ALLOWED[field](self, view)

    def change(self, view: View, field: str, code: str) -> View:
        """Return the view after one choice; choices that no longer fit go back to their default."""
        return self._fitting(replace(view, **{field: code}))

    def address(self, view: View) -> dict[str, str]:
        """Return the parameters of the address that leads back to this view; defaults are left out."""
        chosen = {
            name: getattr(view, name) for name in PARAMETERS if getattr(view, name) != getattr(self.default, name)
        }
        return {PARAMETERS[name]: code for name, code in chosen.items()}

    def curve_start(self, care_type: str) -> date:
        """Return where small curves start: a year before the pandemic."""
        return date(2019, 1, 1) if self.care(care_type)["period_type"] == "week" else date(2015, 1, 1)


_ALLOWED: Mapping[str, Callable[[Choices, View], Sequence[str]]] = {
    "language": lambda known, view: LANGUAGES,
    "snapshot": lambda known, view: ("", published.snapshot_id()),
    "scheme": lambda known, view: known.schemes,
    "region_code": lambda known, view: known.region_codes(view.scheme),
    "care_type": lambda known, view: list(known.care_types),
    "window_code": lambda known, view: known.window_codes(view.care_type),
    "group": lambda known, view: known.group_codes(view),
    "care_path": lambda known, view: list(known.care_paths),
    "wave": lambda known, view: list(known.waves),
    "urgency": lambda known, view: known.urgencies,
    "indicator": lambda known, view: ["", *(code for code in known.care_types if code.startswith(INDICATOR))],
    "question": lambda known, view: RESEARCH,
    "own_regions": lambda known, view: [code for code in known.region_codes(view.scheme) if code != NATION],
    "own_care": lambda known, view: known.comparable(view),
}


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def reader_of(parameters: Mapping[str, str], *, snapshot: str) -> Reader:
    """Return who an address is for: its language, and the snapshot it is frozen to, or else the one given."""
    language, frozen = (parameters.get(PARAMETERS[name], "") for name in ("language", "snapshot"))
    return Reader(
        language=language if language in LANGUAGES else LANGUAGES[0],
        snapshot=frozen if published.exists(frozen) else snapshot,
    )


def choices() -> Choices:
    """Return what can be chosen in the snapshot that is read now."""
    return _choices(published.store(), published.snapshot_id(), reader.current().language)


def _by(frame: pl.DataFrame, key: str) -> dict[str, Row]:
    return {str(row[key]): row for row in frame.iter_rows(named=True)}


@lru_cache(maxsize=8)
def _choices(store: Path, snapshot: str, language: str) -> Choices:
    # What can be chosen is asked for everything; it is no part of the SQL behind one figure.
    with reading(Reader(language=language, snapshot=snapshot)), noting():
        windows = published.ask("windows")
        known = published.ask("group_codes")
        return Choices(
            regions=_by(published.ask("regions"), "region_code"),
            care_types=_by(published.ask("care_types"), "care_type"),
            windows={
                str(kind): windows.filter(period_type=kind)["window_code"].to_list()
                for kind in windows["period_type"].unique(maintain_order=True)
            },
            spans={
                str(kind): (str(first), str(last))
                for kind, first, last in windows.group_by("period_type")
                .agg(pl.col("first_date").min(), pl.col("last_date").max())
                .iter_rows()
            },
            groups={
                str(care_type): known.filter(care_type=care_type)["group_code"].to_list()
                for care_type in known["care_type"].unique(maintain_order=True)
            },
            care_paths=_by(published.ask("care_paths"), "care_path"),
            waves=_by(published.ask("events").filter(event_type="wave"), "event"),
            urgencies=published.ask("urgencies")["urgency"].to_list(),
        )
