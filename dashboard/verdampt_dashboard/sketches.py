"""Figures as plain settings: plotly checks each setting of its own ones, which takes longer than all else on a page."""

from collections.abc import Iterator
from typing import Any

Settings = dict[str, Any]


def _merge(settings: Settings, changes: Settings) -> None:
    """Change settings as plotly does: what is within one is changed one by one."""
    for key, value in changes.items():
        if isinstance(value, dict) and isinstance(settings.get(key), dict):
            _merge(settings[key], value)
        else:
            settings[key] = dict(value) if isinstance(value, dict) else value


class Sketch:
    """A figure under construction; its methods are those of a figure of plotly by the same name."""

    def __init__(self, layout: Settings | None = None) -> None:
        self.data: list[Settings] = []
        self.layout: Settings = {"shapes": [], "annotations": [], "xaxis": {}, "yaxis": {}, **(layout or {})}

    def to_dict(self) -> Settings:
        return {"data": self.data, "layout": self.layout}

    def add_trace(self, trace: Settings) -> None:
        self.data.append(trace)

    def update_layout(self, **changes: Any) -> None:
        _merge(self.layout, changes)

    def update_xaxes(self, **changes: Any) -> None:
        self._update_axes("xaxis", changes)

    def update_yaxes(self, **changes: Any) -> None:
        self._update_axes("yaxis", changes)

    def _update_axes(self, kind: str, changes: Settings) -> None:
        for name, axis in self.layout.items():
            if name.startswith(kind):
                _merge(axis, changes)

    def add_vline(self, *, x: Any, **look: Any) -> None:
        self._add_shape(type="line", x0=x, x1=x, **_UPRIGHT, **look)

    def add_vrect(self, *, x0: Any, x1: Any, annotation: Settings | None = None, **look: Any) -> None:
        """Mark a stretch of the horizontal axis; a text stands within its end."""
        self._add_shape(type="rect", x0=x0, x1=x1, **_UPRIGHT, **look)
        if annotation:
            place = {"xref": "x", "yref": "y domain", "x": max(x0, x1), "xanchor": "right", "showarrow": False}
            self.add_annotation(**{**place, **annotation})

    def add_hline(self, *, y: float, **look: Any) -> None:
        """Draw a line across every panel that has a trace."""
        for across, up in self._panels():
            self._add_shape(type="line", xref=f"{across} domain", yref=up, x0=0, x1=1, y0=y, y1=y, **look)

    def _panels(self) -> Iterator[tuple[str, str]]:
        yield from dict.fromkeys((one.get("xaxis", "x"), one.get("yaxis", "y")) for one in self.data)

    def _add_shape(self, **shape: Any) -> None:
        self.layout["shapes"].append(shape)

    def add_annotation(self, **settings: Any) -> None:
        self.layout["annotations"].append(settings)


_UPRIGHT = {"xref": "x", "yref": "y domain", "y0": 0, "y1": 1}
