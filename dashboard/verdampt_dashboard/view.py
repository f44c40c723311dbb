"""The reader's choices: codes in the address, checked against what the snapshot has."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

import polars as pl

from verdampt_dashboard import published

NATION = "NL"
PARAMETERS = {
    "scheme": "indeling",
    "region_code": "regio",
    "care_type": "zorg",
    "window_code": "periode",
    "care_path": "zorgpad",
    "wave": "golf",
}
"""Field of a view, and its name in the address."""

FIRST_YEAR_SHOWN = "2020"


@dataclass(frozen=True, kw_only=True)
class View:
    """One choice of region scheme, region, care type and window; and for the chain of care path and wave."""

    scheme: str
    region_code: str
    care_type: str
    window_code: str
    care_path: str = ""
    wave: str = ""


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What can be chosen in the current snapshot; every list of codes is in the order shown."""

    regions: pl.DataFrame
    care_types: pl.DataFrame
    windows: pl.DataFrame
    care_paths: pl.DataFrame
    waves: pl.DataFrame

    def schemes(self) -> list[str]:
        """Return the region schemes that have figures."""
        return (
            self.regions.filter(pl.col("region_code") != NATION)["region_scheme"].unique(maintain_order=True).to_list()
        )

    def region_codes(self, scheme: str) -> list[str]:
        """Return the nation and the regions of a scheme."""
        wanted = (pl.col("region_scheme") == scheme) | (pl.col("region_code") == NATION)
        return self.regions.filter(wanted)["region_code"].to_list()

    def region_name(self, code: str) -> str:
        """Return the name of a region, or its code when it is unknown."""
        found = self.regions.filter(region_code=code)["region_name"].to_list()
        return str(found[0]) if found else code

    def care(self, care_type: str) -> dict[str, object]:
        """Return everything known about a care type."""
        return self.care_types.row(by_predicate=pl.col("care_type") == care_type, named=True)

    def period_type(self, view: View) -> str:
        """Return the kind of period of the view's care type: week, month, quarter or year."""
        return str(self.care(view.care_type)["period_type"])

    def care_name(self, code: str) -> str:
        """Return the name of a care type, or its code when it is unknown."""
        found = self.care_types.filter(care_type=code)["name"].to_list()
        return str(found[0]) if found else code

    def window_codes(self, care_type: str) -> list[str]:
        """Return the windows of a care type's kind of period."""
        return self.windows.filter(period_type=self.care(care_type)["period_type"])["window_code"].to_list()

    def default(self) -> View:
        """Return what is shown when nothing was chosen."""
        care_type = str(self.care_types["care_type"][0])
        schemes = self.schemes()
        scheme = "ggd" if "ggd" in schemes else schemes[0] if schemes else "land"
        return self._fitting(
            View(
                scheme=scheme,
                region_code=NATION,
                care_type=care_type,
                window_code=FIRST_YEAR_SHOWN,
                care_path=next(iter(self.path_codes()), ""),
                wave=next(iter(self.wave_codes()), ""),
            )
        )

    def path_codes(self) -> list[str]:
        """Return the care paths of the chain; none where no chain was delivered."""
        return self.care_paths["care_path"].to_list()

    def path(self, view: View) -> dict[str, object]:
        """Return everything known about the view's care path."""
        return self.care_paths.row(by_predicate=pl.col("care_path") == view.care_path, named=True)

    def wave_codes(self) -> list[str]:
        """Return the waves, in the order of time."""
        return self.waves["event"].to_list()

    def wave_name(self, code: str) -> str:
        """Return the name of a wave."""
        return str(self.waves.filter(event=code)["name"][0])

    def _fitting(self, view: View) -> View:
        codes = self.window_codes(view.care_type)
        window = view.window_code if view.window_code in codes else FIRST_YEAR_SHOWN
        return replace(view, window_code=window if window in codes or not codes else codes[0])

    def read(self, parameters: Mapping[str, str]) -> tuple[View, list[str]]:
        """Return the view an address asks for, and the names of parameters whose code is unknown here."""
        view, unknown = self.default(), []
        for field in fields(View):
            code = parameters.get(PARAMETERS[field.name])
            if code is None:
                continue
            if code in self._allowed(field.name, view):
                view = self._fitting(replace(view, **{field.name: code}))
            else:
                unknown.append(PARAMETERS[field.name])
        return view, unknown

    def _allowed(self, field: str, view: View) -> list[str]:
        match field:
            case "scheme":
                return self.schemes()
            case "region_code":
                return self.region_codes(view.scheme)
            case "care_type":
                return self.care_types["care_type"].to_list()
            case "care_path":
                return self.path_codes()
            case "wave":
                return self.wave_codes()
            case _:
                return self.window_codes(view.care_type)

    def change(self, view: View, field: str, code: str) -> View:
        """Return the view after one choice; choices that no longer fit go back to their default."""
        changed = self._fitting(replace(view, **{field: code}))
        if changed.region_code not in self.region_codes(changed.scheme):
            changed = replace(changed, region_code=NATION)
        return changed

    def address(self, view: View) -> dict[str, str]:
        """Return the parameters of the address that leads back to this view; defaults are left out."""
        default = self.default()
        chosen = {name: getattr(view, name) for name in PARAMETERS if getattr(view, name) != getattr(default, name)}
        return {PARAMETERS[name]: code for name, code in chosen.items()}

    def curve_start(self, care_type: str) -> date:
        """Return where small curves start: a year before the pandemic."""
        return date(2019, 1, 1) if self.care(care_type)["period_type"] == "week" else date(2015, 1, 1)


def choices() -> Choices:
    """Return what can be chosen in the current snapshot."""
    return Choices(
        regions=published.ask("regions"),
        care_types=published.ask("care_types"),
        windows=published.ask("windows"),
        care_paths=published.ask("care_paths"),
        waves=published.ask("events").filter(event_type="wave"),
    )
