"""`rebuild`: the graph out of the ledger, from nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import output
from api.cli.options import WorkspaceOption, example, open_workspace

if TYPE_CHECKING:
    from filelock import FileLock


def register(app: typer.Typer) -> None:
    examples = example("intreccio rebuild", "intreccio rebuild --graph bolt://127.0.0.1:7687")
    app.command("rebuild", epilog=examples)(rebuild)


def rebuild(
    context: typer.Context,
    graph: Annotated[
        str | None,
        typer.Option("--graph", metavar="URL", help="Address of the store to fill; else the workspace's own."),
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Empty a graph store and project the whole ledger into it."""
    from graph.store.projection import rebuild as rebuild_store
    from ingest.resolve.resolve import resolve

    opened = open_workspace(context, workspace)
    store = opened.store(graph)
    with _held(opened.projection_lock()):
        resolve(opened.ledger)
        rebuild_store(opened.ledger, store)
    with store.reader() as reader:
        nodes, edges = reader.counts()
    output.line(f"{store.url}: {sum(nodes.values())} nodes, {sum(edges.values())} relationships")


@contextmanager
def _held(lock: "FileLock") -> Iterator[None]:
    """Holds the lock; says so when another process has it and must be waited for."""
    from filelock import Timeout

    try:
        lock.acquire(timeout=0)
    except Timeout:
        output.note("Another process is writing the graph; waiting for it.")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
