"""The thread that reads what was uploaded, one file after the other, and brings the graph up to date."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from graph.errors import IntreccioError
from graph.ledger import imports
from graph.ledger.reading import backlog, import_states
from graph.workspace import Workspace
from ingest.add import update_graph, work
from ingest.language.choice import choice_of

_LOOK_SECONDS: Final = 2.0
"""How often it looks for imports of which nobody told it: those of a process that ended half-way."""
_LONGEST_PAUSE_SECONDS: Final = 60.0
_ORPHAN_SECONDS: Final = 3600.0
_log = logging.getLogger(__name__)


class Importer:
    """Reads in the background. `start` it once, `wake` it when something is queued, `stop` it at the end.

    `refresh` is called whenever the graph may have been saved anew, by this process or another.
    """

    def __init__(self, workspace: Workspace, refresh: Callable[[], None]) -> None:
        self._workspace = workspace
        self._refresh = refresh
        self._awake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="imports", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._awake.set()

    def stop(self, seconds: float) -> None:
        """Ends after the file that is being read; what is cut off waits again at the next start."""
        self._stopping.set()
        self._awake.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _run(self) -> None:
        pause = _LOOK_SECONDS
        while not self._stopping.is_set():
            self._awake.clear()
            try:
                self._once()
                pause = _LOOK_SECONDS
            except IntreccioError as error:
                _log.warning("imports wait: %s", error)
                pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
            except Exception:  # noqa: BLE001 - the thread must outlive a fault of ours
                _log.exception("imports wait")
                pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
            self._awake.wait(pause)

    def _once(self) -> None:
        """Everything that waits now, then the graph; while another process reads, the graph is left to it."""
        workspace = self._workspace
        if self._open_imports():
            work(workspace, self._stopping.is_set)
        with workspace.ledger.read() as connection:
            behind = backlog(connection, workspace.store().url, choice_of(workspace).version)
        if (behind.unresolved or behind.unprojected) and not self._open_imports():
            update_graph(workspace)
        sweep_uploads(workspace)
        if not self._stopping.is_set():
            self._refresh()

    def _open_imports(self) -> int:
        with self._workspace.ledger.read() as connection:
            return imports.count_open(connection)


def sweep_uploads(workspace: Workspace) -> None:
    """Removes uploaded files that were read (the ledger keeps its own copy) or that nobody waits for."""
    if not workspace.uploads.is_dir():
        return
    files = [path for path in workspace.uploads.iterdir() if path.is_file()]
    with workspace.ledger.read() as connection:
        states = import_states(connection, [str(path) for path in files])
    for path in files:
        state = states.get(str(path))
        if state in imports.OPEN_STATES or (state is None and _is_young(path)):
            continue
        path.unlink(missing_ok=True)


def _is_young(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime < _ORPHAN_SECONDS
    except FileNotFoundError:
        return True
