"""The OpenAPI document: what the routes say of themselves, what errors look like, and an example of each answer."""

import json
from importlib import resources
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from api.problems import MEDIA_TYPE, Problem

_TAGS: Final = (
    {"name": "pages", "description": "What people open in a browser."},
    {"name": "entities", "description": "Organisations, actions, areas … with the words behind every fact."},
    {"name": "coverage", "description": "Which kinds of actors stand for which area."},
    {"name": "gaps", "description": "What is missing, why that is known, and who could help."},
    {"name": "resources", "description": "Who needs and who offers what, and where."},
    {"name": "roles", "description": "Who holds the network together."},
    {"name": "generations", "description": "Who is of which generation, and where they meet."},
    {"name": "suggestions", "description": "Who could meet, and why."},
    {"name": "what-if", "description": "What a change would do, without making it."},
    {"name": "queries", "description": "Saved queries, and Cypher that only reads."},
    {"name": "documents", "description": "What was read, and what was found in it."},
    {"name": "reviews", "description": "What waits for a person, what people decided, where sources disagree."},
    {"name": "imports", "description": "Files brought in, and how far they have come."},
    {"name": "health", "description": "How the server is."},
)
_DESCRIPTION: Final = (
    "The graph of a territory: who does what, where, for whom, with what means, and the sentence behind each fact. "
    "Errors are RFC 9457 problem details. Where a token is set, send `Authorization: Bearer TOKEN`."
)
PROBLEM_CONTENT: Final[dict[str, Any]] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def openapi(app: FastAPI) -> dict[str, Any]:
    """The document of this application, made once."""
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title, version=app.version, description=_DESCRIPTION, tags=list(_TAGS), routes=app.routes
        )
        schema["components"]["schemas"]["Problem"] = TypeAdapter(Problem).json_schema()
        if app.state.services.access.token is not None:
            schema["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
            schema["security"] = [{"token": []}]
        _add_examples(schema)
        app.openapi_schema = schema
    return app.openapi_schema


def _add_examples(schema: dict[str, Any]) -> None:
    """Sets what `examples.json` has by "METHOD path" beside the schemas of the answers, what it has by name in them."""
    examples = json.loads((resources.files("api") / "examples.json").read_text(encoding="utf-8"))
    components = schema["components"]["schemas"]
    for name in examples.keys() & components.keys():
        components[name]["examples"] = [examples[name]]
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            for code, answer in operation["responses"].items():
                content = answer.get("content", {}).get("application/json")
                if code.startswith("2") and content is not None:
                    content["example"] = examples[f"{method.upper()} {path}"]
