"""`status`: what is in the ledger and the graph, and what is out of date."""

import csv
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import output
from api.cli.options import WorkspaceOption, example, open_workspace
from graph.errors import InputError, StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from graph.ledger.reading import SourceRow
    from graph.workspace import Workspace

commands = typer.Typer()

Line = tuple[str, str, str]
"""Part of the workspace, what is said of it, and its value."""

_FAILED_SHOWN = 20


@commands.command(
    epilog=example("intreccio status", "intreccio status --sources", "intreccio status --rejected rows.csv")
)
def status(
    context: typer.Context,
    sources: Annotated[bool, typer.Option("--sources", help="List the sources instead.")] = False,
    rejected: Annotated[
        Path | None,
        typer.Option("--rejected", metavar="FILE.csv", help="Write the rows of registers that were kept aside."),
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Show what the ledger and the graph hold and what is out of date."""
    opened = open_workspace(context, workspace)
    with opened.ledger.read() as connection:
        if rejected:
            count = _write_rejected(connection, rejected)
            output.line(f"written {rejected}: {count} rows")
        elif sources:
            _list_sources(connection)
        else:
            lines = [*_ledger(connection), *_imports(connection), *_outdated(opened, connection)]
            output.table(("part", "what", "value"), [*lines, *_graph(opened, connection)])


def _ledger(connection: "Connection") -> Iterator[Line]:
    from graph.ledger.reading import ledger_counts

    counts = ledger_counts(connection)
    for what in ("sources", "documents", "passages", "mentions", "claims", "records", "entities"):
        yield "ledger", what, str(getattr(counts, what))
    if counts.rejected:
        yield "ledger", "rows kept aside", f"{counts.rejected} (--rejected FILE.csv writes them)"


def _imports(connection: "Connection") -> Iterator[Line]:
    from graph.ledger import imports

    yield "imports", "waiting", str(imports.count_open(connection))
    seen: set[str] = set()
    failed = []
    for newest in imports.newest(connection, limit=10_000):
        if newest.source not in seen and newest.state == imports.FAILED:
            failed.append(newest)
        seen.add(newest.source)
    yield "imports", "failed", str(len(failed))
    for one in failed[:_FAILED_SHOWN]:
        yield "failed", one.source, one.message or ""


def _outdated(workspace: "Workspace", connection: "Connection") -> Iterator[Line]:
    """Sources that are files of this machine and have changed since, or are no longer there."""
    from graph.ledger.kept import original_paths
    from graph.ledger.reading import list_sources

    originals = original_paths(connection)
    for source in list_sources(connection):
        path = Path(source.source)
        if path.is_absolute() and not path.exists():
            yield "source", "vanished", source.source
        elif path.is_absolute() and _has_changed(path, source, workspace, originals):
            yield "source", "changed", source.source


def _has_changed(path: Path, source: "SourceRow", workspace: "Workspace", originals: Mapping[str, str]) -> bool:
    """Only a file that was written after it was read and has the old size is read again."""
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


def _graph(workspace: "Workspace", connection: "Connection") -> Iterator[Line]:
    """The address, whether all of the ledger is there, and the counts. A store out of reach is said, no failure."""
    from graph.ledger.reading import backlog
    from ingest.language.choice import choice_of

    store = workspace.store()
    yield "graph", "address", store.url
    behind = backlog(connection, store.url, choice_of(workspace).version)
    if behind.outdated:
        yield "ledger", "read by an older version", f"{behind.outdated} documents (add them again)"
    try:
        with store.reader() as reader:
            nodes, edges = reader.counts()
    except StoreError as error:
        yield "graph", "state", f"cannot be reached: {error}"
        return
    missing = behind.unresolved + behind.unprojected
    yield "graph", "state", f"behind the ledger by {missing} changes (intreccio rebuild)" if missing else "up to date"
    for kind, counted in (("nodes", nodes), ("relationships", edges)):
        yield "graph", kind, str(sum(counted.values()))
        for name, number in sorted(counted.items()):
            yield kind, name, str(number)


def _list_sources(connection: "Connection") -> None:
    from graph.ledger.reading import list_sources

    rows = [(s.source, s.document or "", s.at) for s in list_sources(connection)]
    output.table(("source", "document", "read"), rows)


def _write_rejected(connection: "Connection", path: Path) -> int:
    """Rejected rows of all documents as csv: source, row, reason, then the cells as they were."""
    from graph.export_cells import safe_cell
    from graph.exports.whole import whole_file
    from graph.ledger.kept import rows_kept_aside

    count = 0
    with whole_file(path) as stream:
        stream.write("\ufeff")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("source", "row", "reason", "cells"))
        for count, row in enumerate(rows_kept_aside(connection), 1):  # noqa: B007 - the last number is the count
            writer.writerow([safe_cell(cell) for cell in (row.source, str(row.row), row.reason, *row.cells)])
    return count
