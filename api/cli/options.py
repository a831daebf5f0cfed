"""Options that many commands share, and the workspace that they lead to."""

import inspect
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.parameters import parameters
from graph.analysis.filters import made

if TYPE_CHECKING:
    from graph.analysis.gaps.families import Question
    from graph.analysis.generations.layers import Bands
    from graph.analysis.view import GraphView
    from graph.workspace import Workspace


class Tongue(StrEnum):
    IT = "it"
    EN = "en"


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

TodayOption = Annotated[
    str | None,
    typer.Option("--today", metavar="DATE", help="The day that is taken for today (ISO date).", show_default=False),
]
LanguageOption = Annotated[Tongue, typer.Option("--language", help="Language of titles and reasons.")]


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


def open_view(context: typer.Context, given: Path | None) -> "GraphView":
    """The whole graph of the workspace. Raises as `open_workspace` and `view_of`."""
    return view_of(open_workspace(context, given))


def view_of(workspace: "Workspace") -> "GraphView":
    """The whole graph as last saved, in the team's frame. Raises `StoreUnavailable`, `SettingsInvalid`."""
    from graph.analysis.frame import framed
    from graph.analysis.view import load

    with workspace.store().reader() as reader:
        return framed(load(reader), workspace.frame())


def question_of(workspace: "Workspace", today: str | None = None, bands: "Bands | None" = None) -> "Question":
    """What the families of gaps look at. Raises as `view_of` and `day`."""
    from graph.analysis.gaps.families import Question

    return Question(view_of(workspace), day(today), bands or workspace.frame().bands)


def day(given: str | None) -> str:
    """The day of `--today` as an ISO date, else today. Raises `UsageError`."""
    from datetime import date

    from graph.analysis.gaps.families import today
    from graph.errors import UsageError

    try:
        return date.fromisoformat(given or today()).isoformat()
    except ValueError:
        raise UsageError(f"--today {given}: write it as 2026-11-30.") from None


def asked(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose parameters of `graph.analysis.filters` are one option a field."""
    plain = inspect.signature(command).parameters
    notes = {name: found.annotation for name, found in plain.items()}
    kinds = {name: note for name, note in notes.items() if isinstance(note, type) and is_dataclass(note)}

    def run(**given: Any) -> None:
        whole = {
            name: made(kind, {one.name: given.pop(one.name) for one in fields(kind)}) for name, kind in kinds.items()
        }
        command(**given, **whole)

    options = [one for kind in kinds.values() for one in parameters(kind, _option)]
    run.__name__, run.__doc__, run.__module__ = command.__name__, command.__doc__, command.__module__
    kept = [found for name, found in plain.items() if name not in kinds]
    run.__signature__ = inspect.Signature([kept[0], *options, *kept[1:]])  # type: ignore[attr-defined]
    run.__annotations__ = {}
    return run


def _option(name: str, words: str, of: type, several: bool) -> Any:
    more = " Can be repeated." if several else ""
    metavar = f"<{'|'.join(of)}>" if issubclass(of, StrEnum) else name.upper()
    return typer.Option(f"--{name.replace('_', '-')}", metavar=metavar, help=words + more, show_default=False)


def example(*lines: str) -> str:
    """The end of a command's help: examples, one a line, not wrapped."""
    return "\n".join(["\b", "Examples:" if len(lines) > 1 else "Example:", *(f"  {text}" for text in lines)])
