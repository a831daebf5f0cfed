"""Errors as RFC 9457 problem details, in the same words as on the command line."""

import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from api.pages import page
from graph.errors import IntreccioError

MEDIA_TYPE: Final = "application/problem+json"
_log = logging.getLogger(__name__)
_WORDS: Final = {
    HTTPStatus.NOT_FOUND: ("no-route", "There is nothing at this address.", "See /docs for what there is."),
    HTTPStatus.METHOD_NOT_ALLOWED: ("method", "This address does not take this method.", "See /docs."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("too-large", "The request is too large.", "Send less at a time."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong. `type` is `urn:intreccio:problem:` and the code, `instance` the path of the request.

    `detail` is the whole sentence for a person; `code` is stable, for programs. `where` names the file, line, row,
    setting or field, `hint` says what to do.
    """

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    where: str | None = None
    hint: str | None = None


def answer(
    request: Request,
    status: int,
    code: str,
    detail: str,
    *,
    where: str | None = None,
    hint: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The problem as a response: JSON, or a page for a person with a browser."""
    kind, title, instance = f"urn:intreccio:problem:{code}", HTTPStatus(status).phrase, request.scope["path"]
    found = asdict(Problem(kind, title, status, detail, instance, code, where, hint))
    if "text/html" in request.headers.get("accept", ""):
        return page("problem.html", found, status, headers)
    return JSONResponse(found, status, headers, media_type=MEDIA_TYPE)


def of_status(request: Request, status: int, detail: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """What HTTP itself refuses."""
    if (known := _WORDS.get(HTTPStatus(status))) is None:
        return answer(request, status, "invalid-request", f"{detail.rstrip('.')}.", headers=headers)
    code, words, hint = known
    return answer(request, status, code, f"{words} {hint}", hint=hint, headers=headers)


def unforeseen(request: Request) -> Response:
    """Says nothing of what is inside; the log has it."""
    return answer(request, 500, "internal", "Something unforeseen went wrong; the server's log says what.")


def install(app: FastAPI) -> None:
    """Makes problems of all errors that a route raises."""
    app.add_exception_handler(IntreccioError, _foreseen)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


async def _foreseen(request: Request, error: Exception) -> Response:
    assert isinstance(error, IntreccioError)
    if error.http_status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.warning("%s %s: %s", request.method, request.url.path, error)
    return answer(request, error.http_status, error.code, str(error), where=error.where, hint=error.hint)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = (".".join(map(str, first["loc"][1:])) or str(first["loc"][0]))[:200]
    message = str(first["msg"]).removeprefix("Value error, ").removesuffix(".")
    return answer(request, 422, "invalid-request", f"{where}: {message}.", where=where)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code < HTTPStatus.BAD_REQUEST:
        return Response(None, error.status_code, error.headers)
    return of_status(request, error.status_code, error.detail, error.headers)
