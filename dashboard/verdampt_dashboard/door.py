"""What every request passes before Streamlit: foreign ones are refused, answers get headers, faults tell nothing."""

import logging
import re
from collections.abc import Callable, Iterable, Mapping

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOGGER = logging.getLogger(__name__)
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
AUTHORITY = re.compile(r"([a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?")
STREAM = "/_stcore/stream"
"""The only WebSocket there is."""
BEGINS = ("http.response.start", "websocket.http.response.start", "websocket.accept")
INTERNAL_ERROR = 1011


def name_of(authority: str) -> str:
    """Return the name in `name:port`, in lower case; blank when it is none."""
    found = AUTHORITY.fullmatch(authority.lower())
    return found[1] if found else ""


def _values(scope: Scope, header: bytes) -> list[str]:
    return [value.decode("latin-1").lower() for name, value in scope["headers"] if name == header]


def _is_own(origin: str, *, host: str) -> bool:
    """Return whether a page of this server asks: of the same host, and on loopback of any port."""
    scheme, _, authority = origin.partition("://")
    same = authority == host or name_of(authority) == name_of(host) in LOOPBACK
    return scheme in {"http", "https"} and same


def is_foreign(scope: Scope, *, hosts: Iterable[str]) -> bool:
    """Return whether a request asks for another server, or comes from the page of another one.

    A browser always says from which page it opens a WebSocket; what does not say so is let in on loopback only.
    """
    names, origins = _values(scope, b"host"), _values(scope, b"origin")
    if len(names) != 1 or name_of(names[0]) not in {*LOOPBACK, *hosts}:
        return True
    if scope["type"] == "websocket" and not origins:
        return name_of(names[0]) not in LOOPBACK
    return not all(_is_own(origin, host=names[0]) for origin in origins)


class _Answer:
    """Sends an answer with our headers on it, and knows how far it is."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, *, headers: Mapping[str, str]) -> None:
        self._request, self._send = (scope, receive), send
        self._ours = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        self._has_begun = self._has_ended = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "websocket.close" and not self._has_begun:
            # The server's own refusal would go out without headers.
            return await self.give(Response(status_code=403))
        if message["type"] in BEGINS:
            self._has_begun = True
            message = {**message, "headers": self._dressed(message.get("headers", ()))}
        self._has_ended = self._has_ended or message["type"] == "websocket.close"
        return await self._send(message)

    def _dressed(self, given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        names = {name for name, _ in self._ours}
        kept = [(name, value) for name, value in given if name.lower() not in names]
        fresh = [] if b"cache-control" in dict(kept) else [(b"cache-control", b"no-cache")]
        return [*kept, *fresh, *self._ours]

    async def give(self, response: ASGIApp) -> None:
        """Answer with this: a page to a request, a refusal to a WebSocket that asks."""
        await response(*self._request, self)

    async def give_up(self, response: ASGIApp) -> None:
        """End an answer that failed, as far as it has not ended."""
        if not self._has_begun:
            await self.give(response)
        elif self._request[0]["type"] == "websocket" and not self._has_ended:
            await self({"type": "websocket.close", "code": INTERNAL_ERROR})


class Door:
    """Lets in what is meant for this server; `opens` says which paths there are, `sorry` makes the page of a status."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: frozenset[str],
        opens: Callable[[str], bool],
        sorry: Callable[[int], Response],
        headers: Mapping[str, str],
    ) -> None:
        self._app, self._hosts, self._opens = app, hosts, opens
        self._sorry, self._headers = sorry, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        answer = _Answer(scope, receive, send, headers=self._headers)
        try:
            return await answer.give(self._refusal(scope) or self._app)
        except Exception:
            LOGGER.exception("a request failed")
            return await answer.give_up(self._sorry(500))

    def _refusal(self, scope: Scope) -> Response | None:
        if is_foreign(scope, hosts=self._hosts):
            return Response(status_code=403)
        if scope["type"] == "websocket":
            return None if scope["path"] == STREAM else Response(status_code=404)
        if scope["method"] not in {"GET", "HEAD"}:
            return Response(status_code=405, headers={"Allow": "GET, HEAD"})
        return None if self._opens(scope["path"]) else self._sorry(404)
