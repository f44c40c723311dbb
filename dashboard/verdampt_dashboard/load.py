"""Readers for measuring: what a browser sends and receives over the WebSocket, many at once, without drawing it.

Run as `python -m verdampt_dashboard.load`; every answer is checked, and what was measured goes out as JSON.
"""

import argparse
import asyncio
import json
import random
import re
import time
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass, field
from html import unescape
from pathlib import Path
from typing import cast

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.proto.Selectbox_pb2 import Selectbox
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin, Subprotocol

SEED = 20200312
PROTOCOLS = (Subprotocol("streamlit"), Subprotocol("PLACEHOLDER_AUTH_TOKEN"))
"""What the front end says it speaks; the second stands where a token would."""
PATIENCE = 60.0
"""Seconds after which an answer that has not come is an error."""
REGION, CARE = "choice_region_code", "choice_care_type"
LOOKS = (0.2, 0.6, 1.0)
"""When the memory of the server is looked at, as shares of the readers that came and went."""
ABOUT = re.compile(r'<p class="about">(.*?)</p>')


class WrongAnswerError(Exception):
    """An answer that does not fit what was asked."""


@dataclass(kw_only=True)
class Answer:
    """What came back of one run of the page; times are in seconds since it was asked for."""

    title: str = ""
    about: str = ""
    title_after: float | None = None
    chart_after: float | None = None
    received: int = 0


@dataclass(kw_only=True)
class Measurements:
    """What all readers saw; `resident` is the memory of the server in KiB, by when it was looked at."""

    answers: list[Answer] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    resident: dict[str, int] = field(default_factory=dict)


class Browser:
    """One session as the front end keeps it: the choices on the page, the address, and large messages it has seen."""

    def __init__(self, connection: ClientConnection, *, port: int) -> None:
        self._connection, self._address = connection, f"http://127.0.0.1:{port}/"
        self._boxes: dict[str, Selectbox] = {}
        self._chosen: dict[str, str] = {}
        self._query = self._page = ""
        self._run = 0
        self._keeps = 0
        self._seen: dict[str, tuple[int, str]] = {}

    def box(self, key: str) -> Selectbox:
        """Return a choice on the page by its key."""
        found = next((box for name, box in self._boxes.items() if name.endswith(f"-{key}")), None)
        if found is None:
            raise WrongAnswerError(f"there is no {key} on the page")
        return found

    def chosen(self, key: str) -> str:
        """Return what is chosen now, as the reader sees it."""
        return self._chosen[self.box(key).id]

    async def choose(self, key: str, label: str) -> Answer:
        """Choose something else, and return the answer; raises WrongAnswerError when it is about something else."""
        self._chosen[self.box(key).id] = label
        wanted = self.chosen(REGION), self.chosen(CARE)
        answer = await self.ask()
        if not answer.title.startswith(f"{wanted[0]}:"):
            raise WrongAnswerError(f"asked {wanted[0]}, the title is {answer.title!r}")
        if not answer.about.startswith(" · ".join(wanted)):
            raise WrongAnswerError(f"asked {wanted}, the page is about {answer.about!r}")
        return answer

    async def ask(self, *, since: float | None = None) -> Answer:
        """Ask for the page as it is chosen now, and return the answer once it is whole."""
        question, answer = self._question(), Answer()
        began = time.perf_counter() if since is None else since
        await self._connection.send(question)
        async with asyncio.timeout(PATIENCE):
            while not self._took(cast("bytes", await self._connection.recv()), answer, began=began):
                pass
        self._run += 1
        self._chosen = {name: label for name, label in self._chosen.items() if name in self._boxes}
        self._seen = {name: seen for name, seen in self._seen.items() if self._run - seen[0] <= self._keeps}
        if answer.title_after is None:
            raise WrongAnswerError("the page has no title")
        return answer

    def _question(self) -> bytes:
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string, state.page_script_hash = self._query, self._page
        state.context_info.url = self._address
        state.cached_message_hashes.extend(self._seen)
        for name, label in self._chosen.items():
            state.widget_states.widgets.add(id=name, string_value=label)
        return bytes(asked.SerializeToString())

    def _took(self, raw: bytes, answer: Answer, *, began: float) -> bool:
        """Take in a message; return whether it was the last of its run."""
        message = ForwardMsg.FromString(raw)
        answer.received += len(raw)
        match message.WhichOneof("type"):
            case "new_session":
                self._began(message.new_session)
            case "page_info_changed":
                self._query = message.page_info_changed.query_string
            case "ref_hash":
                self._again(message.ref_hash, answer, after=time.perf_counter() - began)
            case "delta" if message.delta.HasField("new_element"):
                self._shown(message, answer, after=time.perf_counter() - began)
            case "script_finished":
                if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    raise WrongAnswerError(f"the page ended with {message.script_finished}")
                return True
        return False

    def _began(self, session: NewSession) -> None:
        self._page, self._keeps = session.page_script_hash, session.config.max_cached_message_age
        self._boxes = {}

    def _again(self, name: str, answer: Answer, *, after: float) -> None:
        """Take a message from those that were kept, as the server says it is the same."""
        if name not in self._seen:
            raise WrongAnswerError("the server thinks that something was kept, which was not")
        self._seen[name] = self._run, self._seen[name][1]
        if self._seen[name][1] == "plotly_chart" and answer.chart_after is None:
            answer.chart_after = after

    def _shown(self, message: ForwardMsg, answer: Answer, *, after: float) -> None:
        element = message.delta.new_element
        kind = str(element.WhichOneof("type"))
        if message.metadata.cacheable:
            self._seen[message.hash] = self._run, kind
        match kind:
            case "heading" if element.heading.tag == "h1":
                answer.title, answer.title_after = element.heading.body, after
            case "plotly_chart" if answer.chart_after is None:
                answer.chart_after = after
            case "exception":
                raise WrongAnswerError(f"the page failed: {element.exception.type}")
            case _:
                self._noted(element, answer)

    def _noted(self, element: Element, answer: Answer) -> None:
        match element.WhichOneof("type"):
            case "html" if found := ABOUT.search(element.html.body):
                answer.about = unescape(found[1])
            case "selectbox":
                box = element.selectbox
                self._boxes[box.id] = box
                if box.set_value:
                    self._chosen[box.id] = box.raw_value
                elif box.id not in self._chosen:
                    self._chosen[box.id] = box.options[box.default]


def resident(process: int) -> int:
    """Return the memory of a process in KiB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0])


@asynccontextmanager
async def visit(port: int) -> AsyncIterator[tuple[Browser, Answer]]:
    """Open a session as a browser does, and give it with its first page."""
    began = time.perf_counter()
    async with connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        origin=Origin(f"http://127.0.0.1:{port}"),
        subprotocols=PROTOCOLS,
        compression=None,
        max_size=None,
        open_timeout=PATIENCE,
        ping_interval=None,
    ) as connection:
        browser = Browser(connection, port=port)
        yield browser, await browser.ask(since=began)


async def _noting(found: Measurements, task: Awaitable[None]) -> None:
    """Do something, and note what went wrong instead of ending everything else."""
    try:
        await task
    except (WrongAnswerError, WebSocketException, OSError) as error:
        found.errors.append(f"{type(error).__name__}: {error}")


def another(browser: Browser, chance: random.Random) -> tuple[str, str]:
    """Return a choice that changes the page: another region or another kind of care."""
    key = chance.choice((REGION, CARE))
    return key, chance.choice([label for label in browser.box(key).options if label != browser.chosen(key)])


async def _read(browser: Browser, found: Measurements, *, ends: float, think: float, chance: random.Random) -> None:
    """Read and choose until the time is over; readers do not begin at the same moment."""
    pause = chance.uniform(0.0, think)
    while time.perf_counter() + pause < ends:
        await asyncio.sleep(pause)
        found.answers.append(await browser.choose(*another(browser, chance)))
        pause = think * chance.uniform(0.5, 1.5)


async def change(port: int, *, sessions: int, seconds: float, think: float, process: int) -> Measurements:
    """Let so many readers come and then choose for a while; every answer is that to one choice."""
    found = Measurements(resident={"before": resident(process)})
    async with AsyncExitStack() as doors:
        browsers = [(await doors.enter_async_context(visit(port)))[0] for _ in range(sessions)]
        found.resident["open"] = resident(process)
        ends = time.perf_counter() + seconds
        chances = [random.Random(SEED + number) for number in range(sessions)]
        readers = zip(browsers, chances, strict=True)
        await asyncio.gather(
            *(_noting(found, _read(one, found, ends=ends, think=think, chance=chance)) for one, chance in readers)
        )
        found.resident["after"] = resident(process)
    return found


async def come_and_go(port: int, *, sessions: int, process: int) -> Measurements:
    """Let so many readers come and go, one after the other; every answer is the first page of one."""
    found = Measurements()
    looks = {max(1, round(sessions * share)) for share in LOOKS}
    for number in range(1, sessions + 1):
        await _noting(found, _pass_by(port, found))
        if number in looks:
            found.resident[str(number)] = resident(process)
    return found


async def _pass_by(port: int, found: Measurements) -> None:
    async with visit(port) as (_, answer):
        found.answers.append(answer)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure as asked, and print what was found as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["change", "come_and_go"])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--process", type=int, required=True, help="the server, whose memory is looked at")
    parser.add_argument("--sessions", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--think", type=float, default=8.0)
    asked = parser.parse_args(arguments)
    if asked.what == "change":
        times = {"seconds": asked.seconds, "think": asked.think}
        task = change(asked.port, sessions=asked.sessions, process=asked.process, **times)
    else:
        task = come_and_go(asked.port, sessions=asked.sessions, process=asked.process)
    print(json.dumps(asdict(asyncio.run(task))))


if __name__ == "__main__":
    main()
