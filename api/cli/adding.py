"""`add` and `remove`: what the workspace has read."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import output
from api.cli.options import WorkspaceOption, example, open_workspace
from api.cli.progress import shown_progress
from api.cli.running import SOME_FAILED

if TYPE_CHECKING:
    from ingest.add import Progress, Summary


def register(app: typer.Typer) -> None:
    app.command("add", epilog=example("intreccio add documents/ register.csv", "intreccio add plan.pdf -w torino"))(add)
    app.command("remove", epilog=example("intreccio remove minutes.docx"))(remove)


def add(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files and folders, with all in them.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Read what is new or changed, and update the graph."""
    from graph.errors import StoreError
    from ingest.add import add as add_paths

    opened = open_workspace(context, workspace)
    steps: list[Progress] = []
    with shown_progress("looking for what is new", "updating the graph") as show:

        def on_progress(step: "Progress") -> None:
            steps.append(step)
            show(step.done, step.total, f"{step.last.state} {Path(step.last.source).name}")

        try:
            summary = add_paths(opened, paths, on_progress)
        except StoreError:
            if steps:
                output.note("What was read is kept in the ledger; `intreccio rebuild` brings the graph up to date.")
            raise
    _show_summary(summary)
    if summary.failed:
        raise typer.Exit(SOME_FAILED)


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


def remove(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="Path, file name or document id of what was added.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Withdraw a document or register from the graph.

    What only it says disappears, what another source says too stays; the ledger remembers it.
    """
    from api.cli.sources import one_source
    from graph.ledger.writing import withdraw
    from ingest.add import update_graph

    opened = open_workspace(context, workspace)
    with opened.ledger.read() as connection:
        found = one_source(connection, source)
    with opened.ledger.write() as connection:
        withdraw(connection, found)
    update_graph(opened)
    output.line(f"withdrawn {found}")
