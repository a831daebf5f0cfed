"""`export`: the graph in files for other tools."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli import output
from api.cli.options import WorkspaceOption, example, open_workspace


class ExportFormat(StrEnum):
    GRAPHML = "graphml"
    CSV = "csv"
    CYPHER = "cypher"


class Separator(StrEnum):
    """Between the cells of a csv, as it is typed, with the sign that it stands for."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"

    @property
    def sign(self) -> str:
        return {"comma": ",", "semicolon": ";", "tab": "\t"}[self.value]


def register(app: typer.Typer) -> None:
    examples = example(
        "intreccio export csv --output tables/",
        "intreccio export csv --separator semicolon --output per-excel/",
        "intreccio export graphml --output graph.graphml",
        "intreccio export cypher --output graph.cypher",
    )
    app.command("export", epilog=examples)(export)


def export(
    context: typer.Context,
    format_: Annotated[
        ExportFormat,
        typer.Argument(
            metavar="FORMAT", help="csv (nodes.csv and edges.csv in a folder), graphml, or cypher (a script for Neo4j)."
        ),
    ],
    path: Annotated[Path, typer.Option("--output", metavar="PATH", help="The file; for csv the folder.")],
    separator: Annotated[
        Separator,
        typer.Option(
            "--separator",
            metavar="<comma|semicolon|tab>",
            help="Of csv; an Italian Excel opens semicolon by a double click.",
        ),
    ] = Separator.COMMA,
    workspace: WorkspaceOption = None,
) -> None:
    """Write the graph to files, evidence included."""
    opened = open_workspace(context, workspace)
    with opened.store().reader() as reader:
        if format_ is ExportFormat.CSV:
            from graph.exports.tables import export_csv

            export_csv(reader, path, separator=separator.sign)
        elif format_ is ExportFormat.GRAPHML:
            from graph.exports.graphml import export_graphml

            export_graphml(reader, path)
        else:
            from graph.exports.script import export_cypher

            export_cypher(reader, path)
    output.line(f"written {path}")
