"""Pages without Streamlit: the empty one that loads the dashboard, and those that say why there is nothing."""

import base64
import hashlib
import re
import tomllib
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.responses import HTMLResponse

STATIC = Path(st.__file__).parent / "static"

_SORRY = """<!DOCTYPE html>
<html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
body {{ margin: 12vh auto; max-width: 34rem; padding: 0 1rem; font: 1.1rem/1.5 sans-serif; color: #1D2733 }}
h1, h2 {{ font-family: serif; line-height: 1.2 }} a {{ color: #14557B }} section {{ margin-top: 3rem }}
</style></head><body><main>{dutch}<section lang="en">{english}</section></main></body></html>
"""


@cache
def _texts(language: str) -> Any:
    whole = tomllib.loads(Path(__file__).with_name("server_texts.toml").read_text(encoding="utf-8"))
    return whole[language]


def _said(language: str, reason: str, *, heading: str) -> str:
    words = _texts(language)
    title, text, home = (escape(word) for word in (words[reason]["title"], words[reason]["text"], words["home"]))
    return f'<{heading}>{title}</{heading}><p>{text}</p><p><a href="/">{home}</a></p>'


def sorry(reason: str, *, status: int) -> HTMLResponse:
    """Return a page that says why there is nothing: Dutch first, English below."""
    title = f"{_texts('nl')[reason]['title']} - {_texts('nl')['brand']}"
    dutch, english = _said("nl", reason, heading="h1"), _said("en", reason, heading="h2")
    return HTMLResponse(_SORRY.format(title=escape(title), dutch=dutch, english=english), status_code=status)


@cache
def index(language: str) -> str:
    """Return Streamlit's empty page with our name, in a language, without its words for programs."""
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    words = _texts(language)
    page = page.replace('<html lang="en">', f'<html lang="{language}">')
    page = re.sub("<title>.*?</title>", f"<title>{escape(words['brand'])}</title>", page)
    page = re.sub('<link rel="service-desc"[^>]*>', "", page)
    noscript = f"<noscript>{escape(words['needs_javascript'])}</noscript>"
    return re.sub(
        "<!--.*?-->", "", re.sub("<noscript>.*?</noscript>", noscript, page, flags=re.DOTALL), flags=re.DOTALL
    )


def script_hashes() -> list[str]:
    """Return what a security policy calls the scripts that stand in the empty page itself."""
    scripts = re.findall("<script>(.*?)</script>", index("nl"), flags=re.DOTALL)
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]
