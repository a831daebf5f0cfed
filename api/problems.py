"""Errors as RFC 9457 problem details, in the same words as on the command line."""

import html
import logging
from collections.abc import Mapping
from http import HTTPStatus
from importlib import resources
from string import Template
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response

from graph.errors import IntreccioError

MEDIA_TYPE: Final = "application/problem+json"
_log = logging.getLogger(__name__)
_WORDS: Final = {
    HTTPStatus.NOT_FOUND: ("no-route", "There is nothing at this address.", "See /docs for what there is."),
    HTTPStatus.METHOD_NOT_ALLOWED: ("method", "This address does not take this method.", "See /docs."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("too-large", "The request is too large.", "Send less at a time."),
}


class Problem(BaseModel):
    """What went wrong. `detail` is the whole sentence for a person; `code` is stable, for programs."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:intreccio:problem:not-found",
                    "title": "Not Found",
                    "status": 404,
                    "detail": "no entity has the id 'org-0'.",
                    "instance": "/entities/org-0",
                    "code": "not-found",
                    "where": None,
                    "hint": None,
                }
            ]
        },
    )

    type: str = Field(description="`urn:intreccio:problem:` and the code")
    title: str
    status: int
    detail: str
    instance: str = Field(description="path of the request")
    code: str
    where: str | None = Field(None, description="file, line, row, setting or field")
    hint: str | None = Field(None, description="what to do")


def problem(
    status: int, code: str, detail: str, instance: str, *, where: str | None = None, hint: str | None = None
) -> Problem:
    return Problem(
        type=f"urn:intreccio:problem:{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=instance,
        code=code,
        where=where,
        hint=hint,
    )


def of_error(error: IntreccioError, instance: str) -> Problem:
    return problem(error.http_status, error.code, str(error), instance, where=error.where, hint=error.hint)


def of_status(status: int, instance: str, detail: str = "") -> Problem:
    """What HTTP itself refuses."""
    if (known := _WORDS.get(HTTPStatus(status))) is None:
        return problem(status, "invalid-request", f"{detail.rstrip('.')}.", instance)
    code, words, hint = known
    return problem(status, code, f"{words} {hint}", instance, hint=hint)


def unforeseen(instance: str) -> Problem:
    """Says nothing of what is inside; the log has it."""
    return problem(500, "internal", "Something unforeseen went wrong; the server's log says what.", instance)


def answer(found: Problem, headers: Mapping[str, str] | None = None, *, page: bool = False) -> Response:
    """The problem as a response: JSON, or a page for a person with a browser."""
    if page:
        values = {name: html.escape(str(value)) for name, value in found.model_dump().items()}
        return HTMLResponse(_page().substitute(values), found.status, headers)
    return JSONResponse(found.model_dump(), found.status, headers, media_type=MEDIA_TYPE)


def wants_page(accept: str) -> bool:
    """Whether a person looks at the answer, rather than a program."""
    return "text/html" in accept


def install(app: FastAPI) -> None:
    """Makes problems of all errors that a route raises."""
    app.add_exception_handler(IntreccioError, _foreseen)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


async def _foreseen(request: Request, error: Exception) -> Response:
    assert isinstance(error, IntreccioError)
    if error.http_status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.warning("%s %s: %s", request.method, request.url.path, error)
    return _answer(request, of_error(error, request.url.path))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
    detail = f"{where[:200]}: {_sentence(first)}"
    return _answer(request, problem(422, "invalid-request", detail, request.url.path, where=where[:200]))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    found = of_status(error.status_code, request.url.path, str(error.detail))
    return _answer(request, found, error.headers)


def _answer(request: Request, found: Problem, headers: Mapping[str, str] | None = None) -> Response:
    page = wants_page(request.headers.get("accept", ""))
    return answer(found, headers, page=page)


def _sentence(error: Mapping[str, Any]) -> str:
    message = str(error["msg"]).removeprefix("Value error, ")
    return message if message.endswith(".") else f"{message}."


def _page() -> Template:
    return Template((resources.files("api") / "templates" / "problem.html").read_text(encoding="utf-8"))
