"""`doctor`: whether everything that Intreccio needs is there, and how to mend what is not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from api.cli import output
from api.cli.findings import Finding, State, careful
from api.cli.options import WorkspaceOption, example
from api.cli.running import SOME_FAILED


def register(app: typer.Typer) -> None:
    app.command("doctor", epilog=example("intreccio doctor", "intreccio --workspace torino doctor"))(doctor)


def doctor(
    context: typer.Context,
    workspace: WorkspaceOption = None,
    sample: Annotated[
        int, typer.Option("--sample", min=0, metavar="N", help="How many originals are checked against their hash.")
    ] = 50,
) -> None:
    """Check that all is well, and say how to mend what is not.

    Python, packages, language model, stores, disk, and the workspace if there is one. Exit code 1: a problem was found.
    """
    found = list(_findings(workspace or context.find_root().obj.workspace, sample))
    output.table(
        ("state", "what", "found", "how to mend it"), [(f.state.value, f.what, f.found, f.advice) for f in found]
    )
    if any(finding.state is State.PROBLEM for finding in found):
        raise typer.Exit(SOME_FAILED)


def _findings(given: Path | None, sample: int) -> Iterator[Finding]:
    from api.cli import doctor_machine, doctor_workspace

    for check in (*doctor_machine.CHECKS, *doctor_workspace.checks(given, sample)):
        yield from careful(check)
