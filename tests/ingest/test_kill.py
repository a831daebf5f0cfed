"""`add` killed at random moments: what it said was read is in the ledger, the next `add` completes the same graph."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from graph.ledger.tables import extractions
from graph.ledger.writing import current_document
from graph.store.projection import rebuild
from graph.workspace import Workspace, create_workspace, open_workspace
from ingest.add import add
from tests.ingest.test_add import dump, timeless

REPOSITORY = Path(__file__).parents[2]
EXAMPLE = REPOSITORY / "examples" / "torino"


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, float]:
    """The graph of the example as one `add` makes it, and the seconds that it takes in a process of its own."""
    root = tmp_path_factory.mktemp("undisturbed") / "workspace"
    create_workspace(root)
    started = time.monotonic()
    with start(root) as process:
        process.communicate()
    assert process.returncode == 0
    return timeless(dump(open_workspace(root))), time.monotonic() - started


def start(root: Path) -> "subprocess.Popen[str]":
    intreccio = Path(sys.executable).with_name("intreccio")
    command = [str(intreccio), "--workspace", str(root), "add", str(EXAMPLE)]
    return subprocess.Popen(
        command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1
    )


def acknowledged(output: str) -> Iterator[str]:
    """The files that `add` said it had read."""
    for line in output.splitlines():
        match line.split():
            case [_, "read", name]:
                yield name


def kill_and_check(workspace: Workspace, seconds: float) -> None:
    with start(workspace.root) as process:
        time.sleep(seconds)
        process.kill()
        output, _ = process.communicate()
    with workspace.ledger.read() as connection:
        for name in acknowledged(output):
            assert current_document(connection, str((EXAMPLE / name).resolve())) is not None, name
        for extraction in connection.execute(select(extractions.c.id, extractions.c.live)):
            assert extraction.live, "a half-written document"


def kill_often(tmp_path: Path, undisturbed: tuple[object, float], times: int, seed: int) -> None:
    graph, seconds = undisturbed
    moments = random.Random(seed)
    workspace = create_workspace(tmp_path / "workspace")
    for _ in range(times):
        kill_and_check(workspace, moments.uniform(0.1, seconds))
    add(workspace, [EXAMPLE], lambda _: None)
    assert timeless(dump(workspace)) == graph
    rebuild(workspace.ledger, workspace.store())
    assert timeless(dump(workspace)) == graph


@pytest.mark.slow
def test_five_kills(tmp_path: Path, undisturbed: tuple[object, float]) -> None:
    kill_often(tmp_path, undisturbed, 5, seed=5)


@pytest.mark.trials
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(10))
def test_fifty_kills(tmp_path: Path, undisturbed: tuple[object, float], seed: int) -> None:
    kill_often(tmp_path, undisturbed, 5, seed)
