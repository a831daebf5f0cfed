"""The command `intreccio`: its groups of commands and what can be said before a command."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli import (
    adding,
    asking,
    connecting,
    doctor,
    evaluating,
    extracting,
    finding,
    following,
    graph_out,
    models,
    registers,
    reviewing,
    serving,
    status,
    trying,
)
from api.cli.options import example
from api.cli.running import Commands

app = typer.Typer(
    name="intreccio",
    cls=Commands,
    help="Reads the documents and registers of a territory into a graph and shows where partnerships are missing.",
    epilog=example(
        "intreccio init torino",
        "intreccio --workspace torino add documents/ register.csv",
        "intreccio --workspace torino draw network --output network.html",
    ),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)
for group in (
    adding.commands,
    status.commands,
    extracting.commands,
    asking.commands,
    finding.commands,
    following.commands,
    connecting.commands,
    trying.commands,
    reviewing.commands,
    graph_out.commands,
    serving.commands,
    doctor.commands,
    graph_out.draw,
):
    app.add_typer(group)
app.add_typer(models.commands, name="models")
app.add_typer(registers.commands, name="registers")
evaluating.register(app)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"intreccio {version('intreccio')}")
        raise typer.Exit


@app.callback()
def before(
    context: typer.Context,
    workspace: Annotated[
        Path | None,
        typer.Option("--workspace", "-w", metavar="DIR", help="The workspace of the command.", show_default=False),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show where in the program an error arose.")] = False,
    version: Annotated[  # noqa: ARG001 - acts before the command
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    context.obj = workspace
    _log(debug or context.invoked_subcommand == "serve")


def _log(shown: bool) -> None:
    """What the program logs of its own faults is for whoever runs a server or asks for it; a command has its lines."""
    import logging

    handlers = None if shown else [logging.NullHandler()]
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", handlers=handlers)
