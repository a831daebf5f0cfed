"""The API's documentation as a page without scripts, made from the OpenAPI document."""

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages import page

router = APIRouter(tags=["pages"])

Json = Mapping[str, Any]


@router.get("/docs", summary="This documentation as a page", response_class=HTMLResponse)
def documentation(request: Request) -> HTMLResponse:
    """Every route with its parameters and examples; `/openapi.json` is the same for programs."""
    schema: Json = request.app.openapi()
    components = schema["components"]["schemas"]
    operations = defaultdict(list)
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            success = next(said for code, said in operation["responses"].items() if code.startswith("2"))
            shown = {
                "method": method.upper(),
                "path": path,
                "body": _body(operation, components),
                "answer": _fields(_json(success).get("example")),
            }
            operations[operation["tags"][0]].append(operation | shown)
    return page("docs.html", {"info": schema["info"], "tags": schema["tags"], "operations": operations})


def _json(message: Json) -> Json:
    found: Json = message.get("content", {}).get("application/json", {})
    return found


def _body(operation: Json, components: Json) -> str | None:
    """An example of the body that a request brings."""
    reference = _json(operation.get("requestBody", {})).get("schema", {}).get("$ref")
    if reference is None:
        return None
    example = components[reference.rsplit("/", 1)[1]]["examples"][0]
    return json.dumps(example, ensure_ascii=False, indent=2)


def _fields(example: Json | list[Json] | None) -> str | None:
    """The names that an answer has."""
    if isinstance(example, list):
        return f"a list of {_fields(example[0])}"
    return f"{{{', '.join(example)}}}" if example else None
