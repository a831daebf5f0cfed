"""The application as a client sees it: in this process without a socket, or as a server process."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from types import TracebackType
from typing import Any, Self

import httpx
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI

from api.access import Access
from api.app import create_app
from graph.workspace import Workspace

ADDRESS = "http://127.0.0.1:8000"
_SERVE = "from pathlib import Path; from graph.workspace import open_workspace; from api.serve import serve; "


class Client:
    """Runs the application in a thread, with all that it starts and stops, and asks it. A context manager."""

    def __init__(self, workspace: Workspace, access: Access | None = None, base: str = ADDRESS) -> None:
        self.app: FastAPI = create_app(workspace, access)
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=base)
        self._stack = ExitStack()
        self._portal = self._stack.enter_context(start_blocking_portal())

    def __enter__(self) -> Self:
        life = self.app.router.lifespan_context(self.app)
        self._stack.enter_context(self._portal.wrap_async_context_manager(life))
        self._stack.enter_context(self._portal.wrap_async_context_manager(self.http))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def request(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        return self._portal.call(partial(self.http.request, method, path, **arguments))

    def get(self, path: str, **arguments: Any) -> httpx.Response:
        return self.request("GET", path, **arguments)

    def post(self, path: str, **arguments: Any) -> httpx.Response:
        return self.request("POST", path, **arguments)

    def json(self, path: str, **parameters: Any) -> Any:
        """The answer of a GET that must go well."""
        found = self.get(path, params=parameters)
        assert found.status_code == 200, found.text
        return found.json()


@contextmanager
def running(workspace: Workspace, call: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server process and the address that it printed."""
    code = f"{_SERVE}serve(open_workspace(Path({str(workspace.root)!r})), {call})"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    watch = threading.Timer(60, process.kill)
    watch.start()
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address, process.communicate()[1]
        yield process, address
    finally:
        watch.cancel()
        process.kill()
        process.communicate()
