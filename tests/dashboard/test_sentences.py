"""What the page says in words is what the figures say, in both languages."""

import re
from dataclasses import replace

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dashboard.conftest import views
from verdampt_dashboard import facts, findings, questions
from verdampt_dashboard.exhibits import Kind, written
from verdampt_dashboard.numbers import number, rounded
from verdampt_dashboard.reader import Reader, reading
from verdampt_dashboard.sheets import overview
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import EVERYONE, choices

WORDS = {
    "nl": {"fewer": "minder", "more": "meer", "clearly": "duidelijk", "probably": "waarschijnlijk"},
    "en": {"fewer": "fewer", "more": "more", "clearly": "clearly", "probably": "probably"},
}


def numbers_in(text: str, *, language: str) -> list[float]:
    thousands, decimal = (".", ",") if language == "nl" else (",", ".")
    found = re.findall(r"[−+]?\d[\d.,]*\d|[−+]?\d", text)
    return [float(one.replace(thousands, "").replace(decimal, ".").replace("−", "-")) for one in found]


@settings(deadline=None, max_examples=1_000)
@given(data=st.data())
def test_the_finding_says_what_the_figures_say_in_any_state(domain, data) -> None:
    view = data.draw(views(domain))
    with reading(Reader(language=view.language)):
        known = choices()
        row, nation = questions.window(known, view)
        sentence = overview.sentence(view)
        words = WORDS[view.language]

        assert known.region_name(view.region_code) in sentence
        if row["finding"] in ("unknown", "indicative"):
            assert not any(f" {words[way]} " in f" {sentence} " for way in ("fewer", "more"))
            return
        outside = not row["lower"] <= row["observed"] <= row["upper"]
        assert (words["clearly"] in sentence) == outside
        assert (words["probably"] in sentence) == row["finding"].startswith("probably")
        assert (f" {words['fewer']} " in f" {sentence} ") == row["finding"].endswith("fewer")
        if row["finding"].endswith(("fewer", "more")):
            assert rounded(abs(row["expected"] - row["observed"])) in numbers_in(sentence, language=view.language)
            assert row["noun_many"] in sentence
        strip = facts.window(row, nation)
        assert strip[0].value == written(row["ratio"], Kind.RATIO)
        assert strip[1].value == number(row["observed"])


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_recovery_in_words_never_says_more_than_the_class_and_the_scenarios(domain, data) -> None:
    view = replace(data.draw(views(domain)), group=EVERYONE)
    with reading(Reader(language=view.language)):
        known = choices()
        course = questions.recovery(known, view)
        sentence = findings.recovery_class(course)
        back, left = facts.recovery(course)

        assert sentence == say(
            f"recovery.sentence.{course['recovery_class']}",
            care=findings.lowered(course["care_name"]),
            since=sentence_part(course, "since"),
            ratio=sentence_part(course, "ratio"),
        )
        assert (left.value == say("recovery.not_shown")) == (course["net_deficit"] is None)
        assert (say("recovery.lasting.evaporated") in left.note) == (course["lasting"] == "evaporated")
        assert (back.value == say("recovery.not_yet")) <= (course["recovered_at_95"] is None)


def sentence_part(course, name: str) -> str:
    from verdampt_dashboard.numbers import percent, period_name

    if name == "since":
        return period_name(course["recent_start"], course["period_type"])
    return "" if course["recent_ratio"] is None else percent(course["recent_ratio"])


@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_the_running_total_ends_at_the_net_deficit(domain, data) -> None:
    view = replace(data.draw(views(domain)), group=EVERYONE)
    course, running = questions.recovery(domain, view), questions.cumulative(domain, view)

    if course["net_deficit"] is not None and not running.is_empty():
        assert abs(running["running"][-1] - course["net_deficit"]) < 1e-6 * max(1.0, abs(course["net_deficit"])) + 1e-4


def test_the_sentence_of_the_chain_says_what_its_steps_say(domain) -> None:
    for code in ("NL", *domain.region_codes("ggd")[:3]):
        for path in domain.care_paths:
            for wave in domain.waves:
                view = replace(domain.default, region_code=code, care_path=path, wave=wave)
                steps = questions.chain(domain, view)
                name = domain.wave_name(wave)
                sentence = findings.chain_finding(steps, region=domain.region_name(code), wave=name, care="zorg")
                shown = steps.filter(status="shown")
                sure = shown.filter((pl.col("lost") == pl.col("lost").max()) & (pl.col("lower") > 0))
                assert ("te weinig gegevens" in sentence) == shown.is_empty()
                others = shown.filter(pl.col("lost") < pl.col("lost").max())
                is_alone = sure.height == 1 and (others["upper"] < sure["lower"][0]).all()
                assert ("vooral doordat" in sentence) <= is_alone
                if sure.height and shown["expected"][-1] > shown["observed"][-1]:
                    assert say(f"chain.reasons.{sure['step'][0]}") in sentence
