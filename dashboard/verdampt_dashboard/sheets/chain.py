"""Verwijsketen: where between the GP and the claim care was lost, and whether referrals were followed up."""

import polars as pl

from verdampt_dashboard import alts, chain_charts, delivery_tables, findings, published, questions, tables
from verdampt_dashboard.exhibits import Exhibit, Sheet
from verdampt_dashboard.sheets import common, kept
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import View, choices


def sheet(view: View) -> Sheet:
    """Return what the chain of a region and care path says of a wave."""
    known = choices()
    if not known.care_paths:
        return Sheet(page="chain", title=say("chain.absent"), notes=[say("chain.absent_note")])
    path, region = known.path(view), known.region_name(view.region_code)
    steps, wave = questions.chain(known, view), known.wave_name(view.wave)
    shown = steps.filter(status="shown")
    exhibits = [
        *([_bars(view), losses(view)] if not shown.is_empty() else []),
        follow(view),
        _quality(view.region_code),
    ]
    return Sheet(
        page="chain",
        title=findings.chain_finding(steps, region=region, wave=wave, care=str(path["name"])),
        about=say("about.chain", region=region, path=path["name"], wave=wave),
        intro=say("chain.intro" if path["is_hospital"] else "chain.intro_short"),
        statements=[common.back_test(as_volume(view), level=common.level_of(view))],
        exhibits=[one for one in exhibits if one],
        notes=[say("chain.caveat"), *common.protected()],
        terms=("referral", "link_class", "expected", "normal_spread", "follow_through"),
        source=common.source_of("chain"),
    )


def as_volume(view: View) -> View:
    """Return the view of the first volume of the chain, which stands for how well its steps were foretold."""
    known = choices()
    code = next((code for code, row in known.care_types.items() if row["source"] == "chain"), view.care_type)
    return View(scheme=view.scheme, region_code=view.region_code, care_type=code, window_code=view.window_code)


def _shown(view: View) -> pl.DataFrame:
    return questions.chain(choices(), view).filter(status="shown")


def _view(region_code: str, care_path: str, wave: str, urgency: str) -> View:
    return View(
        scheme="",
        region_code=region_code,
        care_type="",
        window_code="",
        care_path=care_path,
        wave=wave,
        urgency=urgency,
    )


def _bars(view: View) -> Exhibit:
    return _steps(view.region_code, view.care_path, view.wave)[0]


def losses(view: View) -> Exhibit:
    """Return what each step of the chain lost; the chain must be shown for this view."""
    return _steps(view.region_code, view.care_path, view.wave)[1]


@kept
def _steps(region_code: str, care_path: str, wave: str) -> tuple[Exhibit, Exhibit]:
    shown = _shown(_view(region_code, care_path, wave, "all"))
    bars = Exhibit(
        key="chain",
        title=say("chain.bars_title", wave=choices().wave_name(wave)),
        note=say("chain.bars_note"),
        alt=alts.chain(shown),
        figure=chain_charts.bars(shown),
        table=tables.chain(shown),
    )
    losses = Exhibit(
        key="losses",
        title=say("chain.losses_title"),
        note=say(f"chain.losses_note.{shown['step'][-1]}"),
        alt=say("chain.losses_alt"),
        figure=chain_charts.losses(shown),
        table=tables.losses(shown),
    )
    return bars, losses


def follow(view: View) -> Exhibit | None:
    """Return the share of referrals followed up by month; None where that was not delivered."""
    return _follow_through(view.region_code, view.care_path, view.urgency)


@kept
def _follow_through(region_code: str, care_path: str, urgency: str) -> Exhibit | None:
    known = choices()
    curves = questions.follow_through(known, _view(region_code, care_path, "", urgency))
    if curves.is_empty():
        return None
    named = {"region": known.region_name(region_code), "urgency": say(f"urgencies.{urgency}", otherwise=urgency)}
    return Exhibit(
        key="follow",
        title=say("chain.follow_title", **named),
        note=say("chain.follow_note"),
        alt=alts.follow(curves),
        figure=chain_charts.follow_through(curves, events=published.ask("events")),
        table=tables.follow_through(curves),
    )


@kept
def _quality(region_code: str) -> Exhibit:
    view = _view(region_code, "", "", "all")
    return Exhibit(
        key="quality",
        title=say("chain.quality_title", region=choices().region_name(region_code)),
        note=say("chain.quality_note"),
        table=delivery_tables.link_quality(questions.link_quality(view)),
    )
