"""Which views a report is made of: the usual ones of a region, or those that somebody chose by their addresses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

from verdampt.errors import InputError
from verdampt_dashboard import addresses, questions
from verdampt_dashboard.sheets.pages import SHEETS
from verdampt_dashboard.view import INDICATOR, NATION, PARAMETERS, View, choices

FIGURES = "figuren"
"""In the address of a chosen view: which of its figures, with points between; without it all of them."""
MOST_VIEWS = 24
MOST_CARE_TYPES = 6
MOST_CARE_PATHS = 3
RESEARCH = "research"
QUESTIONS_OF_REGION = ("V3", "V6", "V8")
"""The doctors' questions that are answered by region; of the others the answer is the nation's."""
QUESTIONS_OF_NATION = ("V3", "V4", "V5", "V6", "V7", "V8", "V10", "V11")
SINCE = "sinds-2020-03"
OWN = (PARAMETERS["region_code"], PARAMETERS["scheme"], PARAMETERS["snapshot"], PARAMETERS["language"])
"""What the report itself says, and the address of a chosen view therefore need not."""


class ViewsError(InputError):
    """A chosen view of a report is not there; says which in one sentence."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A chosen view: its page, and which of its figures; none means all."""

    page: str
    view: View
    figures: tuple[str, ...] = ()


def scheme_of(region_code: str) -> str:
    """Return the scheme of a region; raises ViewsError where there is no such region."""
    known = choices()
    if region_code not in known.regions:
        raise ViewsError(f"{region_code}: there is no such region; write a code such as {list(known.regions)[-1]}")
    return known.default.scheme if region_code == NATION else str(known.regions[region_code]["region_scheme"])


def _at(region_code: str, **fields: str) -> View:
    view = replace(choices().default, scheme=scheme_of(region_code), region_code=region_code)
    for name, code in fields.items():
        if code in choices().allowed(name, view):
            view = choices().change(view, name, code)
    return view


def usual(region_code: str) -> list[Part]:
    """Return the views of a report where nobody chose: care types beside each other, the curve of each, the chain."""
    known = choices()
    care_types = [code for code in known.care_types if not code.startswith(INDICATOR)]
    first = _at(region_code, care_type=care_types[0], window_code=SINCE)
    parts = [Part(page="analyses", view=first, figures=("care_types",))]
    for code in care_types:
        view = _at(region_code, care_type=code, window_code=SINCE)
        if len(parts) <= MOST_CARE_TYPES and questions.window(known, view)[0] is not None:
            parts.append(Part(page="overview", view=view, figures=("curve", "cumulative")))
    for code in list(known.care_paths)[:MOST_CARE_PATHS]:
        view = _at(region_code, care_path=code)
        parts.append(Part(page="chain", view=view, figures=("chain", "losses", "follow")))
    asked = QUESTIONS_OF_NATION if region_code == NATION else QUESTIONS_OF_REGION
    if RESEARCH in addresses.PAGES:
        parts += [Part(page=RESEARCH, view=_at(region_code, question=code)) for code in asked]
    return parts


def chosen(targets: Sequence[str], *, region_code: str) -> list[Part]:
    """Return the views of these addresses, at one region; raises ViewsError for the first that is not there."""
    if len(targets) > MOST_VIEWS:
        raise ViewsError(f"A report has at most {MOST_VIEWS} views; take {len(targets) - MOST_VIEWS} away")
    return [_part(target, region_code=region_code) for target in targets]


def _part(target: str, *, region_code: str) -> Part:
    parts = urlsplit(target)
    page = {path: name for name, path in addresses.PAGES.items()}.get(parts.path.strip("/"))
    if page is None or parts.scheme or parts.netloc:
        raise ViewsError(f"{target}: there is no such page; write the address of a view, such as /keten?golf=G1")
    asked = dict(parse_qsl(parts.query))
    figures = tuple(code for code in asked.pop(FIGURES, "").split(".") if code)
    given = {name: code for name, code in asked.items() if name not in OWN}
    place = {PARAMETERS["scheme"]: scheme_of(region_code), PARAMETERS["region_code"]: region_code}
    view, unknown = choices().read({**given, **place})
    unknown += sorted(set(given) - set(PARAMETERS.values()))
    if unknown:
        raise ViewsError(f"{target}: {', '.join(unknown)} is not known here; copy the address from the page")
    whole = SHEETS[addresses.PAGES[page]](replace(view, region_code=NATION))
    missing = sorted(set(figures) - {one.key for one in whole.exhibits}) if figures else []
    if missing:
        raise ViewsError(f"{target}: {', '.join(missing)} is no figure of this page; leave {FIGURES} out for all")
    return Part(page=page, view=view, figures=figures)


def of_report(region_code: str, *, targets: Sequence[str]) -> list[Part]:
    """Return the views of a region's report: those of the addresses, or the usual ones where there are none."""
    return chosen(targets, region_code=region_code) if targets else usual(region_code)
