"""What in a text may point at a person; notes about figures have no use for it and are refused with it."""

import re
import unicodedata
from collections.abc import Iterator

EMAIL = re.compile(r"[^\s@]+\s?@\s?[^\s@]+\.[a-z]{2,}", re.IGNORECASE)
DIGITS = re.compile(r"(?<![\w+])[+(]{0,2}\d[\d ()/.-]{6,}\d(?!\w)")
"""A run of digits with what people write between them."""
LOCAL_DIGITS = 10
FOREIGN_DIGITS = range(10, 16)
"""How many digits a telephone number has after one 0, and after + or 00."""
BSN = re.compile(r"(?<![\w.,])(?:\d{9}|\d{4}\.\d{2}\.\d{3}|\d{3} \d{3} \d{3})(?![\w]|[.,]\d)")
AGB = re.compile(r"(?<![\w.,+-])\d{2}[- ]?\d{6}(?![\w-]|[.,]\d)")
SMALL_WORDS = r"(?:(?:van|de|den|der|ten|ter|te|el|al|von|'t|in)\s+)*"
"""What stands between a title or an initial and a family name."""
SURNAME = SMALL_WORDS + r"[^\W\d_a-zà-öø-ÿ][\w'’-]+"
TITLE = re.compile(
    r"(?<!\w)(?:[Dd]rs?|[Pp]rof|[Dd]hr|[Mm]evr?|[Mm]w|[Mm]rs?|[Mm]s)\.?\s+(?:[^\W\d_a-z]\.\s*)*"
    + SURNAME
    + r"|(?<!\w)(?:[Dd]okter|[Dd]octor|[Pp]rofessor|[Mm]evrouw|[Mm]eneer|[Dd]e heer)\s+(?:[^\W\d_a-z]\.\s*)*"
    + SURNAME
)
INITIALS = re.compile(r"(?<!\w)(?:(?:[A-Z]\.\s?){2,}" + SURNAME + r"|[A-Z]\.\s?(?:van|de|den|der|ten|ter)\s+[A-Z]\w+)")
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def plain(text: str) -> str:
    """Return a text in plain letters and digits: without signs that are not seen, and with single spaces."""
    seen = "".join(one for one in unicodedata.normalize("NFKC", text) if one in "\n\t" or one.isprintable())
    lines = (" ".join(line.split()) for line in seen.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def passes_eleven_test(digits: str) -> bool:
    """Return whether nine digits could be a BSN: weighed and added up they are a multiple of eleven."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    return total % 11 == 0 and int(digits) > 0


def kinds_in(text: str) -> Iterator[str]:
    """Yield what a text seems to hold: email, bsn, agb, phone, name; a text of `plain` letters is expected."""
    if EMAIL.search(text):
        yield "email"
    if any(passes_eleven_test(re.sub(r"\D", "", found)) for found in BSN.findall(text)):
        yield "bsn"
    if AGB.search(text):
        yield "agb"
    if any(_is_telephone(found) for found in DIGITS.findall(text)):
        yield "phone"
    if TITLE.search(text) or INITIALS.search(text):
        yield "name"


def _is_telephone(found: str) -> bool:
    digits = re.sub(r"\D", "", found)
    if found.lstrip("(").startswith("+") or digits.startswith("00"):
        return len(digits.removeprefix("00")) in FOREIGN_DIGITS
    return digits.startswith("0") and len(digits) == LOCAL_DIGITS
