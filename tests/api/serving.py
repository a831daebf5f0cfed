"""The application as a client sees it: requests in, answers out, in this process and without a socket."""

import asyncio
from types import TracebackType
from typing import Any, Self

import httpx
from fastapi import FastAPI

from api.access import Access
from api.app import create_app
from graph.workspace import Workspace

ADDRESS = "http://127.0.0.1:8000"


class Client:
    """Runs the application with all that it starts and stops, and asks it. A context manager."""

    def __init__(self, workspace: Workspace, access: Access | None = None, base: str = ADDRESS) -> None:
        self.app: FastAPI = create_app(workspace, access)
        self._runner = asyncio.Runner()
        self._life = self.app.router.lifespan_context(self.app)
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=base)

    def __enter__(self) -> Self:
        self._runner.run(self._life.__aenter__())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self._life.__aexit__(None, None, None))
        self._runner.run(self.http.aclose())
        self._runner.close()

    def request(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        return self._runner.run(self.http.request(method, path, **arguments))

    def get(self, path: str, **arguments: Any) -> httpx.Response:
        return self.request("GET", path, **arguments)

    def post(self, path: str, **arguments: Any) -> httpx.Response:
        return self.request("POST", path, **arguments)

    def json(self, path: str, **parameters: Any) -> Any:
        """The answer of a GET that must go well."""
        found = self.get(path, params=parameters)
        assert found.status_code == 200, found.text
        return found.json()
