"""`draw`, `rebuild` and `export`: the graph as a picture, in a store, in files for other tools."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from api.cli import output
from api.cli.options import WorkspaceOption, asked, example, open_workspace, question_of, view_of
from graph.analysis.filters import Filter, Part

if TYPE_CHECKING:
    from filelock import AcquireReturnProxy, FileLock


commands = typer.Typer()
draw = typer.Typer(
    name="draw",
    no_args_is_help=True,
    epilog=example("intreccio draw network --output network.html", "intreccio draw gaps --output lacune.html"),
)


_Output = Annotated[Path, typer.Option("--output", metavar="FILE.html", help="The file to write.")]
_Language = Annotated[Literal["it", "en"], typer.Option("--language", help="Of the words in the picture.")]

_SEPARATORS: Final = {"comma": ",", "semicolon": ";", "tab": "\t"}
"""Between the cells of a csv: as it is typed, and the sign that it stands for."""


@draw.callback()
def _draw() -> None:
    """Draw a picture of the graph into one file."""


@draw.command(
    epilog=example(
        "intreccio draw network --output network.html",
        'intreccio draw network --output abitare.html --area "Abitare" --place Torino --language en',
    )
)
@asked
def network(
    context: typer.Context,
    part: Part,
    *,
    path: _Output,
    language: _Language = "it",
    workspace: WorkspaceOption = None,
) -> None:
    """Draw the network of organisations, actions, areas, resources and groups as one offline page."""
    from viz.network import Options, draw_network

    opened = open_workspace(context, workspace)
    options = Options(language=language, title=opened.settings.name, part=part)
    _written(path, draw_network(view_of(opened), options))


@draw.command(
    epilog=example(
        "intreccio draw gaps --output lacune.html", "intreccio draw gaps --output torino.html --place Torino"
    )
)
@asked
def gaps(
    context: typer.Context,
    filter_: Filter,
    *,
    path: _Output,
    language: _Language = "it",
    workspace: WorkspaceOption = None,
) -> None:
    """Draw what is missing and who could help, with the coverage of each area and a card for each gap.

    Without --state also what nothing was read of.
    """
    from graph.analysis.coverage import Dimension
    from graph.analysis.gaps.families import gaps as judged
    from graph.ledger.follow_ups import said_last
    from viz.gaps import draw_gaps
    from viz.network import Options
    from viz.sheet import chosen

    opened = open_workspace(context, workspace)
    question, frame, within = question_of(opened), opened.frame(), filter_.selection()
    view, cards = question.view, judged(question)
    said = said_last(opened.ledger)
    matrices = [frame.coverage(view, by, within) for by in Dimension]
    options = Options(language=language, title=opened.settings.name)
    _written(path, draw_gaps(view, chosen(view, cards, filter_, said), matrices, options))


@draw.command(epilog=example("intreccio draw generations --output generazioni.html"))
@asked
def generations(
    context: typer.Context, part: Part, *, path: _Output, language: _Language = "it", workspace: WorkspaceOption = None
) -> None:
    """Draw who is of, for and with the young and the old, who brings them together, and who never meets."""
    from graph.analysis.gaps import families, generational
    from graph.ledger.follow_ups import said_last
    from viz.generations import draw_generations
    from viz.network import Options
    from viz.sheet import chosen

    opened = open_workspace(context, workspace)
    question = question_of(opened)
    said = said_last(opened.ledger)
    cards = families.gaps(question, [generational.FAMILY])
    options = Options(language=language, title=opened.settings.name)
    _written(path, draw_generations(question, chosen(question.view, cards, Filter.of(part), said), options))


@draw.command(epilog=example('intreccio draw suggestions --output incontri.html --who "Officina Mirtillo"'))
def suggestions(
    context: typer.Context,
    *,
    path: _Output,
    who: Annotated[
        str | None,
        typer.Option("--who", metavar="NAME", help="An organisation or action; else the organisation with most ties."),
    ] = None,
    language: _Language = "it",
    workspace: WorkspaceOption = None,
) -> None:
    """Draw whom an organisation could work with, or who could join an action, and why."""
    from graph.analysis.suggestions import Suggester
    from viz.network import Options
    from viz.suggestions import draw_suggestions, seeker_called

    opened = open_workspace(context, workspace)
    view = view_of(opened)
    seeker = seeker_called(view, who) if who else None
    options = Options(language=language, title=opened.settings.name)
    _written(path, draw_suggestions(Suggester.of(view), seeker, options))


def _written(path: Path, page: str) -> None:
    from graph.exports.whole import whole_file

    with whole_file(path) as stream:
        stream.write(page)
    output.line(f"written {path}")


@commands.command(epilog=example("intreccio rebuild", "intreccio rebuild --graph bolt://127.0.0.1:7687"))
def rebuild(
    context: typer.Context,
    graph: Annotated[
        str | None,
        typer.Option("--graph", metavar="URL", help="Address of the store to fill; else the workspace's own."),
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Empty a graph store and project the whole ledger into it."""
    from graph.store.projection import rebuild as rebuild_store
    from ingest.resolve.resolve import resolve

    opened = open_workspace(context, workspace)
    store = opened.store(graph)
    with _acquired(opened.projection_lock()):
        resolve(opened.ledger)
        rebuild_store(opened.ledger, store)
    with store.reader() as reader:
        nodes, edges = reader.counts()
    output.line(f"{store.url}: {sum(nodes.values())} nodes, {sum(edges.values())} relationships")


def _acquired(lock: "FileLock") -> "AcquireReturnProxy[FileLock]":
    """Takes the lock, to be held by `with`; says so when another process has it and must be waited for."""
    from filelock import Timeout

    try:
        return lock.acquire(timeout=0)
    except Timeout:
        output.note("Another process is writing the graph; waiting for it.")
        return lock.acquire()


@commands.command(
    epilog=example(
        "intreccio export csv --output tables/",
        "intreccio export csv --separator semicolon --output per-excel/",
        "intreccio export graphml --output graph.graphml",
        "intreccio export cypher --output graph.cypher",
    )
)
def export(
    context: typer.Context,
    format_: Annotated[
        Literal["graphml", "csv", "cypher"],
        typer.Argument(
            metavar="FORMAT", help="csv (nodes.csv and edges.csv in a folder), graphml, or cypher (a script for Neo4j)."
        ),
    ],
    path: Annotated[Path, typer.Option("--output", metavar="PATH", help="The file; for csv the folder.")],
    separator: Annotated[
        Literal["comma", "semicolon", "tab"],
        typer.Option(
            "--separator",
            metavar="<comma|semicolon|tab>",
            help="Of csv; an Italian Excel opens semicolon by a double click.",
        ),
    ] = "comma",
    workspace: WorkspaceOption = None,
) -> None:
    """Write the graph to files, evidence included."""
    from graph.exports.graphml import export_graphml
    from graph.exports.script import export_cypher
    from graph.exports.tables import export_csv

    opened = open_workspace(context, workspace)
    with opened.store().reader() as reader:
        if format_ == "csv":
            export_csv(reader, path, separator=_SEPARATORS[separator])
        elif format_ == "graphml":
            export_graphml(reader, path)
        else:
            export_cypher(reader, path)
    output.line(f"written {path}")
