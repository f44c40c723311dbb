"""What the workbench shows around its editor: the tables in words, the outcome, its files, and an indicator's start."""

from collections.abc import Callable
from html import escape
from typing import assert_never

import streamlit as st

from verdampt.sandbox.run import Result
from verdampt_dashboard import addresses, components, dictionary, editor, files, published, reader, sharing
from verdampt_dashboard.drawing import config
from verdampt_dashboard.exhibits import Exhibit, Kind, Sheet, shown
from verdampt_dashboard.noting import Question
from verdampt_dashboard.numbers import number
from verdampt_dashboard.reader import reading
from verdampt_dashboard.sheets import common
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import View
from verdampt_dashboard.workbench import asking, drafts, literals, results

MOST_SHOWN = 200
FORMATS = ("nl.csv", "csv", "xlsx")


def sheet_of(sql: str, *exhibits: Exhibit) -> Sheet:
    """Return the workbench as a sheet: what its link and files say of a query."""
    return Sheet(
        page="workbench",
        title=say("workbench.title"),
        about=sql,
        exhibits=exhibits,
        notes=common.notes(),
        source=say("notes.snapshot", snapshot=published.snapshot_id(), built=common.built_on()),
    )


def ask(view: View) -> None:
    """Show the editor, and beside it the tables in words; before them the questions behind a figure."""
    questions = asking.behind(st.query_params.get(addresses.FIGURE, ""), view)
    text = asking.text(questions)
    if len(st.query_params.get(addresses.QUERY, "")) > addresses.LONGEST_QUERY:
        st.warning(say("workbench.link_too_long", most=number(addresses.LONGEST_QUERY)))
    left, right = st.columns([8, 5])
    with left:
        editor.show(text, revision=asking.revision(), on_run=asking.press)
        _questions(questions)
    with right:
        _tables()


def _questions(questions: tuple[Question, ...]) -> None:
    """Show what else was asked for a figure: only one query runs at a time."""
    if len(questions) < 2:
        return
    st.caption(say("workbench.questions", count=len(questions)))
    with st.container(key="questions", horizontal=True):
        for question in questions:
            st.button(question[0], key=f"question_{question[0]}", on_click=_fill, args=(question,), type="tertiary")


def _fill(question: Question) -> None:
    asking.fill(literals.written(question))


def _tables() -> None:
    with st.expander(say("workbench.tables"), expanded=True):
        st.caption(say("workbench.tables_note"))
        st.html(f'<div class="tables">{"".join(map(_table, dictionary.tables()))}</div>')


def _table(table: dictionary.Described) -> str:
    fields = "".join(
        f'<dt><code>{escape(one.name)}</code> <small>{escape(one.type)}</small></dt><dd lang="en">'
        f"{escape(one.description)}</dd>"
        for one in table.fields
    )
    return (
        f"<details><summary><code>{escape(table.name)}</code> {escape(table.title)}</summary>"
        f'<p lang="en">{escape(table.description)}</p><dl>{fields}</dl></details>'
    )


def outcome(view: View) -> None:
    """Run what the reader asked to run, and show its rows, chart and files, or in one sentence why there are none."""
    pressed = asking.is_pressed()
    with st.spinner(say("workbench.running")):
        found = asking.outcome()
    sql = str(st.session_state[asking.SQL])
    if pressed and sql and not asking.fits(sql):
        st.info(say("workbench.no_link", most=number(addresses.LONGEST_QUERY)))
    match found:
        case None:
            st.caption(say("workbench.not_run"))
        case asking.Failure():
            _failure(found)
        case Result():
            _result(found, sql, view)
        case _:
            assert_never(found)


def _failure(failure: asking.Failure) -> None:
    # What the guard and DuckDB say is English, also on a Dutch page; a screen reader must know.
    reason = f' <span lang="en">{escape(failure.reason)}</span>' if failure.reason else ""
    st.html(f'<p class="card red" role="alert">{escape(say(f"workbench.{failure.kind}"))}{reason}</p>')


def _result(found: Result, sql: str, view: View) -> None:
    exhibit = results.exhibit(found.frame)
    sheet = sheet_of(sql, exhibit)
    st.header(exhibit.title, anchor=False)
    st.html(f'<p class="line">{escape(_counted(found))}</p>')
    if asking.fits(sql):
        sharing.share(sheet, view=view, also={addresses.QUERY: sql})
    if exhibit.figure is None:
        st.caption(say("workbench.no_chart"))
    else:
        st.html(f'<p class="line">{escape(exhibit.note)}</p>')
        if exhibit.has_legend:
            components.legend()
        st.plotly_chart(exhibit.figure, key="chart_result", theme=None, config=config(), alt=exhibit.alt)
    st.html(_rows(exhibit))
    _files(exhibit, sheet=sheet, view=view)
    _draft(exhibit, sql)
    for note in (*sheet.notes, sheet.source):
        st.caption(note)


def _counted(found: Result) -> str:
    """Return how many rows there are, how many of them are shown, and what was left out."""
    rows = found.frame.height
    parts = [say("workbench.rows", count=number(rows), seconds=number(found.seconds, decimals=1))]
    parts += [say("workbench.first_rows", count=MOST_SHOWN)] if rows > MOST_SHOWN else []
    parts += [say("workbench.cut")] if found.is_cut else []
    return " ".join(parts)


def _rows(exhibit: Exhibit) -> str:
    """Return the first rows as a table of plain text; st.table would read Markdown in what a query returns."""
    labels = [one.label for one in exhibit.table.columns]
    numbers = {one.label for one in exhibit.table.columns if one.kind is not Kind.TEXT}
    head = "".join(f'<th scope="col"{_align(label in numbers)}>{escape(label)}</th>' for label in labels)
    rows = "".join(
        "<tr>" + "".join(f"<td{_align(label in numbers)}>{escape(row[label])}</td>" for label in labels) + "</tr>"
        for row in shown(exhibit.table.first(MOST_SHOWN))
    )
    return (
        f'<div class="rows" role="region" tabindex="0" aria-label="{escape(exhibit.title)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _align(is_number: bool) -> str:
    return ' class="number"' if is_number else ""


def _files(exhibit: Exhibit, *, sheet: Sheet, view: View) -> None:
    with st.container(key="result_files", horizontal=True):
        for ending in FORMATS:
            st.download_button(
                say(f"files.{ending.replace('.', '_')}"),
                data=_made(exhibit, sheet=sheet, view=view, format=ending),
                file_name=f"verdampte-zorg-{addresses.WORKBENCH}.{ending.removeprefix('nl.')}",
                mime=files.MEDIA_TYPES[ending],
                on_click="ignore",
                key=f"file_{ending}",
            )


def _made(exhibit: Exhibit, *, sheet: Sheet, view: View, format: str) -> Callable[[], bytes]:
    """Return what makes a file when it is asked for; that happens outside the page, so it takes the reader along."""
    who = reader.current()
    link = addresses.of_page("workbench", view, frozen=True, also={addresses.QUERY: sheet.about})

    def make() -> bytes:
        with reading(who):
            return files.of_exhibit(exhibit, sheet=sheet, format=format, link=link)

    return make


def _draft(exhibit: Exhibit, sql: str) -> None:
    """Show the way from a query to an indicator: a file with the header that one needs."""
    with st.expander(say("workbench.save")):
        st.caption(say("workbench.save_note"))
        name = st.text_input(say("workbench.name"), value=say("workbench.new_name"), max_chars=40, key="indicator_name")
        if not drafts.is_name(name):
            st.warning(say("workbench.wrong_name"))
            return
        st.download_button(
            say("workbench.download", name=name),
            data=drafts.draft(sql, exhibit.table.frame),
            file_name=f"ind_{name}.sql",
            mime="application/sql",
            on_click="ignore",
            key="indicator",
        )
