"""`gaps` and `coverage`: what is missing, and who stands for which area."""

from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import output
from api.cli.answers import AnswerFormat, show
from api.cli.options import WorkspaceOption, example, open_workspace
from api.cli.text import json_text

if TYPE_CHECKING:
    from graph.analysis.coverage import Cell, Coverage
    from graph.analysis.view import GraphView
    from graph.store.port import Table
    from graph.workspace import Workspace

commands = typer.Typer()


class CardFormat(StrEnum):
    TABLE = "table"
    JSON = "json"


class StateOf(StrEnum):
    GAP = "gap"
    WEAKLY_COVERED = "weakly_covered"
    COVERED = "covered"
    UNKNOWN = "unknown"


class FollowOf(StrEnum):
    OPEN = "open"
    TAKEN_UP = "taken_up"
    CLOSED = "closed"
    DISMISSED = "dismissed"


class Columns(StrEnum):
    KIND = "kind"
    TERRITORY = "territory"
    GENERATION = "generation"
    RESOURCE = "resource"


class Tongue(StrEnum):
    IT = "it"
    EN = "en"


@commands.command(
    epilog=example("intreccio gaps", "intreccio gaps --family requirement --area abitare --language it --format json")
)
def gaps(
    context: typer.Context,
    *,
    families: Annotated[
        list[str] | None, typer.Option("--family", metavar="FAMILY", help="Only of these families.")
    ] = None,
    states: Annotated[
        list[StateOf] | None,
        typer.Option("--state", help="Only in these states; else gap and weakly_covered.", show_default=False),
    ] = None,
    areas: Annotated[list[str] | None, typer.Option("--area", metavar="AREA", help="Only of these areas.")] = None,
    places: Annotated[list[str] | None, typer.Option("--place", metavar="PLACE", help="Only of these places.")] = None,
    today: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day from which deadlines are past (ISO date); else today.")
    ] = None,
    follow_ups: Annotated[
        list[FollowOf] | None,
        typer.Option(
            "--follow-up", help="Only with which people are so far; else open and taken_up.", show_default=False
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="CARDS", help="The most cards.")] = 50,
    language: Annotated[Tongue, typer.Option(help="Language of titles and reasons.")] = Tongue.EN,
    format_: Annotated[CardFormat, typer.Option("--format", help="How to print the cards.")] = CardFormat.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Show what is missing: needs nobody meets, what plans leave open, areas without anybody.

    The highest score first. JSON has the whole cards: evidence, search, score in parts, candidates, Cypher.
    """
    from datetime import UTC, date, datetime

    from api.cards import told
    from graph.analysis.gaps.cards import State
    from graph.analysis.gaps.families import OPEN, Question, Wanted, wanted
    from graph.analysis.gaps.families import gaps as judged
    from graph.analysis.gaps.following import PENDING, followed
    from graph.analysis.selection import Selection
    from graph.errors import UsageError
    from graph.ledger.follow_ups import Follow, newest
    from viz.cards import load_card_words

    try:
        day = date.fromisoformat(today) if today else datetime.now(UTC).date()
    except ValueError:
        raise UsageError(f"--today {today}: write it as 2026-11-30.") from None
    opened = open_workspace(context, workspace)
    view = view_of(opened)
    choice = Wanted(
        families=tuple(families or ()),
        states=tuple(State(state) for state in states) if states else OPEN,
        within=Selection(areas=tuple(areas or ()), places=tuple(places or ())),
    )
    with opened.ledger.read() as connection:
        said = newest(connection)
    chosen = [Follow(state) for state in follow_ups] if follow_ups else PENDING
    found = followed(wanted(view, judged(Question.of(view, day.isoformat(), opened.frame())), choice), said, chosen)
    words = load_card_words(language.value)
    cards = [told(view, card, words, said.get(card.id)) for card in found[:limit]]
    if format_ is CardFormat.JSON:
        output.raw(json_text([asdict(card) for card in cards]))
    else:
        rows = [
            (f"{c.score.total:.2f}", c.state, c.family, c.title, c.score.reasons["absence"],
             ", ".join(candidate.name for candidate in c.candidates[:3]), c.id)
            for c in cards
        ]  # fmt: skip
        output.table(("score", "state", "family", "what", "why", "who could help", "card"), rows)
    if len(found) > limit:
        output.note(f"There is more: only the first {limit} of {len(found)} cards are shown.")


@commands.command(epilog=example("intreccio coverage", "intreccio coverage --by territory --format csv"))
def coverage(
    context: typer.Context,
    *,
    by: Annotated[Columns, typer.Option(help="What the columns are.")] = Columns.KIND,
    format_: Annotated[AnswerFormat, typer.Option("--format", help="How to print the matrix.")] = AnswerFormat.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Show who stands for which area: areas by kind of actor, municipality, generation or kind of resource.

    A cell says how firm it is and how many actors there are, a blank why it is one: no_actor, nothing_read, planned,
    denied. JSON has a row a cell, with the actors and actions.
    """
    from graph.analysis.coverage import Dimension
    from graph.analysis.coverage import coverage as matrix_of

    opened, dimension = open_workspace(context, workspace), Dimension(by.value)
    view = view_of(opened)
    matrix = matrix_of(view, opened.frame().columns(view, dimension), dimension)
    show(_cells(view, matrix) if format_ is AnswerFormat.JSON else _matrix(view, matrix), format_)


def view_of(workspace: "Workspace") -> "GraphView":
    """The whole graph in the team's frame. Raises `StoreUnavailable`, `SettingsInvalid`."""
    from graph.analysis.frame import framed
    from graph.analysis.view import load

    with workspace.store().reader() as reader:
        return framed(load(reader), workspace.frame())


def _matrix(view: "GraphView", matrix: "Coverage") -> "Table":
    """A row an area: what each column has there."""
    from graph.store.port import Table

    columns = ("area", *(_column(view, matrix, kind) for kind in matrix.kinds))
    rows = ((view.name(("Area", a.id)), *(_cell(matrix, cell) for cell in matrix.row(a.id))) for a in matrix.areas)
    return Table(columns, tuple(rows))


def _cells(view: "GraphView", matrix: "Coverage") -> "Table":
    """A row a cell, with all that it has."""
    from graph.store.port import Table

    rows = (
        (area.id, view.name(("Area", area.id)), cell.kind, cell.state.value, matrix.blank(cell),
         [view.name(key) for key in cell.actors], [view.name(key) for key in cell.actions])
        for area in matrix.areas
        for cell in matrix.row(area.id)
    )  # fmt: skip
    return Table(("area_id", "area", str(matrix.by), "state", "blank", "actors", "actions"), tuple(rows))


def _column(view: "GraphView", matrix: "Coverage", kind: str) -> str:
    place = matrix.by.value == Columns.TERRITORY and ("Place", kind) in view.nodes
    return view.name(("Place", kind)) if place else kind


def _cell(matrix: "Coverage", cell: "Cell") -> str:
    blank = matrix.blank(cell)
    return f"{blank or cell.state} {len(cell.actors)}" if cell.actors else str(blank)
