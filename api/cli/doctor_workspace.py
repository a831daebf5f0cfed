"""Checks of a workspace: settings, disk, ledger, originals, graph."""

import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from api.cli.findings import Check, Finding, ok, problem, warning
from graph.errors import IntreccioError, WorkspaceNotFound

if TYPE_CHECKING:
    from graph.workspace import Workspace

_MEGABYTE: Final = 2**20
_ENOUGH_MB, _LITTLE_MB = 2_000, 200
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
_NAMED: Final = 5


def checks(given: Path | None, sample: int) -> Sequence[Check]:
    """The checks of the workspace that is found; of the folder only, where there is none."""
    from graph.workspace import find_workspace

    try:
        workspace = find_workspace(given, Path.cwd())
    except IntreccioError as error:
        absent = _absent(error)
        return (Check("workspace", lambda: [absent]), Check("disk", partial(_disk, Path.cwd())))
    return (
        Check("workspace", partial(_folder, workspace)),
        Check("settings", partial(_settings, workspace)),
        Check("disk", partial(_disk, workspace.root)),
        Check("ledger", partial(_ledger, workspace)),
        Check("originals", partial(_originals, workspace, sample)),
        Check("graph", partial(_graph, workspace)),
    )


def _absent(error: IntreccioError) -> Finding:
    """No workspace is no fault: one may be made yet. Settings that are wrong are."""
    say = warning if isinstance(error, WorkspaceNotFound) else problem
    place = f"{error.where}: " if error.where else ""
    return say("workspace", place + error.message, error.hint or "")


def _folder(workspace: "Workspace") -> Iterator[Finding]:
    root = workspace.root
    if not os.access(root, os.W_OK | os.X_OK):
        yield problem("workspace", f"{root} cannot be written", "Give yourself the right to write there.")
    else:
        yield ok("workspace", f"{workspace.settings.name} in {root}")
    salt = root / "salt"
    if salt.exists() and stat.S_IMODE(salt.stat().st_mode) & 0o077:
        yield warning("salt", "others on this machine can read it", f"chmod 600 {salt}")


def _settings(workspace: "Workspace") -> Iterator[Finding]:
    api = workspace.settings.api
    if api.host not in _LOOPBACK and api.token is None:
        yield problem("settings", f"api.host is {api.host} and there is no api.token", "Set INTRECCIO_API__TOKEN.")
    else:
        yield ok("settings", f"graph at {workspace.store().url}, API on {api.host}:{api.port}")


def _disk(folder: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(folder).free // _MEGABYTE
    found = f"{free:,} MB free at {folder}"
    if free < _LITTLE_MB:
        yield problem("disk", found, "Make room before you add anything.")
    elif free < _ENOUGH_MB:
        yield warning("disk", found, "Make room: originals are kept beside the ledger.")
    else:
        yield ok("disk", found)


def _ledger(workspace: "Workspace") -> Iterator[Finding]:
    from graph.ledger import imports
    from graph.ledger.reading import ledger_counts
    from graph.ledger.tables import REVISION

    with workspace.ledger.read() as connection:
        if workspace.ledger.engine.dialect.name == "sqlite":
            said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            if said != "ok":
                yield problem("ledger", f"damaged: {said}", "Restore ledger.sqlite from a backup.")
                return
        counts = ledger_counts(connection)
        waiting = imports.count_open(connection)
    yield ok("ledger", f"revision {REVISION}, {counts.documents} documents of {counts.sources} sources")
    if waiting:
        yield warning("imports", f"{waiting} wait to be read", "The next `intreccio add` or `serve` reads them.")


def _originals(workspace: "Workspace", sample: int) -> Iterator[Finding]:
    """Whether a sample, the newest, is there with the content that its name says."""
    from graph.ledger.kept import original_paths

    with workspace.ledger.read() as connection:
        held = original_paths(connection)
    chosen = dict(islice(held.items(), sample))
    wrong = [place for document, place in chosen.items() if not _is_whole(workspace, document, place)]
    if wrong:
        names = ", ".join(wrong[:_NAMED])
        yield problem(
            "originals",
            f"{len(wrong)} of {len(chosen)} missing or changed: {names}",
            "Restore originals/ from a backup; the ledger and the graph are not touched by it.",
        )
    else:
        yield ok("originals", f"{len(chosen)} of {len(held)} looked at, all whole")


def _is_whole(workspace: "Workspace", document: str, place: str) -> bool:
    from graph.errors import InputError
    from ingest.files import hash_file

    try:
        return hash_file(workspace.originals / place, workspace.settings.limits.register_mb) == document
    except InputError:
        return False


def _graph(workspace: "Workspace") -> Iterator[Finding]:
    from graph.ledger.reading import backlog
    from ingest.extract import EXTRACTOR_VERSION

    store = workspace.store()
    yield ok("graph", f"{store.url}: {store.check()}")
    with workspace.ledger.read() as connection:
        behind = backlog(connection, store.url, EXTRACTOR_VERSION)
    if behind.unresolved or behind.unprojected:
        yield warning("graph", "behind the ledger", "intreccio rebuild")
    if behind.outdated:
        yield warning("documents", f"{behind.outdated} read by an older version", "intreccio add, with their files")
