"""Numbers and dates as a Dutch or an English reader writes them."""

import math
from datetime import date, timedelta

from verdampt_dashboard import reader
from verdampt_dashboard.texts import say

MINUS = "\N{MINUS SIGN}"
NARROW = "\N{NO-BREAK SPACE}"
SPARE = 2
"""Decimals kept beyond those shown, here and in files: so a file never rounds to another number than the screen."""

FIGURES = 6
LEAST_GROUPED = 10_000
"""Below it figures are not grouped in threes, where nobody said whether a number is a count or a year."""

_SWAP = str.maketrans(",.", ".,")


def is_dutch() -> bool:
    """Return whether the reader reads Dutch."""
    return reader.current().language == "nl"


def number(value: float, *, decimals: int = 0, signed: bool = False) -> str:
    """Return 1234.5 as 1.234,5 (English: 1,234.5); a minus is a real minus, and a signed zero is ±0."""
    rounded = round(round(value, decimals + SPARE), decimals) + 0.0
    if signed and rounded == 0:
        return "±0"
    text = f"{abs(rounded):,.{decimals}f}"
    sign = MINUS if rounded < 0 else "+" if signed else ""
    return sign + (text.translate(_SWAP) if is_dutch() else text)


def figures(value: float) -> str:
    """Return 0.0123456789 as 0,0123457: six figures of which nobody said the decimals; a year keeps its four digits."""
    if value == 0:
        return "0"
    whole = math.floor(math.log10(abs(value))) + 1
    rounded = round(value, max(0, FIGURES - whole))
    sign, digits = MINUS if rounded < 0 else "", f"{abs(rounded):,.{max(0, FIGURES - whole)}f}"
    text = digits.rstrip("0").rstrip(".") if "." in digits else digits
    text = text.replace(",", "") if abs(rounded) < LEAST_GROUPED else text
    return sign + (text.translate(_SWAP) if is_dutch() else text)


def percent(share: float, *, decimals: int = 0, signed: bool = False) -> str:
    """Return 0.125 as 12,5 % (with one decimal; English: 12.5%)."""
    return number(share * 100, decimals=decimals, signed=signed) + (NARROW if is_dutch() else "") + "%"


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


def day_name(day: date) -> str:
    """Return a day in words: '21 november 2026'."""
    return f"{day.day} {month_name(day)}"


def month_name(day: date) -> str:
    """Return a month in words: 'juni 2020'."""
    return f"{say('months').split()[day.month - 1]} {day.year}"


def period_name(start: date, period_type: str) -> str:
    """Return a period in words: 'week 12, 2020', 'juni 2020', '2e kwartaal van 2020' or '2020'."""
    match period_type:
        case "week":
            return week(start)
        case "month":
            return month_name(start)
        case "quarter":
            return say("quarter", number=(start.month + 2) // 3, year=start.year)
        case _:
            return f"{start:%Y}"
