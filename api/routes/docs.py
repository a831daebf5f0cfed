"""The API's documentation as a page without scripts, made from the OpenAPI document."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

router = APIRouter(tags=["pages"])


@dataclass(frozen=True, slots=True)
class Operation:
    """One route as the page shows it."""

    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Mapping[str, Any], ...]
    body: str | None
    answer: str | None


@router.get("/docs", summary="This documentation as a page", response_class=HTMLResponse)
def documentation(request: Request) -> HTMLResponse:
    """Every route with its parameters and examples; `/openapi.json` is the same for programs."""
    schema: dict[str, Any] = request.app.openapi()
    environment = Environment(
        loader=PackageLoader("api"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    operations = list(_operations(schema))
    groups = [(tag, [o for name, o in operations if name == tag["name"]]) for tag in schema["tags"]]
    return HTMLResponse(environment.get_template("docs.html").render(info=schema["info"], groups=groups))


def _operations(schema: Mapping[str, Any]) -> Iterator[tuple[str, Operation]]:
    components = schema["components"]["schemas"]
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            body = _json_schema(operation.get("requestBody", {}))
            answers: Mapping[str, Any] = operation["responses"]
            success: Mapping[str, Any] = next((answer for code, answer in answers.items() if code.startswith("2")), {})
            yield (
                operation["tags"][0],
                Operation(
                    method=method.upper(),
                    path=path,
                    summary=operation["summary"],
                    description=operation.get("description", ""),
                    parameters=tuple(operation.get("parameters", ())),
                    body=_example(body, components),
                    answer=_fields(_json_schema(success), components),
                ),
            )


def _json_schema(message: Mapping[str, Any]) -> Mapping[str, Any]:
    schema: Mapping[str, Any] = message.get("content", {}).get("application/json", {}).get("schema", {})
    return schema


def _resolved(schema: Mapping[str, Any], components: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = schema.get("$ref", "")
    found: Mapping[str, Any] = components[reference.rsplit("/", 1)[1]] if reference else schema
    return found


def _example(schema: Mapping[str, Any], components: Mapping[str, Any]) -> str | None:
    examples = _resolved(schema, components).get("examples")
    return json.dumps(examples[0], ensure_ascii=False, indent=2) if examples else None


def _fields(schema: Mapping[str, Any], components: Mapping[str, Any]) -> str | None:
    """The names that an answer has, those of its parts in brackets."""
    if not schema:
        return None
    several = schema.get("type") == "array"
    described = _resolved(schema.get("items", {}) if several else schema, components)
    names = ", ".join(described.get("properties", ()))
    return f"a list of {{{names}}}" if several else f"{{{names}}}"
