"""The sheets by the address of their page."""

from collections.abc import Callable

from verdampt_dashboard.exhibits import Sheet
from verdampt_dashboard.sheets import analyses, chain, data, method, overview, policy, regions, research
from verdampt_dashboard.view import View

SHEETS: dict[str, Callable[[View], Sheet]] = {
    "": overview.sheet,
    "regios": regions.sheet,
    "keten": chain.sheet,
    "beleidstafel": policy.sheet,
    "onderzoeksvragen": research.sheet,
    "analyses": analyses.sheet,
    "gegevens": data.sheet,
    "uitleg": method.sheet,
}
"""Address of a page below the root, and what it says of a view."""
