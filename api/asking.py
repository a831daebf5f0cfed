"""Other people's Cypher on its way to the guard's worker processes."""

import threading
from collections.abc import Mapping
from typing import Final

from graph.errors import StoreBusy
from graph.guard.worker import QueryWorkers
from graph.store.port import Limits, Table
from graph.workspace import Workspace

_IN_LINE: Final = 8
"""Queries that may wait for a process; more are told at once, so that they do not hold up the rest of the server."""


class Asking:
    """Runs queries within the limits of the settings. The processes start with the first query; `close` ends them."""

    def __init__(self, workspace: Workspace, processes: int = 1) -> None:
        self._workspace = workspace
        self._processes = processes
        self._lock = threading.Lock()
        self._workers: QueryWorkers | None = None
        self._line = threading.BoundedSemaphore(_IN_LINE)

    def run(self, cypher: str, parameters: Mapping[str, object], rows: int | None = None) -> Table:
        """The answer, of no more than `rows` rows.

        Raises `QueryRefused`, `QueryInvalid`, `QueryLimit`, `StoreBusy`, `StoreUnavailable`.
        """
        limits = self._workspace.settings.limits
        most = min(rows or limits.query_rows, limits.query_rows)
        if not self._line.acquire(blocking=False):
            raise StoreBusy("too many queries are waiting.", hint="Try again in a moment.")
        try:
            return self._started().run(cypher, parameters, Limits(limits.query_seconds, most, limits.query_memory_mb))
        finally:
            self._line.release()

    def close(self) -> None:
        with self._lock:
            workers, self._workers = self._workers, None
        if workers is not None:
            workers.close()

    def _started(self) -> QueryWorkers:
        settings = self._workspace.settings
        password = settings.graph_password
        with self._lock:
            if self._workers is None:
                self._workers = QueryWorkers(
                    settings.graph,
                    base=self._workspace.root,
                    user=settings.graph_user,
                    password=password.get_secret_value() if password else None,
                    size=self._processes,
                )
            return self._workers
