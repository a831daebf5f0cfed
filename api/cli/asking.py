"""`query` and `queries`: read-only questions to the graph."""

import json
from collections.abc import Sequence
from contextlib import closing
from typing import Annotated

import typer

from api.cli import output
from api.cli.answers import AnswerFormat, FormatOption, show
from api.cli.options import WorkspaceOption, example, open_workspace
from graph.errors import UsageError

commands = typer.Typer()

ParameterOption = Annotated[
    list[str] | None,
    typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter; can be given several times."),
]
LimitOption = Annotated[
    int | None,
    typer.Option("--limit", min=1, metavar="ROWS", help="The most rows; never more than limits.query_rows."),
]
_LANGUAGE = "en"


@commands.command(
    epilog=example(
        "intreccio query 'MATCH (o:Organisation) RETURN o.name, o.kind ORDER BY o.name'",
        "intreccio query 'MATCH (n {name: $name}) RETURN n' --param name=Torino --format json",
    )
)
def query(
    context: typer.Context,
    *,
    cypher: Annotated[str, typer.Argument(metavar="CYPHER", help="The question, in Cypher.")],
    parameters: ParameterOption = None,
    format_: FormatOption = AnswerFormat.TABLE,
    limit: LimitOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Ask the graph in Cypher, which only reads here and has limits.

    The value of a parameter is JSON where it can be read so (5, true, ["a", "b"]), else text.
    """
    from api.asking import Asking

    values = {name: _value(text) for name, text in _pairs(parameters or ()).items()}
    with closing(Asking(open_workspace(context, workspace))) as asking:
        show(asking.run(cypher, values, limit), format_)


@commands.command(
    epilog=example("intreccio queries", "intreccio queries actors-of-an-area --param area=abitare --format csv")
)
def queries(
    context: typer.Context,
    *,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME", help="Saved queries to run; without one, all are listed.", show_default=False),
    ] = None,
    parameters: ParameterOption = None,
    format_: FormatOption = AnswerFormat.TABLE,
    limit: LimitOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """List the saved queries, or run some of them."""
    from api.asking import Asking
    from graph.queries.saved import saved_query

    if not names:
        _list(format_)
        return
    if len(names) > 1 and format_ is not AnswerFormat.TABLE:
        raise UsageError(f"{format_} takes one query at a time.")
    given = _pairs(parameters or ())
    chosen = [(saved, saved.values(given)) for saved in map(saved_query, names)]
    with closing(Asking(open_workspace(context, workspace))) as asking:
        for saved, values in chosen:
            if len(chosen) > 1:
                output.line(f"{saved.name}: {saved.title[_LANGUAGE]}")
            show(asking.run(saved.cypher, values, limit), format_)


def _list(format_: AnswerFormat) -> None:
    from graph.queries.saved import saved_queries
    from graph.store.port import Table

    rows = tuple(
        (saved.name, ", ".join(p.name for p in saved.parameters), saved.description[_LANGUAGE])
        for saved in saved_queries()
    )
    show(Table(("name", "parameters", "description"), rows), format_)


def _pairs(given: Sequence[str]) -> dict[str, str]:
    """Name → value of `NAME=VALUE`. Raises `UsageError`."""
    pairs: dict[str, str] = {}
    for text in given:
        name, separator, value = text.partition("=")
        if not separator or not name:
            raise UsageError(f"--param {text}: write it as NAME=VALUE.")
        if name in pairs:
            raise UsageError(f"--param {name} is given twice.")
        pairs[name] = value
    return pairs


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
