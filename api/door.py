"""The server's door: every request passes here before anything of it is read, every answer on its way out.

In: the host that was asked for, the token, requests that another site's page makes, and the size of the body.
Out: headers that keep browsers from running, framing, sniffing or keeping what is ours.
"""

import logging
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from api.access import COOKIE, Access
from api.problems import Problem, problem

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
BODY_LIMIT: Final = 1 << 20
"""Bytes of a request's body; uploads are measured where they are written."""

UPLOADS: Final = "/imports"
PAGES: Final = ("/", "/rete", "/docs")
_OPEN: Final = ("/health/live", "/static/", "/favicon.ico")
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_log = logging.getLogger(__name__)


class Door:
    """Middleware around the whole application."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_out(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _add_headers(message)
            await send(message)

        request = _Request(scope)
        refused = self._refusal(request) or self._entrance(request)
        if refused is not None:
            await refused(scope, receive, send_out)
            return
        try:
            await self._app(scope, _measured(request, receive), send_out)
        except Exception:
            _log.exception("%s %s", request.method, request.path)
            if started:
                raise
            await _answer(request, problems.unforeseen(request.path))(scope, receive, send_out)

    def _refusal(self, request: "_Request") -> Response | None:
        """Why the request is not heard at all."""
        name = request.host_name()
        if name is None or not self._access.knows_host(name):
            hint = "Use the address that the server printed."
            found = problem(421, "host", f"This server is not called that. {hint}", request.path, hint=hint)
            return _answer(request, found)
        if request.method not in _SAFE and request.is_cross_site():
            detail = "A page of another site asked for this; only pages of this server and programs may."
            return _answer(request, problem(403, "cross-site", detail, request.path))
        length = request.headers.get("content-length", "0")
        if request.path != UPLOADS and not (length.isascii() and length.isdecimal() and int(length[:20]) <= BODY_LIMIT):
            return _answer(request, problems.of_status(413, request.path))
        return None

    def _entrance(self, request: "_Request") -> Response | None:
        """What to answer to a request without the token, or to the one that brings it in its address."""
        access = self._access
        if access.token is None or request.path.startswith(_OPEN):
            return None
        if request.path in PAGES and request.method in _SAFE and access.accepts_token(request.query_token()):
            return _with_session(request, access)
        if access.accepts_token(request.bearer()) or access.accepts_session(request.cookie()):
            return None
        hint = "Send the header Authorization: Bearer TOKEN, or open the page once with ?token=TOKEN."
        found = problem(401, "no-token", f"This server asks for its token. {hint}", request.path, hint=hint)
        return _answer(request, found, {"WWW-Authenticate": 'Bearer realm="Intreccio"'})


class _Request:
    """What the door looks at."""

    def __init__(self, scope: Scope) -> None:
        self.headers = Headers(scope=scope)
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.secure = scope.get("scheme") == "https"
        self._query: str = scope["query_string"].decode("latin-1")

    def host_name(self) -> str | None:
        """The name that was asked for, without the port; None when it is missing, doubled or no name."""
        given = self.headers.getlist("host")
        if len(given) != 1 or set(given[0]) & set("/@?#\\ "):
            return None
        try:
            return urlsplit(f"//{given[0]}").hostname
        except ValueError:
            return None

    def is_cross_site(self) -> bool:
        """Whether a browser says that another site's page made the request; programs say nothing."""
        site = self.headers.get("sec-fetch-site")
        if site is not None and site not in {"same-origin", "none"}:
            return True
        origin = self.headers.get("origin")
        return origin is not None and origin.partition("://")[2].lower() != self.headers.get("host", "").lower()

    def bearer(self) -> str | None:
        scheme, _, value = self.headers.get("authorization", "").partition(" ")
        return value.strip() if scheme.lower() == "bearer" else None

    def cookie(self) -> str | None:
        try:
            found = SimpleCookie(self.headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return None
        return found.value if found else None

    def query_token(self) -> str | None:
        return next((value for name, value in self._asked() if name == "token"), None)

    def address_without_token(self) -> str:
        kept = [(name, value) for name, value in self._asked() if name != "token"]
        return self.path + (f"?{urlencode(kept)}" if kept else "")

    def _asked(self) -> list[tuple[str, str]]:
        try:
            return parse_qsl(self._query, max_num_fields=50)
        except ValueError:
            return []


def _with_session(request: _Request, access: Access) -> Response:
    """Back to the same page, without the token in its address, with a cookie that opens the server."""
    response = RedirectResponse(request.address_without_token(), 303)
    response.set_cookie(COOKIE, access.session(), httponly=True, samesite="strict", secure=request.secure, path="/")
    return response


def _measured(request: _Request, receive: Receive) -> Callable[[], Awaitable[Message]]:
    """Receives no more than a body may have, whatever its header said."""
    if request.path == UPLOADS:
        return receive
    received = 0

    async def receive_measured() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > BODY_LIMIT:
            raise HTTPException(413)
        return message

    return receive_measured


def _add_headers(message: Message) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in _HEADERS.items():
        headers[name] = value
    headers.setdefault("Cache-Control", "no-store")


def _answer(request: _Request, found: Problem, headers: dict[str, str] | None = None) -> Response:
    page = problems.wants_page(request.headers.get("accept", ""))
    return problems.answer(found, headers, page=page)
