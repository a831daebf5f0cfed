"""`init`, `add` and `remove`: a workspace, and what it has read."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import output
from api.cli.options import WorkspaceOption, example, open_workspace
from api.cli.running import SOME_FAILED
from graph.errors import NotFound, StoreError, UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ingest.add import Progress, Stage, Summary

commands = typer.Typer()

_STAGES = {"reading": "reading", "resolving": "finding who is who", "projecting": "updating the graph"}
_SHORTEST_ID = 8
_SHOWN = 5


@commands.command(epilog=example("intreccio init torino", 'intreccio init torino --name "Distretto Nord"'))
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder; made if it is not there.")] = Path(),
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="What to call it; else the folder's name.")
    ] = None,
) -> None:
    """Make a workspace: a folder where all that is read is kept."""
    from graph.workspace import create_workspace

    workspace = create_workspace(folder, name)
    output.line(f"Workspace {workspace.settings.name} made in {workspace.root}")
    output.line(f"Next: intreccio --workspace {folder} add DOCUMENTS…")


@commands.command(epilog=example("intreccio add documents/ register.csv", "intreccio add plan.pdf -w torino"))
def add(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files and folders, with all in them.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Read what is new or changed, and update the graph."""
    from ingest.add import add as add_paths

    opened = open_workspace(context, workspace)
    steps: list[Progress] = []
    with output.progress("looking for what is new", "updating the graph") as show:

        def on_progress(step: "Progress") -> None:
            steps.append(step)
            show(step.done, step.total, f"{step.last.state} {Path(step.last.source).name}")

        begun: dict[str, float] = {}

        def on_stage(stage: "Stage") -> None:
            seconds = time.monotonic() - begun.setdefault(stage.source, time.monotonic())
            show.within(_words(stage, seconds))

        try:
            summary = add_paths(opened, paths, on_progress, on_stage)
        except StoreError:
            if steps:
                output.note("What was read is kept in the ledger; `intreccio rebuild` brings the graph up to date.")
            raise
    _show_summary(summary)
    if summary.failed:
        raise typer.Exit(SOME_FAILED)


def _words(stage: "Stage", seconds: float) -> str:
    """What is being done, how far it is after so many seconds, and how long it may still take."""
    if not stage.source:
        return _STAGES[stage.what]
    words = f"{_STAGES[stage.what]} {Path(stage.source).name}: {stage.rows:,} rows"
    if stage.share is None:
        return words
    left = round(seconds * (1 - stage.share) / max(stage.share, 0.01))
    return f"{words}, {stage.share:.0%}, {left // 60}:{left % 60:02} left"


def _show_summary(summary: "Summary") -> None:
    from ingest.add import KEPT_ASIDE

    output.line(f"read {summary.read}, unchanged {summary.unchanged}, failed {len(summary.failed)}")
    for failure in summary.failed:
        about = "" if failure.message.startswith(failure.source) else f"{failure.source}: "
        output.line(f"failed: {about}{failure.message}")
    for remark in summary.notes:
        output.line(f"note: {remark}")
    if any(KEPT_ASIDE in remark for remark in summary.notes):
        output.line("Rows that were kept aside: intreccio status --rejected ROWS.csv")


@commands.command(epilog=example("intreccio remove minutes.docx"))
def remove(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="Path, file name or document id of what was added.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Withdraw a document or register from the graph.

    What only it says disappears, what another source says too stays; the ledger remembers it.
    """
    from graph.ledger.writing import withdraw
    from ingest.add import update_graph

    opened = open_workspace(context, workspace)
    with opened.ledger.read() as connection:
        found = _one_source(connection, source)
    with opened.ledger.write() as connection:
        withdraw(connection, found)
    update_graph(opened)
    output.line(f"withdrawn {found}")


def _one_source(connection: "Connection", given: str) -> str:
    """The one source meant by its path, its file name or the beginning of its document's id.

    Raises `NotFound`, or `UsageError` when several could be meant.
    """
    from graph.ledger.reading import list_sources

    held = list_sources(connection)
    path = str(Path(given).resolve())
    ways = (
        [s.source for s in held if s.source in (given, path)],
        [s.source for s in held if Path(s.source).name == given],
        [s.source for s in held if len(given) >= _SHORTEST_ID and (s.document or "").startswith(given)],
    )
    found = next(filter(None, ways), [])
    if not found:
        raise NotFound(f"no source is called {given}.", hint="`intreccio status --sources` lists them.")
    if len(found) > 1:
        names = ", ".join(found[:_SHOWN])
        raise UsageError(f"{given} could be {len(found)} sources: {names}.", hint="Give the whole path.")
    return found[0]
