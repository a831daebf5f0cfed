"""`init`: a new workspace."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli import output
from api.cli.options import example


def register(app: typer.Typer) -> None:
    app.command("init", epilog=example("intreccio init torino", 'intreccio init torino --name "Distretto Nord"'))(init)


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
