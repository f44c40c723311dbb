"""Stills show the numbers of the figures they are made from, in the reader's language, or say what they cannot draw."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import numpy as np
import plotly.graph_objects as go
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.collections import PathCollection
from PIL import Image
from plotly.subplots import make_subplots

from verdampt.serving import PUBLISHED_VARIABLE
from verdampt_dashboard import charts, dot_rows, fonts, stills
from verdampt_dashboard.drawing import DIVERGING, dressed
from verdampt_dashboard.reader import Reader, reading
from verdampt_dashboard.sheets.pages import SHEETS
from verdampt_dashboard.stills import Caption, Key, StillError, draw, lettering, still
from verdampt_dashboard.stills.page import drawing
from verdampt_dashboard.stills.reading import axes_of, read
from verdampt_dashboard.stills.scales import Kind, scales_of
from verdampt_dashboard.stills.strokes import colour
from verdampt_dashboard.stills.ticks import written
from verdampt_dashboard.view import choices

CAPTION = Caption(
    title="Huisartscontacten per week in Nederland: in 2020 duidelijk minder dan verwacht, ongeveer 1.750 minder",
    subtitle="Regio: Nederland\nAantal per week & <normaal> is −13 % tot +13 %",
    footer="Bron: voorbeeldgegevens. Stand a1e6f2b9adc27892, gemaakt op 22-11-2026. " * 3,
    keys=(
        Key(label="waargenomen", colour="#14557B", kind="line"),
        Key(label="verwacht", colour="#7A7A7A", kind="dots"),
        Key(label="normale spreiding (95 %)", colour="#DEDEDE", kind="area"),
    ),
)


def _square(west: float, south: float, size: float) -> list[list[float]]:
    """A clockwise ring, as plotly wants its outer ones."""
    east, north = west + size, south + size
    return [[west, south], [west, north], [east, north], [east, south], [west, south]]


@pytest.fixture(scope="module")
def region_map() -> go.Figure:
    """Three made-up regions: one with a hole, one of two parts, one on its own."""
    shapes = {
        "A": {"type": "Polygon", "coordinates": [_square(4, 51, 1), _square(4.4, 51.4, 0.2)]},
        "B": {"type": "MultiPolygon", "coordinates": [[_square(5, 51, 1)], [_square(6.2, 51, 0.2)]]},
        "C": {"type": "Polygon", "coordinates": [_square(4, 52, 1)]},
    }
    geometry = pl.DataFrame([{"region_code": code, "geometry": json.dumps(shape)} for code, shape in shapes.items()])
    regions = pl.DataFrame(
        {
            "region_code": ["A", "B", "C"],
            "region_name": ["Aa", "Bee", "Cee"],
            "ratio": [0.8, 1.0, 1.2],
            "shrunken": [0.8, 1.0, 1.2],
            "observed": [80.0, 100.0, 120.0],
            "expected": [100.0, 100.0, 100.0],
        }
    )
    return charts.region_map(regions, geometry=geometry, chosen="C")


@pytest.fixture(scope="module")
def groups() -> go.Figure:
    rows = [
        {"dimension": "deprivation", "group_code": str(code), "observed": 1000.0 - 40 * code, "expected": 1000.0}
        for code in range(1, 6)
    ]
    frame = pl.DataFrame(rows).with_columns(lower=pl.lit(950.0), upper=pl.lit(1050.0), ratio=pl.col("observed") / 1000)
    return dot_rows.groups(frame)


@pytest.fixture(scope="module")
def figures(sample_snapshot, region_map, groups) -> dict[str, go.Figure]:
    """Every figure of every page, also those that the samples have no shapes or groups for."""
    found = {"map": region_map, "groups": groups}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PUBLISHED_VARIABLE, str(sample_snapshot.folder.parents[1]))
        for language in ("nl", "en"):
            with reading(Reader(language=language)):
                view, _ = choices().read({})
                sheets = [make(view) for make in SHEETS.values()]
            exhibits = [one for sheet in sheets for one in sheet.exhibits if one.figure is not None]
            found |= {f"{language} {one.key}": one.figure for one in exhibits}
    assert len(found) > 16
    return found


def _svg(data: bytes) -> ElementTree.Element:
    root = ElementTree.fromstring(data)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    return root


def _lines(axes) -> list[np.ndarray]:
    return [np.array([line.get_xdata(), line.get_ydata()], dtype=float) for line in axes.lines]


def _marks(axes) -> list[np.ndarray]:
    found = [one for one in axes.collections if isinstance(one, PathCollection)]
    return [np.ma.getdata(one.get_offsets()).T for one in found]


def _holds(found: list[np.ndarray], wanted: np.ndarray) -> bool:
    return any(one.shape == wanted.shape and np.allclose(one, wanted, equal_nan=True) for one in found)


def _bars(axes) -> np.ndarray:
    corners = np.array([one.get_bbox().get_points() for one in axes.patches]).reshape(-1, 2, 2)
    return np.sort(corners, axis=1).reshape(-1, 4)


def shows_the_numbers_of(figure: go.Figure, page) -> None:
    """Every line, mark and bar of a figure is on its page, at the values of the figure."""
    chart = read(figure)
    scales = scales_of(chart)
    panels = {axes.get_label(): axes for axes in page.axes}
    for trace in (one for one in chart.traces if one["type"] != "choropleth"):
        pair = axes_of(trace)
        axes = panels["/".join(pair)]
        x, y = (scales[name].places(trace[name[0]]) for name in pair)
        if trace["type"] == "bar":
            flat = trace.get("orientation") == "h"
            places, sizes = (y, x) if flat else (x, y)
            base = np.broadcast_to(np.asarray(trace.get("base", 0.0), dtype=float), sizes.shape)
            half = np.broadcast_to(np.asarray(trace.get("width", 0.8), dtype=float), sizes.shape) / 2
            along, beside = np.sort([base, base + sizes], axis=0), (places - half, places + half)
            box = (along[0], beside[0], along[1], beside[1]) if flat else (beside[0], along[0], beside[1], along[1])
            for wanted in np.column_stack(box):
                assert np.isclose(_bars(axes), wanted).all(axis=1).any()
            continue
        mode = trace.get("mode", "lines")
        if "lines" in mode and trace.get("line", {}).get("width") != 0:
            assert _holds(_lines(axes), np.array([x, y]))
        if "markers" in mode:
            assert _holds(_marks(axes), np.array([x, y]))
        assert "fill" not in trace or len(axes.collections) > 0


def labels_say_where_they_stand(figure: go.Figure, page, *, language: str) -> None:
    """A label that is a number is the number of its tick; labels that the figure names are not."""
    chart = read(figure)
    named = {name[0] + name[5:] for name, axis in chart.layout.items() if "axis" in name and axis.get("ticktext")}
    numbers = {name for name, scale in scales_of(chart).items() if scale.kind is Kind.NUMBER} - named
    for axes in page.axes:
        for name, axis in zip(axes.get_label().split("/"), (axes.xaxis, axes.yaxis), strict=False):
            labels = [label.get_text() for label in axis.get_ticklabels() if name in numbers]
            for place, label in zip(axis.get_ticklocs(), filter(None, labels), strict=False):
                assert place == pytest.approx(_number(label, language=language), abs=1e-9)


def _number(label: str, *, language: str) -> float:
    plain = label.replace("±", "").replace("−", "-").removesuffix("%").rstrip()
    swapped = plain.replace(".", "").replace(",", ".") if language == "nl" else plain.replace(",", "")
    return float(swapped) / (100 if label.endswith("%") else 1)


def test_every_figure_of_the_dashboard_has_a_still_with_its_numbers(figures) -> None:
    for name, figure in figures.items():
        language = "en" if name.startswith("en") else "nl"
        page = draw(figure, caption=CAPTION, language=language)
        shows_the_numbers_of(figure, page)
        labels_say_where_they_stand(figure, page, language=language)


def test_every_figure_of_the_dashboard_gives_files_that_open(figures) -> None:
    for name, figure in ((name, one) for name, one in figures.items() if not name.startswith("en")):
        root = _svg(still(figure, caption=CAPTION, format="svg", language="nl"))
        picture = Image.open(BytesIO(still(figure, caption=CAPTION, format="png", language="nl", width=7)))
        bare = _svg(still(figure, caption=None, format="svg", language="en", width=7.2))

        assert root.get("width") == "648pt", name
        assert picture.width == 1400, name
        assert picture.convert("RGBA").getpixel((0, 0)) == (255, 255, 255, 255)
        assert float(bare.get("width").removesuffix("pt")) == pytest.approx(7.2 * 72)


@pytest.mark.parametrize("width", [6.0, 7.2, 9.0])
def test_nothing_of_a_still_sticks_out_of_its_page(figures, width) -> None:
    for name, figure in figures.items():
        for caption in (CAPTION, None):
            page = draw(figure, caption=caption, language="nl", width=width)
            with drawing():
                drawn = page.get_tightbbox(page.canvas.get_renderer())
            slack = 3 / 96
            assert drawn.x0 > -slack, name
            assert drawn.x1 < width + slack, name
            assert drawn.y0 > -slack, name
            assert drawn.y1 < page.get_figheight() + slack, name


def test_title_and_source_can_be_read_by_programs_too() -> None:
    figure = dressed(go.Figure(go.Scatter(x=[1, 2], y=[3, 4], mode="lines", line={"color": "black"})), height=200)

    root = _svg(still(figure, caption=CAPTION, format="svg", language="nl"))
    picture = Image.open(BytesIO(still(figure, caption=CAPTION, format="png", language="nl")))

    names = {"svg": "http://www.w3.org/2000/svg"}
    assert root.find("svg:title", names).text == CAPTION.title
    assert root.find("svg:desc", names).text == f"{CAPTION.subtitle} {CAPTION.footer}"
    assert picture.info["Title"] == CAPTION.title
    assert picture.info["Source"] == CAPTION.footer


def test_without_a_caption_there_is_nothing_behind_the_chart() -> None:
    figure = dressed(go.Figure(go.Scatter(x=[1, 2], y=[3, 4], mode="lines", line={"color": "black"})), height=200)

    picture = Image.open(BytesIO(still(figure, caption=None, format="png", language="nl", width=4)))

    assert picture.size[0] == 800
    assert picture.size[1] < 200 / 96 * 200
    assert picture.convert("RGBA").getpixel((400, 2))[3] == 0


NUMBERS = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))
DAYS = st.integers(0, 4000).map(lambda days: date(2016, 1, 1) + timedelta(days=days))
NAMES = st.text("abcdefg hij", min_size=1, max_size=12).filter(lambda name: name.strip() != "")


@st.composite
def random_figures(draw_one) -> go.Figure:
    """Lines with gaps, marks and bars, on numbers, dates or names."""
    count = draw_one(st.integers(2, 8))
    along = draw_one(st.sampled_from([NUMBERS, DAYS, NAMES]))
    keys = sorted(draw_one(st.lists(along, min_size=count, max_size=count, unique=True)))
    values = draw_one(st.lists(NUMBERS | st.none(), min_size=count, max_size=count))
    figure = go.Figure()
    line = {"color": "#14557B", "dash": draw_one(st.sampled_from(["solid", "dot", "dash"])), "width": 2}
    mode = draw_one(st.sampled_from(["lines", "markers", "lines+markers"]))
    figure.add_trace(go.Scatter(x=keys, y=values, mode=mode, line=line, marker={"color": "#7A7A7A", "size": 9}))
    if along is not DAYS:
        sizes = draw_one(st.lists(NUMBERS, min_size=count, max_size=count))
        width, base = draw_one(st.floats(0.1, 0.9)), draw_one(NUMBERS)
        figure.add_trace(go.Bar(x=keys, y=sizes, width=width, base=base, marker={"color": "#B4501E"}))
    dressed(figure, height=draw_one(st.integers(200, 500)))
    figure.update_xaxes(tickformat="%Y" if along is DAYS else ",.1f")
    return figure.update_yaxes(rangemode=draw_one(st.sampled_from(["normal", "tozero"])))


@settings(deadline=None, max_examples=60)
@given(figure=random_figures(), language=st.sampled_from(["nl", "en"]))
def test_a_still_has_the_numbers_of_any_figure_within_its_axes(figure, language) -> None:
    page = draw(figure, caption=None, language=language)

    shows_the_numbers_of(figure, page)
    axes = page.axes[0]
    low, high = axes.get_ylim()
    drawn = [line[1] for line in _lines(axes) if line.shape[1] > 2] + [mark[1] for mark in _marks(axes)]
    assert all(low - 1e-6 <= value <= high + 1e-6 for one in drawn for value in one[np.isfinite(one)])


def test_ranges_are_those_of_plotly() -> None:
    figure = go.Figure(go.Scatter(x=[1, 2, 3], y=[3, 10, 7], mode="lines", line={"color": "black"}))

    normal = draw(dressed(figure, height=300), caption=None, language="nl").axes[0]
    to_zero = draw(figure.update_yaxes(rangemode="tozero"), caption=None, language="nl").axes[0]

    assert normal.get_xlim() == (1, 3)
    assert normal.get_ylim() == pytest.approx((3 - 7 / 0.9 * 0.05, 10 + 7 / 0.9 * 0.05))
    assert to_zero.get_ylim() == pytest.approx((0, 10 / 0.95))


@pytest.mark.parametrize(
    ("value", "pattern", "dutch", "english"),
    [
        (1234.5, ",.1f", "1.234,5", "1,234.5"),
        (-1234567, ",.0f", "−1.234.567", "−1,234,567"),
        (0.125, ".1%", "12,5\N{NO-BREAK SPACE}%", "12.5%"),
        (0.05, "+.0%", "+5\N{NO-BREAK SPACE}%", "+5%"),
        (-0.001, "+.0%", "±0\N{NO-BREAK SPACE}%", "±0%"),
    ],
)
def test_numbers_are_written_as_the_reader_writes_them(value, pattern, dutch, english) -> None:
    assert written(value, pattern, language="nl") == dutch
    assert written(value, pattern, language="en") == english


def test_labels_of_axes_are_in_the_language_of_the_reader() -> None:
    days = [date(2019, 6, 1), date(2020, 6, 1), date(2022, 6, 1)]
    figure = go.Figure(go.Scatter(x=days, y=[1000, None, 3000], mode="lines", line={"color": "black"}))
    dressed(figure, height=300).update_xaxes(tickformat="%m-%Y", dtick="M12")
    figure.update_yaxes(tickformat=",.0f", tickvals=[1000, 2000, 3000])

    dutch, english = (draw(figure, caption=None, language=language).axes[0] for language in ("nl", "en"))

    assert [label.get_text() for label in dutch.get_xticklabels()] == ["01-2020", "01-2021", "01-2022"]
    assert [label.get_text() for label in dutch.get_yticklabels()] == ["1.000", "2.000", "3.000"]
    assert [label.get_text() for label in english.get_yticklabels()] == ["1,000", "2,000", "3,000"]


def test_no_two_ticks_are_written_alike() -> None:
    figure = go.Figure(go.Scatter(x=[0, 1], y=[-0.015, 0.012], mode="lines", line={"color": "black"}))
    dressed(figure, height=360).update_yaxes(tickformat="+.0%")

    axes = draw(figure, caption=None, language="en").axes[0]

    assert [label.get_text() for label in axes.get_yticklabels()] == ["−1%", "±0%", "+1%"]


def test_a_gap_in_a_line_stays_a_gap() -> None:
    figure = go.Figure(go.Scatter(x=[1, 2, 3, 4], y=[1, 2, None, 4], mode="lines", line={"color": "black"}))

    axes = draw(dressed(figure, height=300), caption=None, language="nl").axes[0]

    assert np.isnan(axes.lines[0].get_ydata()[2])


def test_a_fill_lies_between_its_line_and_the_one_before() -> None:
    figure = go.Figure(go.Scatter(x=[0, 1], y=[1, 1], mode="lines", line={"width": 0}))
    figure.add_trace(
        go.Scatter(
            x=[0, 1], y=[2, 3], mode="lines", line={"width": 0}, fill="tonexty", fillcolor="rgba(122,122,122,0.20)"
        )
    )

    axes = draw(dressed(figure, height=300), caption=None, language="nl").axes[0]

    corners = {tuple(point) for point in axes.collections[0].get_paths()[0].vertices}
    assert {(0, 1), (1, 1), (1, 3), (0, 2)} <= corners
    assert axes.collections[0].get_facecolor()[0] == pytest.approx((122 / 255, 122 / 255, 122 / 255, 0.2))


def test_an_open_marker_is_an_outline_and_error_bars_reach_both_ways() -> None:
    figure = go.Figure(
        go.Scatter(
            x=[3.0],
            y=["stap"],
            mode="markers",
            marker={"symbol": "circle-open", "color": "#14557B", "size": 10, "line": {"width": 2}},
            error_x={"symmetric": False, "array": [2.0], "arrayminus": [1.0], "color": "#7A7A7A", "width": 0},
        )
    )

    axes = draw(dressed(figure, height=200), caption=None, language="nl").axes[0]

    bars, marks = axes.collections
    assert np.array(bars.get_segments()[0])[:, 0].tolist() == [2.0, 5.0]
    assert marks.get_facecolor()[0][3] == 0
    assert tuple(marks.get_edgecolor()[0]) == pytest.approx(colour("#14557B"))


def turning(ring: np.ndarray) -> float:
    """Positive for a ring that runs against the clock, negative for one that runs with it."""
    (x0, y0), (x1, y1), (x2, y2) = ring[:3]
    return (x1 - x0) * (y2 - y1) - (y1 - y0) * (x2 - x1)


def test_each_region_of_a_map_has_the_colour_of_its_value_and_its_holes(region_map) -> None:
    page = draw(region_map, caption=None, language="nl")

    axes = next(one for one in page.axes if one.get_label() == "geo")
    filled, outlined = axes.collections
    ends = [DIVERGING[0], DIVERGING[3], DIVERGING[6]]
    assert np.allclose(filled.get_facecolors(), [colour(one) for one in ends])
    first = filled.get_paths()[0]
    assert len(first.to_polygons()) == 2
    outer, hole = first.to_polygons()
    assert turning(outer) * turning(hole) < 0
    assert outlined.get_facecolors()[0][3] == 0
    assert outlined.get_paths()[0].vertices[:, 0].max() == 5
    assert axes.get_aspect() == 1


def test_the_bar_of_a_map_says_what_its_colours_mean(region_map) -> None:
    page = draw(region_map, caption=None, language="nl")

    bar = next(one for one in page.axes if one.get_label() == "colorbar")
    spoken = [label.get_text() for label in bar.get_xticklabels()]
    assert spoken == list(region_map.data[0].colorbar.ticktext)
    assert bar.get_xlim() == pytest.approx((-0.2, 0.2))
    assert bar.patches[0].get_facecolor() == pytest.approx(colour(DIVERGING[0]), abs=0.02)


def test_panels_of_a_grid_stand_side_by_side_with_the_same_range_under_their_titles() -> None:
    figure = make_subplots(rows=1, cols=2, subplot_titles=["links", "rechts"], shared_yaxes="all")
    for column, top in ((1, 10), (2, 20)):
        trace = go.Scatter(x=[1, 2], y=[0, top], mode="lines", line={"color": "black"})
        figure.add_trace(trace, row=1, col=column)

    left, right = draw(dressed(figure, height=300), caption=None, language="nl").axes

    assert left.get_ylim() == right.get_ylim()
    assert left.get_position().x1 < right.get_position().x0
    assert [label.get_text() for label in right.get_yticklabels() if label.get_text()] == []


def _scatter(**options) -> go.Scatter:
    return go.Scatter(**{"x": [1, 2], "y": [1, 2], "mode": "lines", "line": {"color": "black"}, **options})


UNKNOWN = {
    "a trace": go.Figure(go.Pie(values=[1, 2])),
    "a kind of marks": go.Figure(_scatter(mode="lines+text", text=["a", "b"])),
    "a setting of a trace": go.Figure(_scatter(stackgroup="one")),
    "a dash": go.Figure(_scatter(line={"color": "black", "dash": "5px,1px"})),
    "a shape of line": go.Figure(_scatter(line={"color": "black", "shape": "spline"})),
    "a fill": go.Figure(_scatter(fill="tozeroy", fillcolor="black")),
    "a marker": go.Figure(_scatter(mode="markers", marker={"symbol": "star", "color": "black"})),
    "a line without a colour": go.Figure(_scatter(line={"width": 2})),
    "text on bars": go.Figure(go.Bar(x=["a"], y=[1], text=["een"], marker={"color": "black"})),
    "bars beside each other": go.Figure([go.Bar(x=["a"], y=[1], marker={"color": "black"})] * 2),
    "a logarithmic axis": go.Figure(_scatter()).update_yaxes(type="log"),
    "a setting of an axis": go.Figure(_scatter()).update_yaxes(tickprefix="€"),
    "a format of numbers": go.Figure(_scatter()).update_yaxes(tickformat="~s"),
    "a format of dates": go.Figure(_scatter(x=[date(2020, 1, 1), date(2021, 1, 1)])).update_xaxes(tickformat="%b"),
    "texts that are numbers": go.Figure(_scatter(x=["2020", "2021"])),
    "an axis above another": go.Figure([_scatter(), _scatter(yaxis="y2")]).update_layout(yaxis2={"overlaying": "y"}),
    "a shape": go.Figure(_scatter()).add_shape(type="circle", x0=0, x1=1, y0=0, y1=1),
    "an arrow": go.Figure(_scatter()).add_annotation(x=1, y=1, text="hier", showarrow=True),
    "a mark in a text": go.Figure(_scatter()).add_annotation(x=1, y=1, text="<i>hier</i>", showarrow=False),
    "a text on an axis that is not there": go.Figure(_scatter()).add_annotation(
        x=1, y=1, xref="x7", text="hier", showarrow=False
    ),
    "a legend": go.Figure(_scatter()).update_layout(showlegend=True),
    "a title": go.Figure(_scatter()).update_layout(title="Titel"),
    "a picture": go.Figure(_scatter()).add_layout_image(source="data:,"),
}


@pytest.mark.parametrize("what", UNKNOWN)
def test_what_is_not_drawn_is_refused_and_never_left_out(what) -> None:
    figure = UNKNOWN[what]
    if what != "a legend":
        figure.update_layout(showlegend=False)

    with pytest.raises(StillError):
        still(figure, caption=None, format="svg", language="nl")


def test_a_map_of_another_kind_is_refused(region_map) -> None:
    upright = go.Figure(region_map).update_traces(colorbar={"orientation": "v"}, selector={"showscale": None})
    round_earth = go.Figure(region_map).update_geos(projection_type="orthographic")
    endless = go.Figure(region_map).update_traces(zmin=None, zmax=None)
    unknown = go.Figure(region_map)
    unknown.data[0].locations = ["A", "B", "nergens"]

    for figure in (upright, round_earth, endless, unknown):
        with pytest.raises(StillError):
            still(figure, caption=None, format="svg", language="nl")


def test_a_format_or_language_that_does_not_exist_is_refused() -> None:
    figure = dressed(go.Figure(_scatter()), height=300)

    with pytest.raises(StillError):
        still(figure, caption=None, format="gif", language="nl")  # type: ignore[arg-type]
    with pytest.raises(StillError):
        still(figure, caption=None, format="svg", language="fy")


def test_readers_at_the_same_moment_get_the_same_files_as_one_after_the_other(figures) -> None:
    chosen = list(figures.values())[:6]
    tasks = [(figure, kind) for figure in chosen for kind in ("svg", "png")]

    def make(task):
        return still(task[0], caption=CAPTION, format=task[1], language="nl")

    alone = [make(task) for task in tasks]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(make, tasks))

    assert together == alone


def test_a_still_leaves_the_settings_of_matplotlib_as_they_were() -> None:
    before = dict(matplotlib.rcParams)
    still(dressed(go.Figure(_scatter()), height=300), caption=CAPTION, format="svg", language="nl")

    assert dict(matplotlib.rcParams) == before
    sources = (path.read_text(encoding="utf-8") for path in Path(stills.__file__).parent.glob("*.py"))
    assert not any("pyplot" in source for source in sources)


@pytest.fixture
def _other_type(monkeypatch):
    """As where the fonts cannot be made."""
    caches = (lettering._families, lettering.face, lettering._extent)
    monkeypatch.setattr(lettering, "font_files", list)
    for one in caches:
        one.cache_clear()
    yield
    for one in caches:
        one.cache_clear()


@pytest.mark.usefixtures("_other_type")
def test_without_the_fonts_of_the_pages_a_still_has_others(caplog) -> None:
    figure = dressed(go.Figure(_scatter()), height=300).add_annotation(x=1, y=1, text="<b>a</b>", showarrow=False)

    assert Image.open(BytesIO(still(figure, caption=CAPTION, format="png", language="nl"))).width == 1800
    assert "findfont" not in caplog.text


@pytest.fixture
def own_cache(monkeypatch, tmp_path):
    """A user who has no fonts yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(fonts.tempfile, "tempdir", str(tmp_path))
    fonts._made.cache_clear()
    yield tmp_path / "cache"
    fonts._made.cache_clear()


def test_fonts_that_cannot_be_made_are_none_and_logged(own_cache, monkeypatch, caplog) -> None:
    monkeypatch.setattr(fonts, "find_spec", lambda _: None)
    fonts._western.cache_clear()

    assert fonts.font_files() == []
    assert "another family" in caplog.text


def test_two_processes_that_make_a_font_at_once_make_the_same(own_cache) -> None:
    code = "from verdampt_dashboard import fonts; fonts._CUTS = fonts._CUTS[:1]; print(*fonts.font_files())"
    command = [sys.executable, "-c", code]
    both = [subprocess.Popen(command, env=os.environ, stdout=subprocess.PIPE, text=True) for _ in range(2)]

    first, second = (one.communicate(timeout=120)[0].strip() for one in both)

    assert first == second != ""
    assert [path.suffix for path in own_cache.glob("*/*")] == [".ttf"]


def test_fonts_that_were_cleaned_away_are_made_again(own_cache, monkeypatch) -> None:
    monkeypatch.setattr(fonts, "_CUTS", fonts._CUTS[:1])
    (first,) = fonts.font_files()
    before = first.read_bytes()
    first.unlink()

    assert fonts.font_files() == [first]
    assert first.read_bytes() == before


def test_a_folder_that_others_can_write_in_is_not_trusted(own_cache) -> None:
    kept = fonts._folder()
    assert kept == fonts._folder()
    assert kept.parent == own_cache

    kept.chmod(0o777)

    assert fonts._folder().parent == own_cache.parent
