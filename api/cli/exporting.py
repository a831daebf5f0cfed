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


def register(app: typer.Typer) -> None:
    examples = example(
        "intreccio export csv --output tables/",
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
    workspace: WorkspaceOption = None,
) -> None:
    """Write the graph to files, evidence included."""
    opened = open_workspace(context, workspace)
    with opened.store().reader() as reader:
        if format_ is ExportFormat.CSV:
            from graph.exports.tables import export_csv

            export_csv(reader, path)
        elif format_ is ExportFormat.GRAPHML:
            from graph.exports.graphml import export_graphml

            export_graphml(reader, path)
        else:
            from graph.exports.script import export_cypher

            export_cypher(reader, path)
    output.line(f"written {path}")
