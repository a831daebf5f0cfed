"""Options that many commands share, and the workspace that they lead to."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Shared:
    """What was said before the command."""

    workspace: Path | None = None
    debug: bool = False


def open_workspace(context: typer.Context, given: Path | None) -> "Workspace":
    """The workspace named after the command, else before it, else the one that is found. Raises `WorkspaceNotFound`."""
    from graph.workspace import find_workspace

    workspace = find_workspace(given or context.find_root().obj.workspace, Path.cwd())
    context.call_on_close(workspace.close)
    return workspace


def example(*lines: str) -> str:
    """The end of a command's help: examples, one a line, not wrapped."""
    return "\n".join(["\b", "Examples:" if len(lines) > 1 else "Example:", *(f"  {text}" for text in lines)])
