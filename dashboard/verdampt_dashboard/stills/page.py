"""A figure of the dashboard as one page with its caption, made without a browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from io import BytesIO
from typing import Any, Literal

import matplotlib
import plotly.graph_objects as go
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from verdampt_dashboard.fonts import font_files
from verdampt_dashboard.stills import maps
from verdampt_dashboard.stills.axes import in_figure, panel
from verdampt_dashboard.stills.captions import PAD, Caption, set_caption, write_caption
from verdampt_dashboard.stills.lettering import INCH, face
from verdampt_dashboard.stills.marks import Board, draw_annotation, draw_shape
from verdampt_dashboard.stills.plan import Plan, plan
from verdampt_dashboard.stills.reading import Chart, StillError, axes_of, chosen, read
from verdampt_dashboard.stills.strokes import NOTHING, colour
from verdampt_dashboard.stills.traces import draw_traces

DOTS_PER_INCH = 200
_SETTINGS: dict[str, Any] = {
    "text.parse_math": False,
    # Hinted letters are rounded to dots, which makes lines of text wider than they were measured.
    "text.hinting": "none",
    "ytick.alignment": "center",
    "svg.fonttype": "path",
    "svg.hashsalt": "verdampt",
    "svg.image_inline": True,
}
# Matplotlib's settings are the whole process's, and Streamlit serves every reader in a thread.
_ONE_AT_A_TIME = threading.RLock()
_TIGHT = 2.0


@contextmanager
def drawing() -> Iterator[None]:
    """Let one reader at a time draw, with the settings of stills; to measure what was drawn, measure within it too."""
    with _ONE_AT_A_TIME:
        font_files()
        settings: Any = {**_SETTINGS, "font.family": face(size=12).get_family()}
        with matplotlib.rc_context(settings):
            yield


def still(
    figure: go.Figure,
    *,
    caption: Caption | None,
    format: Literal["svg", "png"],
    language: str,
    width: float = 9.0,
) -> bytes:
    """Return a figure of the dashboard as a file, some inches wide and as high as figure and caption ask.

    Without a caption it is the chart alone on nothing, cut off close above and below, to be set in a report. The
    same figure gives the same bytes. Raises StillError when the figure holds something that is not drawn here.
    """
    write = chosen(format, {"svg": _svg, "png": _png}, where="format")
    with drawing():
        page = draw(figure, caption=caption, language=language, width=width)
        cut = None if caption else _close(page)
        made: bytes = write(page, caption, cut, language)
    return made


def draw(figure: go.Figure, *, caption: Caption | None, language: str, width: float = 9.0) -> Figure:
    """Return a figure of the dashboard drawn by matplotlib; raises StillError for what is not drawn here."""
    with drawing():
        try:
            return _page(read(figure), caption=caption, language=language, width=width)
        except KeyError as missing:
            raise StillError(f"figure: {missing} is not set, and stills do not guess it") from missing


def _page(chart: Chart, *, caption: Caption | None, language: str, width: float) -> Figure:
    across = width * INCH
    words = set_caption(caption, width=across) if caption else None
    pad = PAD if words else 0.0
    planned = plan(chart, width=across - 2 * pad, language=language, below=maps.below(chart))
    above, below = (words.above, words.below) if words else (0.0, 0.0)
    height = above + chart.height + below
    page = Figure(figsize=(width, height / INCH), facecolor=_paper(chart) if words else NOTHING)
    FigureCanvasAgg(page)
    _draw_chart(page, chart, planned, at=(pad, below))
    if words:
        write_caption(page, words, width=across, height=height)
    return page


def _paper(chart: Chart) -> Any:
    return colour(chart.layout.get("paper_bgcolor", "white"))


def _draw_chart(page: Figure, chart: Chart, planned: Plan, *, at: tuple[float, float]) -> None:
    left, bottom, width, height = planned.paper
    paper = in_figure(page, (at[0] + left, at[1] + bottom, width, height))
    panels: dict[str, Axes] = {}
    for pair in chart.panels:
        axes = panel(page, chart, planned, pair=pair, at=at)
        traces = [one for one in chart.traces if axes_of(one) == pair and one["type"] != "choropleth"]
        across, up = (planned.axes[name].scale for name in pair)
        draw_traces(axes, traces, across=across, up=up, barmode=chart.layout.get("barmode", "group"))
        panels |= dict.fromkeys(pair, axes)
    if maps.maps_of(chart):
        maps.draw_map(page, chart, planned, at=at)
    for trace in maps.bars_of(chart):
        maps.draw_bar(page, chart, planned, trace=trace, at=at)
    board = Board(figure=page, paper=Bbox.from_bounds(*paper), panels=panels, axes=planned.axes)
    for shape in chart.shapes:
        draw_shape(board, shape)
    for text in chart.annotations:
        draw_annotation(board, text)


def _close(page: Figure) -> Bbox:
    """Return a page without the white above and below its chart; the width stays what was asked."""
    canvas: Any = FigureCanvasAgg(page)
    drawn = page.get_tightbbox(canvas.get_renderer())
    width, height = page.get_size_inches()
    slack = _TIGHT / INCH
    return Bbox.from_extents(0, max(0, drawn.y0 - slack), width, min(height, drawn.y1 + slack))


def _png(page: Figure, caption: Caption | None, cut: Bbox | None, language: str) -> bytes:
    words = {"Title": caption.title, "Description": caption.subtitle, "Source": caption.footer} if caption else {}
    file = BytesIO()
    page.savefig(file, format="png", dpi=DOTS_PER_INCH, bbox_inches=cut, metadata={"Software": None, **words})
    return file.getvalue()


def _svg(page: Figure, caption: Caption | None, cut: Bbox | None, language: str) -> bytes:
    file = BytesIO()
    about: dict[str, Any] = {"Date": None, "Creator": None, "Language": language}
    if caption:
        about |= {"Title": caption.title, "Description": caption.subtitle, "Source": caption.footer}
    page.savefig(file, format="svg", bbox_inches=cut, metadata=about)
    text = file.getvalue().decode()
    if caption:
        # Matplotlib writes the title where viewers and screen readers look for it, but no description.
        told = escape(f"{caption.subtitle} {caption.footer}", quote=False)
        text = text.replace("</title>", f"</title>\n <desc>{told}</desc>", 1)
    return text.encode()
