"""`gaps`, `coverage` and `resources`: what is missing, who stands for which area, who has what."""

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import output
from api.cli.answers import AnswerFormat, FormatOption, more, show, show_answer
from api.cli.options import (
    LanguageOption,
    TodayOption,
    Tongue,
    WorkspaceOption,
    asked,
    example,
    open_view,
    open_workspace,
    question_of,
    view_of,
)
from api.cli.text import json_text
from graph.analysis.filters import Filter, Part

if TYPE_CHECKING:
    from graph.analysis.coverage import Cell, Coverage
    from graph.analysis.view import GraphView
    from graph.store.port import Table

commands = typer.Typer()


class MatrixFormat(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


class Columns(StrEnum):
    KIND = "kind"
    TERRITORY = "territory"
    GENERATION = "generation"
    RESOURCE = "resource"


@commands.command(
    epilog=example("intreccio gaps", "intreccio gaps --family requirement --area abitare --language it --format json")
)
@asked
def gaps(
    context: typer.Context,
    filter_: Filter,
    *,
    today: TodayOption = None,
    limit: Annotated[int, typer.Option(min=1, metavar="CARDS", help="The most cards.")] = 50,
    language: LanguageOption = Tongue.EN,
    format_: FormatOption = AnswerFormat.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Show what is missing: needs nobody meets, what plans leave open, areas without anybody.

    The highest score first. JSON has the whole cards: evidence, search, score in parts, candidates, Cypher.
    """
    from api.cards import told
    from graph.analysis.gaps.families import gaps as judged
    from graph.analysis.gaps.following import concerned
    from graph.ledger.follow_ups import said_last
    from graph.store.port import Table
    from viz.cards import load_card_words

    opened = open_workspace(context, workspace)
    question = question_of(opened, today)
    said = said_last(opened.ledger)
    _, found = concerned(question.view, judged(question), filter_.wanted(), said, filter_.follow_up)
    words = load_card_words(language.value)
    cards = [told(question.view, card, words, said.get(card.id)) for card in found[:limit]]
    if format_ is AnswerFormat.JSON:
        output.raw(json_text([asdict(card) for card in cards]))
    else:
        rows = (
            (f"{c.score.total:.2f}", c.state, c.family, c.title, c.score.reasons["absence"],
             [candidate.name for candidate in c.candidates[:3]], c.id)
            for c in cards
        )  # fmt: skip
        show(Table(("score", "state", "family", "what", "why", "who could help", "card"), tuple(rows)), format_)
    more(len(cards), len(found))


@commands.command(
    epilog=example(
        "intreccio coverage --by territory --format csv",
        "intreccio coverage --place Torino --format xlsx --output coverage.xlsx",
    )
)
@asked
def coverage(
    context: typer.Context,
    part: Part,
    *,
    by: Annotated[Columns, typer.Option(help="What the columns are.")] = Columns.KIND,
    format_: Annotated[MatrixFormat, typer.Option("--format", help="How to print the matrix.")] = MatrixFormat.TABLE,
    path: Annotated[
        Path | None, typer.Option("--output", metavar="FILE.xlsx", help="The file to write, for xlsx.")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Show who stands for which area: areas by kind of actor, municipality, generation or kind of resource.

    A cell says how firm it is and how many actors there are, a blank why it is one: no_actor, nothing_read, planned,
    denied. JSON has the actors and actions of each cell; xlsx has, on a second sheet, the claims and words behind it.
    """
    from api.coverage import coverage_matrix
    from graph.analysis.coverage import Dimension
    from graph.errors import UsageError
    from graph.exports.sheets import write_sheets

    if (format_ is MatrixFormat.XLSX) is (path is None):
        raise UsageError("--format xlsx and --output FILE.xlsx go together.")
    opened, dimension = open_workspace(context, workspace), Dimension(by.value)
    view, within = view_of(opened), part.selection()
    matrix = opened.frame().coverage(view, dimension, within)
    if path is not None:
        write_sheets(path, {"coverage": _matrix(view, matrix), "claims": _claims(view, matrix)})
        output.line(f"written {path}")
    elif format_ is MatrixFormat.JSON:
        output.raw(json_text(asdict(coverage_matrix(view, matrix))))
    else:
        show(_matrix(view, matrix), AnswerFormat(format_.value))


@commands.command(
    epilog=example("intreccio resources", "intreccio resources --place Torino --status done --format csv")
)
@asked
def resources(
    context: typer.Context,
    part: Part,
    *,
    limit: Annotated[int, typer.Option(min=1, metavar="ROWS", help="The most rows.")] = 500,
    format_: FormatOption = AnswerFormat.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Show who needs, offers or refuses what: how much, where, for what, in which words, and who answers to whom."""
    from api.resources import Resource, resource_page
    from graph.analysis.resources import resources as entries

    view = open_view(context, workspace)
    page = resource_page(view, entries(view, part.selection()), limit)
    show_answer(page, page.resources, format_, Resource)
    more(len(page.resources), page.total)


def _matrix(view: "GraphView", matrix: "Coverage") -> "Table":
    """A row an area: what each column has there."""
    from graph.store.port import Table

    columns = ("area", *(_column(view, matrix, kind) for kind in matrix.kinds))
    rows = ((view.name(("Area", a.id)), *(_cell(matrix, cell) for cell in matrix.row(a.id))) for a in matrix.areas)
    return Table(columns, tuple(rows))


def _claims(view: "GraphView", matrix: "Coverage") -> "Table":
    """A row a claim behind a cell, with the words that say it first."""
    from api.coverage import coverage_claim
    from graph.store.port import Table

    rows = (
        (view.name(("Area", area.id)), _column(view, matrix, cell.kind), claim.subject.name, claim.claim,
         claim.object.name, claim.status, *[part for said in claim.evidence[:1] for part in (said.quote, said.title)])
        for area in matrix.areas
        for cell in matrix.row(area.id)
        for claim in (coverage_claim(view, edge) for edge in cell.edges)
    )  # fmt: skip
    return Table(("area", str(matrix.by), "subject", "claim", "object", "status", "words", "document"), tuple(rows))


def _column(view: "GraphView", matrix: "Coverage", kind: str) -> str:
    place = matrix.by.value == Columns.TERRITORY and ("Place", kind) in view.nodes
    return view.name(("Place", kind)) if place else kind


def _cell(matrix: "Coverage", cell: "Cell") -> str:
    blank = matrix.blank(cell)
    return f"{blank or cell.state} {len(cell.actors)}" if cell.actors else str(blank)
