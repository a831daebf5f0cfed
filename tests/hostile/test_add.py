"""All hostile inputs through `add` at once: an outcome for each, and nothing half-written."""

from pathlib import Path

import pytest
from sqlalchemy import select

from graph.ledger.tables import extractions, imports
from graph.store.projection import rebuild
from graph.workspace import create_workspace
from ingest.add import Summary, add
from tests.hostile.generate import hostile_inputs


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_hostile_input_has_one_clear_outcome(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTRECCIO_LIMITS__READ_SECONDS", "8")
    monkeypatch.setenv(
        "INTRECCIO_LIMITS__FILE_MB", "1"
    )  # the very long ones are read in the tests of readers and language
    folder = tmp_path / "hostile"
    folder.mkdir()
    placed = [hostile.place(folder) for hostile in hostile_inputs()]
    workspace = create_workspace(tmp_path / "workspace")

    # Named one by one: what a folder leaves out (hidden names, links that lead outside) is asked for here.
    summary = add(workspace, placed, lambda _: None)

    check_outcomes(summary, len(placed))
    with workspace.ledger.read() as connection:
        assert set(connection.execute(select(imports.c.state)).scalars()) <= {"read", "unchanged", "failed"}
        assert all(connection.execute(select(extractions.c.live)).scalars()), "a half-written document"
    before = dump(workspace.store())
    rebuild(workspace.ledger, workspace.store())
    assert dump(workspace.store()) == before


def check_outcomes(summary: Summary, inputs: int) -> None:
    """Some inputs are the same file under two names (links), and those are one."""
    outcomes = summary.read + summary.unchanged + len(summary.failed)
    assert inputs - 5 <= outcomes <= inputs
    for failure in summary.failed:
        assert failure.message
        assert "\n" not in failure.message
        assert "Traceback" not in failure.message
        assert "fault in Intreccio" not in failure.message, failure


def dump(store):  # type: ignore[no-untyped-def]
    with store.reader() as reader:
        return list(reader.nodes()), list(reader.edges())
