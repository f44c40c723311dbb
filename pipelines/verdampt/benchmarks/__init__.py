"""Measurements against peers and the machine's own limit, in one run on the same data."""

from verdampt.benchmarks import ingest, link

BENCHMARKS = {"ingest": (ingest.run, 10_000_000), "link": (link.run, 20_000_000)}
"""Each benchmark with its usual size."""
