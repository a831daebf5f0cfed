"""The application: its services, its routes, and the door in front of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any, Final

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.openapi.utils import get_openapi

from api import problems
from api.access import Access, serve_settings
from api.door import Door
from api.problems import Problem
from api.routes import coverage, docs, documents, entities, health, imports, network, queries
from api.services import Services
from graph.workspace import Workspace

_STOP_SECONDS: Final = 10.0
_TAGS: Final = (
    {"name": "pages", "description": "What people open in a browser."},
    {"name": "entities", "description": "Organisations, actions, areas … with the words behind every fact."},
    {"name": "coverage", "description": "Which kinds of actors stand for which area."},
    {"name": "queries", "description": "Saved queries, and Cypher that only reads."},
    {"name": "documents", "description": "What was read, and what was found in it."},
    {"name": "imports", "description": "Files brought in, and how far they have come."},
    {"name": "health", "description": "How the server is."},
)
_DESCRIPTION: Final = (
    "The graph of a territory: who does what, where, for whom, with what means, and the sentence behind each fact. "
    "Errors are RFC 9457 problem details. Where a token is set, send `Authorization: Bearer TOKEN`."
)


def create_app(workspace: Workspace, access: Access | None = None) -> FastAPI:
    """The API and the pages of a workspace. `access` is that of the settings by default. Raises `SettingsInvalid`."""
    entrance = access or serve_settings(workspace.settings.api)
    app = FastAPI(
        title="Intreccio",
        version=version("intreccio"),
        description=_DESCRIPTION,
        openapi_tags=list(_TAGS),
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
        responses={"default": {"description": "What went wrong", "content": _PROBLEM_CONTENT}},
    )
    app.state.services = Services.of(workspace, entrance)
    for room in (network, entities, coverage, queries, documents, imports, health, docs):
        app.include_router(room.router)
    problems.install(app)
    app.add_middleware(Door, access=entrance)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Reads in the background while the server runs; ends what it started."""
    services: Services = app.state.services
    services.importer.start()
    try:
        yield
    finally:
        await run_in_threadpool(services.asking.close)
        await run_in_threadpool(services.importer.stop, _STOP_SECONDS)


_PROBLEM_CONTENT: Final[dict[str, Any]] = {
    problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}},
}


def _openapi(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            tags=app.openapi_tags,
            routes=app.routes,
        )
        schemas = schema.setdefault("components", {}).setdefault("schemas", {})
        schemas["Problem"] = Problem.model_json_schema()
        if app.state.services.access.token is not None:
            schema["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
            schema["security"] = [{"token": []}]
        app.openapi_schema = schema
    return app.openapi_schema
