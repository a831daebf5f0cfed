"""`doctor`: whether everything that Intreccio needs is there, and how to mend what is not."""

from typing import Annotated

import typer

from api.cli import output
from api.cli.options import WorkspaceOption, example, named_workspace
from api.cli.running import SOME_FAILED

commands = typer.Typer()


@commands.command(epilog=example("intreccio doctor", "intreccio --workspace torino doctor"))
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
    from api.cli.checks import findings

    found = list(findings(named_workspace(context, workspace), sample))
    output.table(("state", "what", "found", "how to mend it"), found)
    if any(finding.state == "problem" for finding in found):
        raise typer.Exit(SOME_FAILED)
