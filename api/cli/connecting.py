"""`roles`, `generations` and `suggest`: who holds the network together, where generations meet, who could."""

from enum import StrEnum
from typing import Annotated

import typer

from api.cli import output
from api.cli.answers import AnswerFormat, FormatOption, show, show_answer, tabled
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
)
from graph.analysis.filters import Ages, Part, Seeking

commands = typer.Typer()


class Shown(StrEnum):
    LAYERS = "layers"
    MIXING = "mixing"
    INDICES = "indices"
    DISTANCES = "distances"
    BRIDGES = "bridges"
    GAPS = "gaps"


class Found(StrEnum):
    ROLES = "roles"
    MOTIFS = "motifs"


@commands.command(
    epilog=example(
        "intreccio roles",
        "intreccio roles --show motifs --language it",
        "intreccio roles --kind social_cooperative --format json",
    )
)
@asked
def roles(
    context: typer.Context,
    part: Part,
    *,
    shown: Annotated[Found, typer.Option("--show", help="Which table; JSON has both.")] = Found.ROLES,
    language: LanguageOption = Tongue.EN,
    format_: FormatOption = AnswerFormat.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Show who holds the network together, where that stands out against chance.

    Each role with its value, what chance gives (95 %), p, its range with a tenth of the ties missing, and the share of
    those in which it still stands out. Motifs: how many triangles and squares of organisations and actions are open or
    closed in the whole graph, and what chance gives.
    """
    from api.roles import Pattern, Role, roles_found
    from viz.cards import load_card_words

    question = question_of(open_workspace(context, workspace))
    found = roles_found(question, part.selection(), load_card_words(language.value))
    if shown is Found.MOTIFS:
        show_answer(found, found.motifs, format_, Pattern)
        return
    show_answer(found, found.roles, format_, Role)
    output.note(
        f"Looked at: {found.tested} values of {found.organisations} organisations, against {found.draws} draws."
    )


@commands.command(
    epilog=example("intreccio generations", "intreccio generations --show bridges --young 15-29 --format csv")
)
@asked
def generations(
    context: typer.Context,
    part: Part,
    ages: Ages,
    *,
    shown: Annotated[
        Shown | None, typer.Option("--show", help="Only this table; else all.", show_default=False)
    ] = None,
    today: TodayOption = None,
    language: LanguageOption = Tongue.EN,
    format_: FormatOption = AnswerFormat.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Show who is of which generation, how they mix, where they meet, and who is spoken of without being there.

    JSON has everything, with the words behind each layer.
    """
    from api.generations import Bridge, Distance, InLayer, MixingIndex
    from api.generations import generations as answer
    from graph.errors import UsageError
    from graph.ledger.follow_ups import said_last
    from graph.store.port import Table
    from viz.cards import load_card_words

    if format_ is AnswerFormat.CSV and shown is None:
        raise UsageError("csv takes one table at a time.", hint=f"Give --show with one of: {', '.join(Shown)}.")
    opened = open_workspace(context, workspace)
    bands = ages.bands(opened.frame().bands)
    question = question_of(opened, today, bands)
    found = answer(question, part, load_card_words(language.value), said_last(opened.ledger))
    if format_ is AnswerFormat.JSON:
        show_answer(found, (), format_, InLayer)
        return
    rows = [(row.generation, row.organisations, *row.ties) for row in found.mixing]
    gaps = [(f"{card.score.total:.2f}", card.state, card.title, card.id) for card in found.gaps]
    tables = {
        Shown.LAYERS: tabled(found.layers, InLayer),
        Shown.MIXING: Table(("generation", "organisations", *(row.generation for row in found.mixing)), tuple(rows)),
        Shown.INDICES: tabled(found.indices, MixingIndex),
        Shown.DISTANCES: tabled(found.distances, Distance),
        Shown.BRIDGES: tabled(found.bridges, Bridge),
        Shown.GAPS: Table(("score", "state", "what", "card"), tuple(gaps)),
    }
    for name in [shown] if shown else Shown:
        if shown is None:
            output.line(name)
        show(tables[name], format_)
    output.note(f"Bands: {bands.young.name}, {bands.senior.name}. Permutations: {found.permutations}.")


@commands.command(
    epilog=example(
        'intreccio suggest --partners-of "Cooperativa Faro"',
        'intreccio suggest --members-of "Mensa di quartiere" --kind aps --language it',
        'intreccio suggest --one "Abitare" --other "Lavoro" --format json',
    )
)
@asked
def suggest(
    context: typer.Context,
    seeking: Seeking,
    part: Part,
    *,
    limit: Annotated[int, typer.Option(min=1, metavar="ROWS", help="The most suggestions.")] = 10,
    language: LanguageOption = Tongue.EN,
    format_: FormatOption = AnswerFormat.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Suggest who could meet: partners for an organisation, members for an action, bridges between two groups.

    The best first, at least one newcomer in each five; nobody who works with them already, or refused.
    """
    from api.suggestions import Suggested, suggestions
    from graph.analysis.suggestions import Suggester
    from viz.cards import load_card_words

    suggester = Suggester.of(open_view(context, workspace))
    found = suggestions(suggester, seeking, part, limit, load_card_words(language.value))
    show_answer(found, found.suggestions, format_, Suggested)
