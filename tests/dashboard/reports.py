"""What tests of reports share: the rows of the API, and the numbers in a report's files."""

import json
import math
import re
from html import unescape
from io import BytesIO
from urllib.parse import urlencode

from pypdf import PdfReader
from starlette.requests import Request

from tests.dashboard.test_files import squeezed
from verdampt_dashboard import published, report
from verdampt_dashboard.api import answers
from verdampt_dashboard.exhibits import DECIMALS, Kind
from verdampt_dashboard.numbers import SPARE

LINK = "https://zorg.example/rapport/regio/GG0111.pdf?stand=abc"
AS_PERCENT = (Kind.SHARE, Kind.SHARE_DECIMAL, Kind.RATIO)


def api(table: str, **asked: str) -> list[dict]:
    """Rows of the API's own answer, of this very snapshot."""
    query = urlencode({**asked, "stand": published.snapshot_id()}).encode()
    scope = {"type": "http", "method": "GET", "path": f"/api/v1/tables/{table}.json", "headers": []}
    request = Request({**scope, "query_string": query, "path_params": {"name": f"{table}.json"}})
    answer = answers._made(request, answers._table)
    assert answer.status_code == 200, answer.body
    return json.loads(answer.body)["rows"]


def is_that_of_api(cell: object, number: float | None, *, kind: Kind) -> bool:
    """Whether a cell of a workbook is a number of the API, in the decimals of files; where there is none, neither."""
    if number is None or not isinstance(cell, int | float):
        return number is None and not isinstance(cell, int | float)
    if kind is Kind.EXACT:
        return math.isclose(cell, number)
    digits = DECIMALS[kind] + SPARE + (2 if kind in AS_PERCENT else 0)
    return math.isclose(cell + (kind is Kind.RATIO), number, abs_tol=0.51 * 10**-digits)


def tables_in(html: str) -> list[list[list[str]]]:
    tables = re.findall(r"<tbody>(.*?)</tbody>", html, flags=re.DOTALL)
    return [
        [[unescape(cell) for cell in re.findall("<td>(.*?)</td>", row)] for row in re.findall("<tr>(.*?)</tr>", table)]
        for table in tables
    ]


def text_of(made) -> str:
    document = PdfReader(BytesIO(report.of_report(made, format="pdf", link=LINK)))
    return squeezed("".join(page.extract_text() for page in document.pages))
