"""`serve`: the API and the pages."""

from contextlib import suppress
from typing import Annotated

import typer

from api.cli.options import WorkspaceOption, example, open_workspace

commands = typer.Typer()


@commands.command(epilog=example("intreccio serve", "intreccio serve --host 0.0.0.0 --port 9000 --token …"))
def serve(
    context: typer.Context,
    host: Annotated[
        str | None,
        typer.Option("--host", metavar="ADDRESS", help="Where to listen; any address but loopback needs a token."),
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, metavar="PORT", help="0 takes one that is free.")
    ] = None,
    token: Annotated[
        str | None,
        typer.Option("--token", metavar="TOKEN", help="Asked of every request; better in INTRECCIO_API__TOKEN."),
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Serve the API and the pages until interrupted.

    What is not given here comes from the settings. It listens once the pages are ready, after thirty seconds at most.
    """
    from api.serve import serve as serve_workspace

    with suppress(KeyboardInterrupt):  # the way to end it
        serve_workspace(open_workspace(context, workspace), host, port, token)
