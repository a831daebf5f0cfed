"""Options that many commands share, and the workspace that they lead to."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from graph.workspace import Workspace

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        "-w",
        metavar="DIR",
        help="The workspace; else INTRECCIO_WORKSPACE, else the nearest intreccio.toml upwards.",
        show_default=False,
    ),
]


def named_workspace(context: typer.Context, given: Path | None) -> Path | None:
    """The folder named after the command, else before it."""
    before: Path | None = context.find_root().obj
    return given or before


def open_workspace(context: typer.Context, given: Path | None) -> "Workspace":
    """The workspace that was named, else the one that is found. Raises `WorkspaceNotFound`."""
    from graph.workspace import find_workspace

    workspace = find_workspace(named_workspace(context, given), Path.cwd())
    context.call_on_close(workspace.close)
    return workspace


def example(*lines: str) -> str:
    """The end of a command's help: examples, one a line, not wrapped."""
    return "\n".join(["\b", "Examples:" if len(lines) > 1 else "Example:", *(f"  {text}" for text in lines)])
