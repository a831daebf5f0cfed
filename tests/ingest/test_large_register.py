"""A large register read, killed and interrupted at random moments: nothing is lost, and the graph is the same."""

import random
import time
from pathlib import Path

import pytest

from benchmarks.large_register import COLUMNS, disturb, made_rows
from benchmarks.snapshots import snapshot, write_csv
from graph.store.projection import rebuild
from graph.workspace import Workspace, create_workspace
from ingest.add import Stage, add
from tests.ingest.test_add import dump, timeless

ROWS = 30_000


def add_undisturbed(root: Path, register: Path) -> tuple[Workspace, float]:
    workspace, begin = create_workspace(root), time.monotonic()
    add(workspace, [register], lambda _: None)
    return workspace, time.monotonic() - begin


@pytest.mark.trials
@pytest.mark.timeout(3600)
def test_a_register_interrupted_again_and_again_gives_the_same_graph(tmp_path: Path) -> None:
    register, rows, moments = tmp_path / "register_2024.csv", list(made_rows(ROWS)), random.Random(11)
    write_csv(register, COLUMNS, rows)
    calm, seconds = add_undisturbed(tmp_path / "calm", register)
    workspace = create_workspace(tmp_path / "disturbed")
    for later in (False, True):
        if later:
            write_csv(register, COLUMNS, snapshot(COLUMNS, rows, 0.01))
            begin = time.monotonic()
            add(calm, [register], lambda _: None)
            seconds = time.monotonic() - begin + 1
        for _ in range(4):
            disturb(workspace.root, register, moments, seconds)
        add(workspace, [register], lambda _: None)
        assert timeless(dump(workspace)) == timeless(dump(calm))
        rebuild(workspace.ledger, workspace.store())
        assert timeless(dump(workspace)) == timeless(dump(calm))


@pytest.mark.slow
def test_how_far_a_register_is_can_be_seen(tmp_path: Path) -> None:
    register = tmp_path / "register.csv"
    write_csv(register, COLUMNS, list(made_rows(25_000)))
    stages: list[Stage] = []
    add(create_workspace(tmp_path / "workspace"), [register], lambda _: None, stages.append)
    assert [s.what for s in stages] == ["reading"] * 3 + ["resolving", "projecting"]
    assert [s.rows for s in stages[:3]] == [10_000, 20_000, 25_000]
    shares = [s.share for s in stages[:3]]
    assert shares == sorted(shares, key=lambda share: share or 0)
    assert shares[-1] == 1.0
