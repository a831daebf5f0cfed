"""The server as a process: says where it listens, answers, takes another port or refuses, ends in order."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from api import serve
from api.access import Access
from api.serve import address_of, listening
from graph.errors import SettingsInvalid
from graph.workspace import Workspace
from tests.api.serving import running

TOKEN = "a-token-of-more-than-sixteen-signs"


def test_it_answers_where_it_says_and_ends_when_it_is_told_to(empty: Workspace) -> None:
    with running(empty, "port=0") as (process, address):
        assert address.startswith("http://127.0.0.1:")
        assert httpx.get(f"{address}/health", timeout=60).json()["name"] == "Vuoto"
        assert "server" not in httpx.get(f"{address}/", timeout=60).headers
        process.send_signal(signal.SIGTERM)
        started = time.monotonic()
        _, errors = process.communicate(timeout=30)
        assert time.monotonic() - started < 20
        assert "Traceback" not in errors
        with pytest.raises(httpx.ConnectError):
            httpx.get(address, timeout=60)


def test_its_query_processes_end_with_it(empty: Workspace) -> None:
    with running(empty, "port=0") as (process, address):
        answer = httpx.post(f"{address}/cypher", json={"cypher": "RETURN 1 AS one"}, timeout=60)
        assert answer.json()["rows"] == [[1]]
        children = _children(process.pid)
        assert children
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert not [child for child in children if Path(f"/proc/{child}").exists()]


def test_a_file_uploaded_to_a_real_server_is_read(empty: Workspace, note: bytes) -> None:
    with running(empty, "port=0") as (_, address), httpx.Client(base_url=address, timeout=60) as client:
        (queued,) = client.post("/imports", files={"files": ("nota.json", note)}).json()
        until = time.monotonic() + 60
        while client.get("/entities").json()["total"] != 2:
            assert time.monotonic() < until, client.get(f"/imports/{queued['id']}").json()
            time.sleep(0.1)


def test_an_open_address_asks_for_its_token(empty: Workspace) -> None:
    with running(empty, f"host='0.0.0.0', port=0, token={TOKEN!r}") as (_, address):
        assert address.startswith("http://127.0.0.1:")
        assert httpx.get(f"{address}/documents", timeout=60).status_code == 401
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        assert httpx.get(f"{address}/documents", headers=bearer, timeout=60).status_code == 200


def test_a_port_that_nobody_chose_gives_way_to_the_next_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with listening(Access(port=port)) as listener:
            assert port < listener.getsockname()[1] < port + 20


def test_a_port_that_was_chosen_and_is_taken_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsInvalid, match=f"port {port}"), listening(Access(port=port, port_chosen=True)):
            pass


def test_a_host_that_is_not_there_is_an_error() -> None:
    for host in ("203.0.113.77", "no such host"):
        with pytest.raises(SettingsInvalid), listening(Access(host, 0, TOKEN)):
            pass


def test_it_waits_for_the_pages_but_not_for_ever(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    go_on, ready = threading.Event(), threading.Event()

    class Slow:
        def warm(self) -> None:
            assert go_on.wait(30)
            ready.set()

    monkeypatch.setattr(serve, "_QUIET_SECONDS", 0.0)
    monkeypatch.setattr(serve, "_AHEAD_SECONDS", 0.1)
    serve.prepare(Slow())
    assert not ready.is_set() and capsys.readouterr().err == "Preparing the pages…\n"
    go_on.set()
    assert ready.wait(30)
    monkeypatch.undo()
    ready.clear()
    serve.prepare(Slow())
    assert ready.is_set() and capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("localhost", "localhost")]
)
def test_the_address_is_one_that_a_browser_takes(host: str, shown: str) -> None:
    with listening(Access(host, 0, TOKEN)) as listener:
        assert address_of(Access(host), listener) == f"http://{shown}:{listener.getsockname()[1]}"


def _children(process: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            if parent == process:
                found.append(int(entry.name))
    return found


def test_importing_the_server_costs_nothing_until_it_serves() -> None:
    code = "import sys, api.serve; print('fastapi' in sys.modules, 'uvicorn' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ))
    assert out.stdout.split() == ["False", "False"]
