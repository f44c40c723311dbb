"""Numbers and dates as a Dutch reader writes them."""

import math
from datetime import date, timedelta

MINUS = "\N{MINUS SIGN}"
NARROW = "\N{NO-BREAK SPACE}"
_SWAP = str.maketrans(",.", ".,")


def number(value: float, *, decimals: int = 0, signed: bool = False) -> str:
    """Return 1234.5 as 1.234,5; a minus is a real minus, and a signed zero is ±0."""
    rounded = round(value, decimals) + 0.0
    if signed and rounded == 0:
        return "±0"
    text = f"{abs(rounded):,.{decimals}f}".translate(_SWAP)
    sign = MINUS if rounded < 0 else "+" if signed else ""
    return sign + text


def percent(share: float, *, decimals: int = 0, signed: bool = False) -> str:
    """Return 0.125 as 12,5 % (with one decimal)."""
    return number(share * 100, decimals=decimals, signed=signed) + NARROW + "%"


def rounded(value: float) -> float:
    """Round for a headline: three significant figures, whole numbers below a hundred."""
    if abs(value) < 100:
        return float(round(value))
    step = 10 ** (math.floor(math.log10(abs(value))) - 2)
    return float(round(value / step) * step)


def week(monday: date) -> str:
    """Return the ISO week of a Monday as 'week 12, 2020'."""
    thursday = monday + timedelta(days=3)
    return f"week {thursday.isocalendar().week}, {thursday.year}"
