"""Measurements against peers and the machine's own limit, in one run on the same data."""

from verdampt.benchmarks import ingest

BENCHMARKS = {"ingest": ingest.run}
