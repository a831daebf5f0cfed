"""`draw`: pictures as files that work without a network."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli import output
from api.cli.options import WorkspaceOption, example, open_workspace


class Language(StrEnum):
    IT = "it"
    EN = "en"


def register(app: typer.Typer) -> None:
    pictures = typer.Typer(
        help="Draw a picture of the graph into one file.",
        no_args_is_help=True,
        rich_markup_mode=None,
        epilog=example("intreccio draw network --output network.html"),
    )
    examples = example(
        "intreccio draw network --output network.html",
        'intreccio draw network --output abitare.html --area "Abitare" --place Torino --language en',
    )
    pictures.callback()(_draw)
    pictures.command("network", epilog=examples)(network)
    app.add_typer(pictures, name="draw")


def _draw() -> None:
    """Draw a picture of the graph into one file."""


def network(
    context: typer.Context,
    *,
    path: Annotated[Path, typer.Option("--output", metavar="FILE.html", help="The file to write.")],
    areas: Annotated[
        list[str] | None, typer.Option("--area", metavar="AREA", help="Only around this area; can be repeated.")
    ] = None,
    places: Annotated[
        list[str] | None, typer.Option("--place", metavar="PLACE", help="Only around this place; can be repeated.")
    ] = None,
    language: Annotated[Language, typer.Option("--language", help="Of the words in the picture.")] = Language.IT,
    workspace: WorkspaceOption = None,
) -> None:
    """Draw the network of organisations, actions, areas, resources and groups as one offline page."""
    from graph.analysis.view import load
    from graph.exports.whole import whole_file
    from viz.network import Options, draw_network

    opened = open_workspace(context, workspace)
    with opened.store().reader() as reader:
        view = load(reader)
    options = Options(
        language=language.value, title=opened.settings.name, areas=tuple(areas or ()), places=tuple(places or ())
    )
    page = draw_network(view, options)
    with whole_file(path) as stream:
        stream.write(page)
    output.line(f"written {path}")
