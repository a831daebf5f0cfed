"""`follow` and `changes`: what people do about the cards of `gaps`, and what is otherwise than it was."""

import getpass
from dataclasses import asdict
from typing import Annotated

import typer

from api.cli import output
from api.cli.answers import AnswerFormat, FormatOption, show, tabled
from api.cli.options import LanguageOption, Tongue, WorkspaceOption, example, open_workspace, question_of
from api.cli.text import json_text
from graph.errors import UsageError
from graph.model import Follow

commands = typer.Typer()


@commands.command(
    epilog=example(
        "intreccio follow",
        "intreccio follow card-5ece8a29755b3893 --as taken_up",
        'intreccio follow card-5ece8a29755b3893 --as dismissed --reason "They rent two vans."',
    )
)
def follow(
    context: typer.Context,
    *,
    card: Annotated[
        str | None, typer.Argument(metavar="CARD", help="The card's id; without it all follow-ups.", show_default=False)
    ] = None,
    state: Annotated[
        Follow | None, typer.Option("--as", help="How far you have come with it.", show_default=False)
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why; needed to dismiss a card.")
    ] = None,
    who: Annotated[
        str | None, typer.Option("--who", metavar="NAME", help="Who says so; else the user.", show_default=False)
    ] = None,
    format_: FormatOption = AnswerFormat.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Follow a card up: open, taken_up, closed or dismissed; or list what was said of each card last.

    A card that is closed or dismissed does not return in `gaps` unless something else is read about it.
    """
    from graph.analysis.gaps.families import called, gaps
    from graph.ledger.follow_ups import FollowUp, said_last
    from graph.ledger.follow_ups import follow as say

    if (card is None) != (state is None):
        raise UsageError("name a card and how far you have come.", hint="intreccio follow CARD --as taken_up")
    opened = open_workspace(context, workspace)
    if card and state:
        found = called(gaps(question_of(opened)), card)
        with opened.ledger.write() as connection:
            by = who or getpass.getuser()
            say(connection, card, state, who=by, evidence=found.evidence, reason=reason)
    said = [one for one in said_last(opened.ledger).values() if card in (None, one.card)]
    show(tabled(said, FollowUp), format_)


@commands.command(
    epilog=example(
        "intreccio changes", "intreccio changes --since 12", "intreccio changes --since 2026-11-01 --format json"
    )
)
def changes(
    context: typer.Context,
    *,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="IMPORT|DATE",
            help="Since this import was through, or this day (ISO) began; else before what was added last.",
        ),
    ] = None,
    language: LanguageOption = Tongue.EN,
    format_: FormatOption = AnswerFormat.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Show what changed in cards and coverage: new, gone, in another state or of another score.

    The graph of then is built anew from the ledger and judged by today's rules.
    """
    from api.changes import changes as changed
    from graph.store.port import Table
    from viz.cards import load_card_words

    opened = open_workspace(context, workspace)
    found = changed(opened, question_of(opened), since, load_card_words(language.value))
    if format_ is AnswerFormat.JSON:
        output.raw(json_text(asdict(found)))
        return
    rows = [
        (c.family, c.title, _shown(c.before, c.score_before), _shown(c.now, c.score_now), c.id) for c in found.cards
    ]
    rows += [
        (f"coverage by {c.by}", f"{c.name} / {c.column}", _shown(c.before), _shown(c.now), "") for c in found.cells
    ]
    output.note(f"Since {found.since}." if found.since else "Since before anything was read.")
    show(Table(("what", "of", "before", "now", "card"), tuple(rows)), format_)


def _shown(state: str | None, score: float | None = None) -> str:
    return "" if state is None else state if score is None else f"{state} {score:.2f}"
