"""The application: its services, its routes, and the door in front of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Final

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from api import problems
from api.access import Access, serve_settings
from api.description import PROBLEM_CONTENT, openapi
from api.door import Door
from api.routes import (
    changes,
    coverage,
    docs,
    documents,
    entities,
    gaps,
    generations,
    health,
    imports,
    network,
    queries,
    resources,
    reviews,
    roles,
    suggestions,
    what_if,
)
from api.services import Services
from graph.workspace import Workspace

_STOP_SECONDS: Final = 10.0


def create_app(workspace: Workspace, access: Access | None = None) -> FastAPI:
    """The API and the pages of a workspace. `access` is that of the settings by default. Raises `SettingsInvalid`."""
    entrance = access or serve_settings(workspace.settings.api)
    app = FastAPI(
        title="Intreccio",
        version=version("intreccio"),
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
        responses={"default": {"description": "What went wrong", "content": PROBLEM_CONTENT}},
    )
    app.state.services = Services.of(workspace, entrance)
    found = (coverage, gaps, resources, roles, generations, suggestions, what_if, changes)
    for room in (network, entities, *found, queries, documents, imports, reviews, health, docs):
        app.include_router(room.router)
    problems.install(app)
    app.add_middleware(Door, access=entrance)
    app.openapi = lambda: openapi(app)  # type: ignore[method-assign]
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
