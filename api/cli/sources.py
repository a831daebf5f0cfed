"""Sources as people call them, and whether their files are still what was read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from graph.errors import InputError, NotFound, UsageError
from graph.ledger.kept import original_paths
from graph.ledger.reading import SourceRow, list_sources
from graph.workspace import Workspace

_SHORTEST_ID = 8
_SHOWN = 5


def one_source(connection: Connection, given: str) -> str:
    """The one source meant by its path, its file name or the beginning of its document's id.

    Raises `NotFound`, or `UsageError` when several could be meant.
    """
    held = list_sources(connection)
    path = str(Path(given).resolve())
    ways = (
        [s for s in held if s.source in (given, path)],
        [s for s in held if Path(s.source).name == given],
        [s for s in held if len(given) >= _SHORTEST_ID and (s.document or "").startswith(given)],
    )
    found = next((matching for matching in ways if matching), [])
    if not found:
        raise NotFound(f"no source is called {given}.", hint="`intreccio status --sources` lists them.")
    if len(found) > 1:
        names = ", ".join(s.source for s in found[:_SHOWN])
        raise UsageError(f"{given} could be {len(found)} sources: {names}.", hint="Give the whole path.")
    return found[0].source


@dataclass(frozen=True, slots=True)
class Outdated:
    """A source whose file is no longer what was read: "changed" or "vanished"."""

    source: str
    what: str


def outdated_sources(workspace: Workspace, connection: Connection) -> Iterator[Outdated]:
    """Sources that are files of this machine and have changed since, or are no longer there.

    Only a file that was written after it was read and has the old size is read again.
    """
    originals = original_paths(connection)
    for source in list_sources(connection):
        path = Path(source.source)
        if not path.is_absolute():
            continue
        if not path.exists():
            yield Outdated(source.source, "vanished")
        elif _has_changed(path, source, workspace, originals):
            yield Outdated(source.source, "changed")


def _has_changed(path: Path, source: SourceRow, workspace: Workspace, originals: Mapping[str, str]) -> bool:
    from ingest.files import hash_file

    try:
        status = path.stat()
        kept = workspace.originals / originals[source.document or ""]
        if kept.exists() and kept.stat().st_size != status.st_size:
            return True
        if datetime.fromtimestamp(status.st_mtime, UTC) < datetime.fromisoformat(source.at):
            return False
        return hash_file(path, workspace.settings.limits.register_mb) != source.document
    except (OSError, InputError):
        return True
