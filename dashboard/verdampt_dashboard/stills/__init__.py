"""Stills: the dashboard's figures as SVG and PNG, drawn on the server without a browser."""

from verdampt_dashboard.stills.captions import Caption, Key
from verdampt_dashboard.stills.page import draw, still
from verdampt_dashboard.stills.reading import StillError

__all__ = ["Caption", "Key", "StillError", "draw", "still"]
