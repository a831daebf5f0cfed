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
            success: Json = next((said for code, said in operation["responses"].items() if code.startswith("2")), {})
            shown = {
                "method": method.upper(),
                "path": path,
                "body": _example(_json_schema(operation.get("requestBody", {})), components),
                "answer": _fields(_json_schema(success), components),
            }
            operations[operation["tags"][0]].append(operation | shown)
    return page("docs.html", {"info": schema["info"], "tags": schema["tags"], "operations": operations})


def _json_schema(message: Json) -> Json:
    schema: Json = message.get("content", {}).get("application/json", {}).get("schema", {})
    return schema


def _resolved(schema: Json, components: Json) -> Json:
    reference = schema.get("$ref", "")
    found: Json = components[reference.rsplit("/", 1)[1]] if reference else schema
    return found


def _example(schema: Json, components: Json) -> str | None:
    examples = _resolved(schema, components).get("examples")
    return json.dumps(examples[0], ensure_ascii=False, indent=2) if examples else None


def _fields(schema: Json, components: Json) -> str | None:
    """The names that an answer has, those of its parts in brackets."""
    if not schema:
        return None
    several = schema.get("type") == "array"
    described = _resolved(schema.get("items", {}) if several else schema, components)
    names = ", ".join(described.get("properties", ()))
    return f"a list of {{{names}}}" if several else f"{{{names}}}"
