"""Ships the SQL models, samples and pages inside standard wheels; an editable install reads them from the checkout."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("sql", "data_samples", "dashboard/app.py", "dashboard/app_pages", "dashboard/static", "verdampt.toml")


class ShipResources(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "standard":
            return
        for name in SHIPPED:
            if (Path(self.root) / name).exists():
                build_data["force_include"][name] = f"verdampt/_shipped/{name}"
