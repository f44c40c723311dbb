"""The type of the pages as font files, for what is drawn and set without a browser."""

import getpass
import hashlib
import logging
import os
import stat
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, TTLibError
from fontTools.varLib.instancer import instantiateVariableFont

# Not called Source Sans and Source Serif: their licence (SIL OFL) keeps those names for what is unchanged.
SANS, SERIF = "Verdampte Zorg Sans", "Verdampte Zorg Serif"
REGULAR, BOLD = 400, 700
"""Weights by which the files are found; the bold of these families is the semi-bold of the pages."""

_RECIPE = 2
"""Goes up when the files come out differently, so that older ones are not taken for them."""
_CHARACTERS = (*range(0x20, 0x180), *range(0x2010, 0x2045), *range(0x2070, 0x20B0), *range(0x2190, 0x2194))
_SIGNS = tuple(map(ord, "€№™−∞≈≠≤≥√∑Δµ"))
_FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "lnum", "tnum", "pnum"]
_BOLD_BIT, _REGULAR_BIT = 1 << 5, 1 << 6
_LOG = logging.getLogger(__name__)
_ONE_AT_A_TIME = threading.Lock()


class _Cut(NamedTuple):
    """One weight of a family: the variable font it is cut from, and where on its axes."""

    family: str
    weight: int
    source: str
    axes: dict[str, float]

    @property
    def style(self) -> str:
        """What the weight is called."""
        return "Regular" if self.weight == REGULAR else "Bold"


_CUTS = tuple(
    _Cut(family=family, weight=weight, source=source, axes={"wght": cut_at, **others})
    for family, source, others in (
        (SANS, "SourceSansVF-Upright*.woff2", {}),
        # The optical size of headings and findings; smaller ones are heavier than the pages have them.
        (SERIF, "SourceSerifVariable-Roman*.woff2", {"opsz": 20.0}),
    )
    for weight, cut_at in ((REGULAR, 400.0), (BOLD, 600.0))
)


def font_files() -> list[Path]:
    """Return the files of Source Sans and Source Serif, regular and bold; none where they cannot be made.

    The first call on a machine takes some seconds, for the files are cut from the variable fonts that Streamlit
    ships and kept for this user; an empty list is logged, and whoever draws then takes another family.
    """
    with _ONE_AT_A_TIME:
        if not all(path.is_file() for path in _made()):
            # Somebody cleaned up while the server ran.
            _made.cache_clear()
        return list(_made())


@cache
def _made() -> tuple[Path, ...]:
    try:
        folder = _folder()
        return tuple(_kept(cut, folder=folder) for cut in _CUTS)
    except (ImportError, OSError, TTLibError, LookupError, ValueError) as reason:
        _LOG.warning("Source Sans and Source Serif cannot be made, another family is used: %s", reason)
        return ()


def _folder() -> Path:
    """Return a folder of this user and these versions: files that somebody else could change are never read."""
    made_of = (_user(), version("streamlit"), version("fonttools"), str(_RECIPE))
    name = f"verdampt-fonts-{hashlib.sha256('/'.join(made_of).encode()).hexdigest()[:16]}"
    for parent in _parents():
        with suppress(OSError):
            (parent / name).mkdir(mode=0o700, parents=True, exist_ok=True)
            if _is_ours(parent / name):
                return parent / name
    return Path(tempfile.mkdtemp(prefix="verdampt-fonts-"))


def _parents() -> Iterator[Path]:
    """Yield the cache of the user, and for one without a home the folder for what is temporary."""
    cache_folder = Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"))
    if cache_folder.is_absolute():
        yield cache_folder
    yield Path(tempfile.gettempdir())


def _user() -> str:
    # A user of a container may have a number only.
    return str(os.getuid()) if hasattr(os, "getuid") else getpass.getuser()


def _is_ours(folder: Path) -> bool:
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or not os.access(folder, os.W_OK):
        return False
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o022)


def _kept(cut: _Cut, *, folder: Path) -> Path:
    """Return the file of a cut, made when it is not there; the name appears only once the file is whole."""
    wanted = folder / f"{_compact(cut.family)}-{cut.style}.ttf"
    if not wanted.is_file():
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as part:
            _cut(cut).save(part)
        os.replace(part.name, wanted)
    return wanted


def _cut(cut: _Cut) -> TTFont:
    """Return one weight of a variable font, under names that programs find it by."""
    font = TTFont(BytesIO(_western(cut.source)), recalcTimestamp=False)
    instantiateVariableFont(font, cut.axes, inplace=True)
    is_bold = cut.weight == BOLD
    full = f"{cut.family} {cut.style}"
    for key, text in (
        (1, cut.family),
        (2, cut.style),
        (3, full),
        (4, full),
        (6, f"{_compact(cut.family)}-{cut.style}"),
    ):
        font["name"].setName(text, key, 3, 1, 0x409)
    font["OS/2"].usWeightClass, font["head"].macStyle = cut.weight, int(is_bold)
    font["OS/2"].fsSelection = _BOLD_BIT if is_bold else _REGULAR_BIT
    return font


@cache
def _western(pattern: str) -> bytes:
    """Return a variable font with the characters of western languages only: cutting it is then five times faster."""
    font = TTFont(_source(pattern), recalcTimestamp=False)
    subsetter = Subsetter(Options(layout_features=_FEATURES, name_IDs=["*"], notdef_outline=True))
    subsetter.populate(unicodes=(*_CHARACTERS, *_SIGNS))
    subsetter.subset(font)
    font.flavor = None
    smaller = BytesIO()
    font.save(smaller)
    return smaller.getvalue()


def _source(pattern: str) -> Path:
    found = find_spec("streamlit")
    folders = found.submodule_search_locations if found else None
    for folder in folders or ():
        for path in Path(folder, "static", "static", "media").glob(pattern):
            return path
    raise FileNotFoundError(f"{pattern}: not among what Streamlit ships")


def _compact(family: str) -> str:
    return family.replace(" ", "")
