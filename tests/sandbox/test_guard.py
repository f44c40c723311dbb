"""The guard alone: it refuses every attack, lets every analyst's query be, and says no to what it does not know."""

import copy
import json
import random
import re
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from tests.conftest import ROOT
from tests.sandbox import corpus
from verdampt.sandbox import functions, guard
from verdampt.sandbox.guard import QueryRefused, refuse

MUTATIONS = 500


def is_refused(sql: str, *, tables: frozenset[str] = corpus.TABLES) -> bool:
    try:
        refuse(sql, tables=tables)
    except QueryRefused:
        return True
    return False


def test_there_are_enough_attacks_and_queries() -> None:
    assert sum(map(len, corpus.attacks().values())) >= 210
    assert len(corpus.queries()) >= 40
    assert len({sql for attacks in corpus.attacks().values() for sql in attacks}) >= 210


@pytest.mark.parametrize("kind", sorted(corpus.attacks().keys() - {corpus.ALLOWED_PARTS}))
def test_the_guard_alone_refuses_every_attack(kind) -> None:
    assert [sql[:200] for sql in corpus.attacks()[kind] if not is_refused(sql)] == []


def test_what_is_made_of_allowed_parts_is_left_to_the_worker() -> None:
    assert not any(is_refused(sql) for sql in corpus.attacks()[corpus.ALLOWED_PARTS])


def test_the_guard_lets_every_analysts_query_be() -> None:
    for query in corpus.queries():
        named = frozenset(re.findall(r"pub_\w+", query["sql"].lower()))
        refuse(query["sql"], tables=named)


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("select 'é',\n  nosuch(1)", "the function nosuch is not allowed (line 2, column 3)"),
        ("select * from pub_geheim", "there is no published table 'pub_geheim' (line 1, column 15)"),
        ("select 1 +", 'syntax error at or near "+" (line 1, column 10)'),
        ("pivot pub_regions on region_code", "exactly one query is allowed"),
        ("select * from pub_regions pivot (count(*) for region_code in ('a'))", "PIVOT and UNPIVOT are not allowed"),
        ("with recursive r as (select 1 union all select 2) from r", "a recursive WITH is not allowed"),
        ("with x as (delete from pub_regions returning *) from x", "a query may not change tables"),
        ("describe pub_regions", "SHOW, DESCRIBE and SUMMARIZE are not allowed"),
        ("select 1; select 2", "exactly one query is allowed"),
        ("", "exactly one query is allowed"),
        ("select region_code.upper() from pub_regions", "write upper(name), not name.upper()"),
        ("select count(*) from range(1000000)", "range takes bounds that are written down"),
        ("select 1\u200b", "invisible character"),
        ("select " + "1 + " * 6_000 + "1", "longer than 20,000 bytes"),
    ],
)
def test_a_refusal_says_in_one_sentence_what_and_where(sql, sentence) -> None:
    with pytest.raises(QueryRefused) as refused:
        refuse(sql, tables=corpus.TABLES)

    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


def test_what_the_parser_cannot_bear_never_reaches_it(monkeypatch) -> None:
    monkeypatch.setattr(guard, "_parser", lambda: pytest.fail("the parser was asked"))

    assert is_refused("with x as (" * 15)
    assert is_refused("select " + "(" * 600)


def test_every_function_on_the_list_is_one_of_duckdb_or_a_macro_of_ours() -> None:
    known = duckdb.execute("select distinct lower(function_name) from duckdb_functions()").fetchall()
    ours = {path.stem for path in (ROOT / "sql" / "macros").glob("*.sql")}

    assert functions.FUNCTIONS - ours - {name for (name,) in known} == set()


def test_what_the_tree_loses_the_engine_loses_too() -> None:
    """DuckDB 2.0.0 drops a WITH in brackets behind another one, from the tree and from what it runs alike."""
    sql = "with a as (select 1) (with pub_regions as (select 'hidden' as word) select * from pub_regions)"
    connection = duckdb.connect()
    connection.execute("create table pub_regions as select 'shown' as word")

    assert connection.execute(sql).fetchall() == [("shown",)]


ONE = "(select word from pub_geheim)"
POSITIONS = (
    "select {one}",
    "select 1 limit length({one})",
    "select case when {one} = 'x' then 1 else length({one}) end",
    "select * from unnest([{one}]) as u(x)",
    "values ({one})",
    "select count(*) filter (where {one} = 'x') from pub_regions",
    "select sum(1) over (partition by {one} order by {one}) from pub_regions",
    "select region_code from pub_regions qualify {one} = 'x'",
    "select * from pub_regions as a join pub_regions as b on {one} = 'x'",
    "select * from pub_regions, (select * from pub_geheim)",
    "with z as (select * from pub_geheim) from z",
    "select string_agg({one}, ',' order by {one}) from pub_regions",
)
PLACES = (
    "{hidden} {query}",
    "select * from ({hidden} {query})",
    "{hidden} select * from ({query})",
    "with o as ({hidden} {query}) from o",
    "({hidden} {query}) limit 3",
    "select 'z' union all by name ({hidden} {query})",
    "({hidden} select 'z') union all by name ({query})",
    "select ({hidden} select 1), ({query})",
    "with a as (select 1) ({hidden} {query})",
)


def said(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    try:
        return str(connection.execute(sql).fetchall())
    except duckdb.Error as error:
        return str(error)


def test_a_name_of_a_with_is_never_read_as_the_table_behind_it(world) -> None:
    """Where the guard takes a name for a table of a WITH, DuckDB must do so too."""
    hidden = "with pub_geheim as (select 'shown' as word)"
    queries = [position.format(one=ONE) for position in POSITIONS]
    asked = [place.format(hidden=hidden, query=query) for place in PLACES for query in queries]
    passed = [sql for sql in asked if not is_refused(sql)]

    assert len(passed) > 50
    with duckdb.connect(str(world.marts), read_only=True) as connection:
        assert [sql for sql in passed if corpus.WORD in said(connection, sql)] == []


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every node of a syntax tree; a list of names or a path is not one."""
    if isinstance(value, dict):
        if "type" in value or "class" in value or "node" in value or "query_node" in value:
            yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def tree_of(sql: str) -> dict[str, Any]:
    read = json.loads(duckdb.execute("select json_serialize_sql(?)", [sql]).fetchall()[0][0])
    statement: dict[str, Any] = read["statements"][0]
    return statement


def refuses_tree(tree: dict[str, Any], monkeypatch: pytest.MonkeyPatch, *, tables: frozenset[str]) -> bool:
    monkeypatch.setattr(guard, "_tree", lambda _: tree)
    return is_refused("select 1", tables=tables)


@pytest.mark.parametrize("query", corpus.queries(), ids=lambda query: query["name"])
def test_a_node_with_anything_unknown_in_it_is_refused(query, monkeypatch) -> None:
    """What another DuckDB might add or rename anywhere: a field with a value, a kind, a field that is gone."""
    tables = frozenset(re.findall(r"pub_\w+", query["sql"].lower()))
    tree = tree_of(query["sql"])
    for number in range(len(list(nodes(tree)))):
        for change in ("new field", "new kind", "lost field"):
            changed = copy.deepcopy(tree)
            node = list(nodes(changed))[number]
            if change == "new field":
                node["behaviour"] = "new"
            elif change == "new kind" and "type" in node:
                node["class" if "class" in node else "type"] = "NEW_KIND"
            else:
                del node[sorted(node)[0]]
            assert refuses_tree(changed, monkeypatch, tables=tables), (change, node)


def test_an_empty_new_field_does_no_harm(monkeypatch) -> None:
    tree = tree_of("select region_code from pub_regions")
    for node in nodes(tree):
        node["behaviour"] = None

    assert not refuses_tree(tree, monkeypatch, tables=corpus.TABLES)


def mutated(sql: str, chance: random.Random) -> str:
    """An attack in other clothes: other spaces, capitals and comments, or put inside or beside a harmless query."""
    spaces = [" ", "\n", "\t", "  ", "\u00a0", " /* from pub_regions */ ", " -- pub_regions\n"]
    plain = sql.strip().rstrip(";")
    ways = [
        lambda: re.sub(" ", lambda _: chance.choice(spaces), plain),
        lambda: "".join(chance.choice((letter.upper(), letter.lower())) for letter in plain),
        lambda: f"select * from ({plain})",
        lambda: f"select * from ({plain}) as pub_regions",
        lambda: f"with pub_regions as ({plain}) select * from pub_regions",
        lambda: f"with harmless as (select 1), x as ({plain}) select * from harmless",
        lambda: f"select region_code from pub_regions union all ({plain})",
        lambda: f"{plain} union all select region_code from pub_regions",
        lambda: f"select ({plain})",
        lambda: f"select * from pub_regions where exists ({plain})",
        lambda: f"select * from pub_regions where region_code in ({plain})",
        lambda: f"select * from pub_regions; {plain}",
        lambda: f"{plain}; select * from pub_regions",
        lambda: f"  ;{plain};",
        lambda: f"(({plain}))",
        lambda: f"explain {plain}",
        lambda: f"from ({plain}) select * limit 1",
        lambda: f"select * from pub_regions, lateral ({plain})",
        lambda: plain + " limit 1",
        lambda: plain.replace("select ", "select distinct ", 1),
    ]
    return chance.choice(ways)()


def test_attacks_in_other_clothes_are_refused_as_well() -> None:
    chance = random.Random(20_200_316)
    attacks = [sql for kind, all_ in corpus.attacks().items() if kind != corpus.ALLOWED_PARTS for sql in all_]
    clothed = []
    for _ in range(MUTATIONS):
        sql = chance.choice(attacks)
        for _ in range(chance.randint(1, 2)):
            sql = mutated(sql, chance)
        clothed.append(sql)

    assert [sql[:300] for sql in clothed if not is_refused(sql)] == []
