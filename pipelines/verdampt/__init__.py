"""Turns extracts of GPs, hospitals and insurers into published tables about missing care."""

__version__ = "0.1.0"
