"""The published tables for Excel, R and Python: read-only, with the filters of the pages and the same figures."""
