"""The server's door: every request passes here before anything of it is read, every answer on its way out.

In: the host that was asked for, the token, requests that another site's page makes, and the size of the body.
Out: headers that keep browsers from running, framing, sniffing or keeping what is ours.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlencode, urlsplit

from fastapi.security.utils import get_authorization_scheme_param
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from api.access import COOKIE, Access

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
BODY_LIMIT: Final = 1 << 20
"""Bytes of a request's body; uploads are measured where they are written."""

PAGES: Final = ("/", "/rete", "/lacune", "/generazioni", "/incontri", "/docs")
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
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        request = Request(scope)
        refused = self._refusal(request) or self._entrance(request)
        if refused is not None:
            await refused(scope, receive, send_out)
            return
        try:
            await self._app(scope, _measured(request, receive), send_out)
        except Exception:
            _log.exception("%s %s", scope["method"], scope["path"])
            if started:
                raise
            await problems.unforeseen(request)(scope, receive, send_out)

    def _refusal(self, request: Request) -> Response | None:
        """Why the request is not heard at all."""
        name = _host_name(request.headers)
        if name is None or not self._access.knows_host(name):
            hint = "Use the address that the server printed."
            return problems.answer(request, 421, "host", f"This server is not called that. {hint}", hint=hint)
        if request.method not in _SAFE and _is_cross_site(request.headers):
            detail = "A page of another site asked for this; only pages of this server and programs may."
            return problems.answer(request, 403, "cross-site", detail)
        length = request.headers.get("content-length", "0")
        fits = length.isascii() and length.isdecimal() and int(length[:20]) <= BODY_LIMIT
        return None if fits or _is_upload(request) else problems.of_status(request, 413)

    def _entrance(self, request: Request) -> Response | None:
        """What to answer to a request without the token, or to the one that brings it in its address."""
        access, path = self._access, request.scope["path"]
        if access.token is None or path.startswith(_OPEN):
            return None
        if path in PAGES and request.method in _SAFE and access.accepts_token(request.query_params.get("token")):
            return _with_session(request, access)
        scheme, token = get_authorization_scheme_param(request.headers.get("authorization"))
        if scheme.lower() == "bearer" and access.accepts_token(token):
            return None
        if access.accepts_session(request.cookies.get(COOKIE)):
            return None
        hint = "Send the header Authorization: Bearer TOKEN, or open the page once with ?token=TOKEN."
        detail = f"This server asks for its token. {hint}"
        asks = {"WWW-Authenticate": 'Bearer realm="Intreccio"'}
        return problems.answer(request, 401, "no-token", detail, hint=hint, headers=asks)


def _host_name(headers: Headers) -> str | None:
    """The name that was asked for, without the port; None when it is missing, doubled or no name."""
    given = headers.getlist("host")
    if len(given) != 1 or set(given[0]) & set("/@?#\\ "):
        return None
    try:
        return urlsplit(f"//{given[0]}").hostname
    except ValueError:
        return None


def _is_cross_site(headers: Headers) -> bool:
    """Whether a browser says that another site's page made the request; programs say nothing."""
    if headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        return True
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2].lower() != headers.get("host", "").lower()


def _is_upload(request: Request) -> bool:
    return bool(request.scope["path"] == "/imports")


def _with_session(request: Request, access: Access) -> Response:
    """Back to the same page, without the token in its address, with a cookie that opens the server."""
    kept = urlencode([(name, value) for name, value in request.query_params.multi_items() if name != "token"])
    response = RedirectResponse(request.scope["path"] + (f"?{kept}" if kept else ""), 303)
    secure = request.scope.get("scheme") == "https"
    response.set_cookie(COOKIE, access.session(), httponly=True, samesite="strict", secure=secure, path="/")
    return response


def _measured(request: Request, receive: Receive) -> Callable[[], Awaitable[Message]]:
    """Receives no more than a body may have, whatever its header said."""
    if _is_upload(request):
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
