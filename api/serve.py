"""The server: listens, says where, and ends what it started."""

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from api.access import Access, serve_settings
from graph.errors import SettingsInvalid
from graph.workspace import Workspace

if TYPE_CHECKING:
    from api.snapshots import Snapshots

_NEXT_PORTS: Final = 20
_STOP_SECONDS: Final = 10
_IDLE_SECONDS: Final = 30
_AHEAD_SECONDS: Final = 30.0
"""What takes longer goes on while the server listens."""

_QUIET_SECONDS: Final = 2.0


def serve(workspace: Workspace, host: str | None = None, port: int | None = None, token: str | None = None) -> None:
    """Serves the workspace until interrupted; what is not given comes from the settings. Raises `SettingsInvalid`."""
    import uvicorn

    from api.app import create_app

    access = serve_settings(workspace.settings.api, host, port, token)
    with listening(access) as listener:
        address = address_of(access, listener)

        class Server(uvicorn.Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                if self.started:
                    sys.stdout.write(f"{address}\n")
                    sys.stdout.flush()

        app = create_app(workspace, access)
        prepare(app.state.services.snapshots)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,  # addresses may carry the token once
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=_IDLE_SECONDS,
            timeout_graceful_shutdown=_STOP_SECONDS,
            limit_concurrency=200,
            h11_max_incomplete_event_size=1 << 16,
        )
        Server(config).run(sockets=[listener])


def prepare(snapshots: "Snapshots") -> None:
    """Works out what the pages show, so that the first to open one need not wait; what takes longer goes on beside."""
    ahead = threading.Thread(target=snapshots.warm, name="pages", daemon=True)
    ahead.start()
    ahead.join(_QUIET_SECONDS)
    if ahead.is_alive():
        sys.stderr.write("Preparing the pages…\n")
        ahead.join(_AHEAD_SECONDS - _QUIET_SECONDS)


@contextmanager
def listening(access: Access) -> Iterator[socket.socket]:
    """A socket that listens there; on the next free port if nobody chose this one. Raises `SettingsInvalid`."""
    ports = (access.port,) if access.port_chosen or access.port == 0 else range(access.port, access.port + _NEXT_PORTS)
    family, host = _resolved(access.host)
    for port in ports:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(128)
        except OSError as error:
            listener.close()
            if port == ports[-1] or port >= 65_535:
                raise SettingsInvalid(
                    f"the server cannot listen on {access.host}, port {port}: {error.strerror}.",
                    where="api.port",
                    hint="Choose another with --port; 0 takes one that is free.",
                ) from error
            continue
        with listener:
            yield listener
        return


def address_of(access: Access, listener: socket.socket) -> str:
    """What to type into a browser on this machine."""
    port = listener.getsockname()[1]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(access.host, access.host.strip("[]"))  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _resolved(host: str) -> tuple[socket.AddressFamily, str]:
    try:
        family, *_, address = socket.getaddrinfo(host.strip("[]"), None, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise SettingsInvalid(f"there is no address {host!r} on this machine.", where="api.host") from error
    return family, str(address[0])
