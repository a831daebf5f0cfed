"""`what-if`: cards and indices before and after a change that nobody made."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Final

import typer

from api.cli import output
from api.cli.answers import AnswerFormat, FormatOption, more, show, show_answer, tabled
from api.cli.options import (
    LanguageOption,
    TodayOption,
    Tongue,
    WorkspaceOption,
    asked,
    example,
    open_workspace,
    question_of,
)
from graph.analysis.filters import Filter
from graph.errors import UsageError
from graph.model import CLAIM_TYPES

if TYPE_CHECKING:
    from graph.analysis.what_if import SupposedEntity, SupposedTie

commands = typer.Typer()

_GIVEN: Final = re.compile(r"\s+(\w+)=(\S+)$")
_TIE: Final = re.compile(rf"(.+?)\s+({'|'.join(CLAIM_TYPES)})\s+(.+)")

Texts = list[str] | None


@commands.command(
    "what-if",
    epilog=example(
        'intreccio what-if --add "Cooperativa Nuova kind=social_cooperative" --tie "Cooperativa Nuova LEADS Mensa"',
        'intreccio what-if --remove "Fondazione Ponte" --cut "Comune PARTNERS_WITH Caritas" --state gap',
    ),
)
@asked
def what_if(
    context: typer.Context,
    filter_: Filter,
    *,
    add: Annotated[
        Texts,
        typer.Option(
            metavar='"NAME [label=LABEL] [ATTRIBUTE=VALUE]…"', help="Suppose an organisation, or another entity."
        ),
    ] = None,
    tie: Annotated[
        Texts, typer.Option(metavar='"NAME CLAIM NAME [status=STATUS] [ATTRIBUTE=VALUE]…"', help="Suppose a tie.")
    ] = None,
    remove: Annotated[Texts, typer.Option(metavar="NAME", help="Suppose that an entity were not there.")] = None,
    cut: Annotated[Texts, typer.Option(metavar='"NAME CLAIM NAME"', help="Suppose that a tie were not there.")] = None,
    today: TodayOption = None,
    limit: Annotated[int, typer.Option(min=1, metavar="CARDS", help="The most cards.")] = 50,
    language: LanguageOption = Tongue.EN,
    format_: FormatOption = AnswerFormat.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Show what a change would do to cards and indices. Nothing is changed: it happens in a copy.

    Names are those of entities, or aliases; claims are those of the model. Each option can be repeated.
    """
    from api.what_if import CardMove, IndexMove, Stand, supposed
    from graph.analysis.gaps.families import gaps
    from graph.analysis.what_if import Supposition
    from viz.cards import load_card_words

    changes = Supposition(
        tuple(remove or ()), _ties(cut or ()), tuple(_entity(text) for text in add or ()), _ties(tie or ())
    )
    question = question_of(open_workspace(context, workspace), today)
    before = Stand(question, gaps(question))
    found = supposed(before, changes, filter_, limit, load_card_words(language.value))
    if format_ is AnswerFormat.TABLE:
        show(tabled(found.indices, IndexMove), format_)
        output.line()
    show_answer(found, found.cards, format_, CardMove)
    more(len(found.cards), found.total)


def _entity(text: str) -> "SupposedEntity":
    from graph.analysis.what_if import SupposedEntity

    name, given = _parted(text)
    return SupposedEntity(name, given.pop("label", "Organisation"), given)


def _ties(texts: Sequence[str]) -> "tuple[SupposedTie, ...]":
    return tuple(map(_tie, texts))


def _tie(text: str) -> "SupposedTie":
    from graph.analysis.what_if import SupposedTie

    said, given = _parted(text)
    if not (found := _TIE.fullmatch(said)):
        raise UsageError(f"“{text}” is no tie.", hint=f"Write NAME CLAIM NAME, with one of: {', '.join(CLAIM_TYPES)}.")
    return SupposedTie(found[1], found[2], found[3], given.pop("status", ""), given)


def _parted(text: str) -> tuple[str, dict[str, str]]:
    """What is said, and the attributes written after it."""
    given: dict[str, str] = {}
    while found := _GIVEN.search(text):
        given[found[1]] = found[2]
        text = text[: found.start()]
    return text.strip(), given
