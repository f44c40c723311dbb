"""The texts: the same in both languages, all there, and none left over."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from string import Formatter

import pytest

from tests.conftest import ROOT
from verdampt_dashboard.reader import LANGUAGES
from verdampt_dashboard.texts import texts

SAME = {
    "Indicator",
    "Analyses",
    "CSV (machine)",
    "Code",
    "Download:",
    "English",
    "Nederlands",
    "PDF",
    "PNG",
    "SVG",
    "Status",
    "Urgent",
    "Verdampte Zorg",
    "XLSX",
    "in {window}",
    "per week",
}
"""Texts that are the same in Dutch and in English."""

ANYTHING = "[^.]*"
"""What a value in a key that is built up may be: one part of it, or less."""


def flattened(table: dict, start: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        assert "." not in key
        if isinstance(value, dict):
            yield from flattened(value, f"{start}{key}.")
        else:
            yield f"{start}{key}", value


@cache
def by_key(language: str) -> dict[str, str]:
    return dict(flattened(texts(language)))


def tables() -> set[str]:
    """Return what keys start with, up to each of their points."""
    return {key[: point.start()] for key in by_key("nl") for point in re.finditer(r"\.", key)}


@cache
def modules() -> list[ast.Module]:
    """Return every module that says something."""
    sources = [path.read_text(encoding="utf-8") for path in ROOT.glob("dashboard/**/*.py")]
    return [ast.parse(text) for text in sources if "verdampt_dashboard.texts import" in text]


def calls(function: str) -> Iterator[ast.Call]:
    for module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == function:
                yield node


def literals(node: ast.AST) -> Iterator[str]:
    """Return the strings written in full below a node: not the fixed parts of those that are built up."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for one in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.JoinedStr) and isinstance(one, ast.Constant)):
            yield from literals(one)


def either(key: ast.expr) -> Iterator[ast.expr]:
    """Return a key, or both keys of a choice."""
    if isinstance(key, ast.IfExp):
        yield from either(key.body)
        yield from either(key.orelse)
    else:
        yield key


def said() -> set[str]:
    """Return the keys that are said as they stand."""
    keys = (key for call in calls("say") for key in either(call.args[0]))
    return {key.value for key in keys if isinstance(key, ast.Constant)}


def passed_on() -> set[str]:
    """Return the literals that look like a key: those that a variable or an argument carries to `say`."""
    first = "|".join(texts("nl"))
    found = {literal for module in modules() for literal in literals(module)}
    return {literal for literal in found if re.fullmatch(rf"({first})(\.[A-Za-z0-9_]+)+", literal)}


def patterns() -> dict[str, str]:
    """Return the keys that are built up, as patterns by how they are written."""
    within = {
        call: function
        for module in modules()
        for function in ast.walk(module)
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
    }
    return {
        ast.unparse(key): "".join([table(key.values[0], within.get(call)), *map(part, key.values[1:])])
        for call in calls("say")
        for key in either(call.args[0])
        if isinstance(key, ast.JoinedStr)
    }


def part(value: ast.expr) -> str:
    """Return the pattern of a part of a key."""
    return re.escape(value.value) if isinstance(value, ast.Constant) else ANYTHING


def table(value: ast.expr, function: ast.FunctionDef | None) -> str:
    """Return the pattern of the first part of a key; an argument is one of the tables its function is called with."""
    names = [argument.arg for argument in function.args.args] if function else []
    name = ast.unparse(value.value) if isinstance(value, ast.FormattedValue) else ""
    if function is None or name not in names:
        return part(value)
    place = names.index(name)
    given = {one for call in calls(function.name) for argument in call.args[place:][:1] for one in literals(argument)}
    return "(?:" + "|".join(re.escape(one) for one in sorted(given & tables())) + ")"


def read_whole() -> set[str]:
    """Return the tables that are read as a whole: `texts(language)["method"]["parts"]`."""
    written = re.compile(r"texts\([^()]*\)((?:\['\w+'\])+)")
    found = (match[1] for module in modules() for match in written.finditer(ast.unparse(module)))
    return {".".join(re.findall(r"\w+", one)) for one in found}


def placeholders(text: str) -> set[tuple[str, str | None, str | None]]:
    return {(name, layout, conversion) for _, name, layout, conversion in Formatter().parse(text) if name is not None}


def kept_for_charts(text: str) -> list[str]:
    """Return what is left for the chart to fill in, and marks such as <extra></extra>."""
    return re.findall(r"%\{\{.*?\}\}|<[^<>]+>", text)


def test_both_languages_have_the_same_keys_in_the_same_order() -> None:
    assert list(by_key("en")) == list(by_key("nl"))


def test_a_text_takes_the_same_values_in_both_languages() -> None:
    for key, dutch in by_key("nl").items():
        assert placeholders(by_key("en")[key]) == placeholders(dutch), key
        assert kept_for_charts(by_key("en")[key]) == kept_for_charts(dutch), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_months_and_days_are_complete(language) -> None:
    assert len(set(texts(language)["months"].split())) == 12
    assert len(set(texts(language)["days"].split())) == 7


def test_every_text_that_is_said_exists() -> None:
    assert said() - set(by_key("nl")) == set()
    assert passed_on() - set(by_key("nl")) - tables() == set()
    assert read_whole() - tables() == set()


def test_every_key_that_is_built_up_leads_to_a_text() -> None:
    keys = by_key("nl")
    found = patterns()
    assert found
    assert [written for written, one in found.items() if not any(re.fullmatch(one, key) for key in keys)] == []


def test_no_text_is_unused() -> None:
    built_up = re.compile("|".join([*patterns().values(), *(rf"{re.escape(one)}\..*" for one in read_whole())]))
    used = said() | passed_on()
    assert [key for key in by_key("nl") if key not in used and not built_up.fullmatch(key)] == []


def test_every_text_is_translated() -> None:
    dutch, english = by_key("nl"), by_key("en")
    has_words = {key for key, text in dutch.items() if any(map(str.isalpha, re.sub(r"\{[^{}]*\}", "", text)))}
    assert {dutch[key] for key in has_words if dutch[key] == english[key]} == SAME
