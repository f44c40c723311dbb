"""Measurements against peers and the machine's own limit, in one run on the same data."""

from verdampt.benchmarks import attack, coverage, crash, dashboard, ingest, link, linkage, pilots, questions, statistics

BENCHMARKS = {
    "attack": (attack.run, 20),
    "crash": (crash.run, 500),
    "coverage": (coverage.run, 20),
    "dashboard": (dashboard.run, 100),
    "ingest": (ingest.run, 10_000_000),
    "link": (link.run, 20_000_000),
    "linkage": (linkage.run, 1_000_000),
    "pilots": (pilots.run, 20),
    "questions": (questions.run, 200),
    "statistics": (statistics.run, 100_000),
}
"""Each benchmark with its usual size."""
