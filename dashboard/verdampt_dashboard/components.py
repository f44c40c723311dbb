"""The parts that pages share: frame, filters, figures with their table, notes."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from verdampt_dashboard import charts, published, questions
from verdampt_dashboard.findings import difference, normal_range, period_name, window_label
from verdampt_dashboard.numbers import number, percent
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import PARAMETERS, Choices, View

VIEW, WRITTEN, PAGE = "view", "written", "page"


def choose(field: str, code: str, *, choices: Choices) -> None:
    """Change one choice of the view; for callbacks of widgets, the map and the tiles."""
    st.session_state[VIEW] = choices.change(st.session_state[VIEW], field, code)


def _own_parameters() -> dict[str, str]:
    own = set(PARAMETERS.values())
    return {key: value for key, value in st.query_params.to_dict().items() if key in own}


def current_view(choices: Choices, *, page: str) -> View:
    """Return the view: what the address asks for when it is new, what was chosen here otherwise.

    A bare change of page keeps the choices; an address with an unknown code says so and goes on.
    """
    state, asked = st.session_state, _own_parameters()
    moved = state.get(PAGE) not in (None, page) and not asked
    if VIEW not in state or (not moved and asked != state[WRITTEN]):
        state[VIEW], unknown = choices.read(asked)
        if unknown:
            st.warning(say("filters.unknown", keys=", ".join(unknown)))
    state[PAGE] = page
    view: View = state[VIEW]
    return view


def write_address(choices: Choices, view: View) -> None:
    """Put the view in the address, where it is not there yet."""
    wanted = choices.address(view)
    st.session_state[WRITTEN] = wanted
    if _own_parameters() != wanted:
        foreign = {key: value for key, value in st.query_params.to_dict().items() if key not in PARAMETERS.values()}
        st.query_params.from_dict({**foreign, **wanted})


def _changed(field: str, choices: Choices) -> None:
    code = st.session_state[f"choice_{field}"]
    if code is not None:
        choose(field, code, choices=choices)


def _choice(field: str, choices: Choices, view: View, *, options: Sequence[str], names: dict[str, str]) -> None:
    key = f"choice_{field}"
    st.session_state[key] = getattr(view, field)
    widget: Any = st.segmented_control if field == "window_code" else st.selectbox
    label = say(f"filters.{ {'region_code': 'region', 'window_code': 'window'}.get(field, field) }")
    widget(
        label,
        options=list(options),
        format_func=lambda code: names.get(code, code),
        key=key,
        on_change=_changed,
        args=(field, choices),
    )


def filters(choices: Choices, view: View) -> None:
    """Show the one row of choices, the same on every page."""
    schemes = choices.schemes()
    regions, windows = choices.region_codes(view.scheme), choices.window_codes(view.care_type)
    with st.container(key="filters"):
        columns = st.columns([2, 3, 4, 6] if len(schemes) > 1 else [3, 4, 6])
        if len(schemes) > 1:
            with columns[0]:
                names = {scheme: say(f"schemes.{scheme}", otherwise=scheme) for scheme in schemes}
                _choice("scheme", choices, view, options=schemes, names=names)
        with columns[-3]:
            names = {code: choices.region_name(code) for code in regions}
            _choice("region_code", choices, view, options=regions, names=names)
        with columns[-2]:
            codes = choices.care_types["care_type"].to_list()
            names = {code: choices.care_name(code) for code in codes}
            _choice("care_type", choices, view, options=codes, names=names)
        with columns[-1]:
            _choice("window_code", choices, view, options=windows, names={code: window_label(code) for code in windows})


def frame(pages: Sequence[Any], choices: Choices, view: View) -> None:
    """Show the word mark, the links to the pages, and how fresh the figures are."""
    st.html(f"<style>{(Path(__file__).parent / 'style.css').read_text(encoding='utf-8')}</style>")
    care = choices.care(view.care_type)
    last = period_name(care["last_period"], str(care["period_type"]))  # type: ignore[arg-type]
    with st.container(key="nav", horizontal=True, vertical_alignment="center"):
        st.html(f'<span class="brand">{escape(say("brand"))}</span>')
        for page in pages:
            st.page_link(page, query_params=choices.address(view))
        fresh = say("freshness", period=last, built=_dutch_day(published.built_at()))
        made_up = f" · {say('made_up')}" if care["source"] == "samples" else ""
        st.html(f'<span class="fresh">{escape(fresh + made_up)}</span>')


def _dutch_day(day: str) -> str:
    year, month, date = day.split("-")
    return f"{int(date)}-{int(month)}-{year}"


def strip(row: dict[str, Any], nation: dict[str, Any] | None) -> None:
    """Show the figures under the finding, each with its margin."""
    decimals = 0 if row["unit"] == "count" else 1
    parts = [
        (
            say("figures.difference"),
            difference(row["ratio"]),
            normal_range(row["expected"], row["lower"], row["upper"]),
            "fewer" if row["finding"].endswith("fewer") else "",
        )
    ]
    if row["observed"] is not None:
        expected = say("figures.expected", expected=number(row["expected"], decimals=decimals))
        parts.append((say("figures.observed"), number(row["observed"], decimals=decimals), expected, ""))
    if nation is not None and nation["region_code"] != row["region_code"]:
        parts.append((say("figures.nation"), difference(nation["ratio"]), say("figures.nation_note"), ""))
    items = "".join(
        f'<div><dt>{escape(label)}</dt><dd class="{tone}">{escape(value)}<small>{escape(note)}</small></dd></div>'
        for label, value, note, tone in parts
    )
    st.html(f'<dl class="figures">{items}</dl>')


def legend() -> None:
    """Show what the lines and colours of the curve mean."""
    kinds = {"line": "observed", "dots": "expected", "band": "band", "below": "below", "above": "above"}
    items = "".join(f'<span><i class="{kind}"></i>{escape(say(f"chart.{key}"))}</span>' for kind, key in kinds.items())
    st.html(f'<div class="legend">{items}</div>')


def chart(figure: go.Figure, *, key: str, alt: str, on_pick: Any = None) -> None:
    """Show a figure with its text for who cannot see it; `on_pick` gets the code of a region that is clicked."""
    if on_pick is None:
        st.plotly_chart(figure, key=key, theme=None, config=charts.CONFIG, alt=alt)
        return

    def picked() -> None:
        points = st.session_state[key].selection.points
        if points:
            on_pick(points[0]["location"])

    st.plotly_chart(
        figure, key=key, theme=None, config=charts.CONFIG, alt=alt, on_select=picked, selection_mode="points"
    )


def _cell(value: float | None, status: str, *, decimals: int) -> str:
    if value is not None:
        return number(value, decimals=decimals)
    return say(f"table.{status}") if status in ("no_delivery", "break") else say("table.none")


def series_table(series: pl.DataFrame, *, period_type: str, unit: str) -> None:
    """Show the numbers of the curve as a table."""
    decimals = 0 if unit == "count" else 1
    rows = [
        {
            say("table.period"): period_name(row["period_start"], period_type),
            **{
                say(f"table.{name}"): _cell(row[name], row["status"], decimals=decimals)
                for name in ("observed", "expected", "lower", "upper")
            },
            say("table.ratio"): say("table.none") if row["ratio"] is None else percent(row["ratio"]),
        }
        for row in series.iter_rows(named=True)
    ]
    with st.expander(say("table.open")):
        st.table(rows)


def regions_table(regions: pl.DataFrame, *, unit: str) -> None:
    """Show the numbers of all regions as a table."""
    decimals = 0 if unit == "count" else 1
    rows = [
        {
            say("table.region"): row["region_name"],
            say("table.observed"): _cell(row["observed"], "", decimals=decimals),
            say("table.expected"): _cell(row["expected"], "", decimals=decimals),
            say("table.difference"): difference(row["ratio"]),
            say("table.normal"): f"{difference(row['normal_low'])} – {difference(row['normal_high'])}",
            say("table.finding"): say(f"finding_words.{row['finding']}"),
        }
        for row in regions.iter_rows(named=True)
    ]
    with st.expander(say("table.open")):
        st.table(rows)


def curves_table(curves: pl.DataFrame, *, choices: Choices, period_type: str) -> None:
    """Show the numbers of the small curves as a table: a row per period, a column per care type."""
    wide = curves.pivot("care_type", index="period_start", values="ratio").sort("period_start")
    rows = [
        {
            say("table.period"): period_name(row["period_start"], period_type),
            **{
                choices.care_name(code): say("table.none") if row[code] is None else percent(row[code])
                for code in wide.columns[1:]
            },
        }
        for row in wide.iter_rows(named=True)
    ]
    with st.expander(say("table.open")):
        st.table(rows)


def deliveries_table() -> None:
    """Show every source's deliveries: rows in are rows accepted plus rows rejected."""
    st.table(
        [
            {
                say("data.source"): say(f"sources.{row['source']}", otherwise=row["source"]),
                say("data.kind"): say(f"kinds.{row['kind']}", otherwise=row["kind"]),
                **{say(f"data.{name}"): number(row[name]) for name in ("files", "rows_in", "rows_accepted")},
                say("data.rows_rejected"): number(row["rows_rejected"]),
                say("data.share"): percent(row["rows_rejected"] / max(row["rows_in"], 1), decimals=2),
            }
            for row in published.ask("deliveries").drop_nulls("kind").iter_rows(named=True)
        ]
    )


def rejects_table() -> None:
    """Show why rows were rejected, or that none were."""
    rejects = published.ask("rejects")
    if rejects.is_empty():
        st.info(say("data.no_rejects"))
        return
    names = {"source": "source", "column_name": "column", "reason": "reason"}
    st.table(
        [
            {
                **{say(f"data.{label}"): row[name] for name, label in names.items()},
                say("data.rows_rejected"): number(row["rows_rejected"]),
            }
            for row in rejects.iter_rows(named=True)
        ]
    )


def breaks_table() -> None:
    """Show the break register."""
    st.table(
        [
            {
                say("data.source"): say(f"sources.{row['source']}", otherwise=row["source"]),
                say("table.care_type"): row["care_name"],
                say("data.from"): str(row["first_date"].year),
                say("data.until"): say("data.now") if row["last_date"].year == 9999 else str(row["last_date"].year),
                say("data.reason"): row["reason"],
            }
            for row in published.ask("all_breaks").iter_rows(named=True)
        ]
    )


def events_table(events: pl.DataFrame) -> None:
    """Show the rows delivered by month as a table: a row per month, a column per kind."""
    wide = events.pivot("kind", index="month_start", values="events", aggregate_function="sum").sort("month_start")
    with st.expander(say("table.open")):
        st.table(
            [
                {
                    say("data.month"): f"{row['month_start']:%m-%Y}",
                    **{
                        say(f"kinds.{kind}", otherwise=kind): say("table.no_delivery")
                        if row[kind] is None
                        else number(row[kind])
                        for kind in wide.columns[1:]
                    },
                }
                for row in wide.iter_rows(named=True)
            ]
        )


def notes(choices: Choices, view: View) -> None:
    """Show breaks, the fixed caveat and the source."""
    for reason in questions.breaks(view)["reason"]:
        st.info(say("notes.break", reason=reason))
    baseline = published.baseline()
    st.caption(say("notes.caveat", first=baseline[0], last=baseline[1]))
    source = str(choices.care(view.care_type)["source"])
    name = say(f"sources.{source}", otherwise=source)
    built = _dutch_day(published.built_at())
    st.caption(say("notes.sources", source=name, snapshot=published.snapshot_id(), built=built))
