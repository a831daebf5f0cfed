"""What doctor sees, and what it says to do."""

import shutil
from pathlib import Path

import pytest

from tests.api.cli.conftest import Outcome, invoke


def lines(outcome: Outcome) -> dict[str, tuple[str, str, str]]:
    return {what: (state, found, advice) for state, what, found, advice in outcome.rows}


def test_a_whole_workspace_has_no_problem(filled: Path) -> None:
    outcome = invoke("doctor", "-w", filled)
    assert outcome.code == 0, outcome.out
    found = lines(outcome)
    assert {"Python", "packages", "language model", "tesseract", "Java", "disk", "ledger", "originals", "graph"} <= set(
        found
    )
    assert found["ledger"][0] == found["graph"][0] == found["originals"][0] == "ok"


def test_without_a_workspace_the_machine_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = lines(invoke("doctor"))
    assert found["workspace"][0] == "warning"
    assert "intreccio init" in found["workspace"][2]
    assert found["Python"][0] == "ok"


def test_originals_that_are_gone_or_changed_are_a_problem(own: Path) -> None:
    first, second = sorted(p for p in (own / "originals").rglob("*") if p.is_file())
    first.unlink()
    second.write_bytes(b"something else")
    outcome = invoke("doctor", "-w", own)
    assert outcome.code == 1
    state, found, advice = lines(outcome)["originals"]
    assert state == "problem"
    assert found.startswith("2 of 2 missing or changed")
    assert "backup" in advice


def test_a_damaged_ledger_is_a_problem_and_the_rest_goes_on(own: Path) -> None:
    for path in own.glob("ledger.sqlite*"):
        path.unlink()
    (own / "ledger.sqlite").write_bytes(b"no database at all" * 1000)
    outcome = invoke("doctor", "-w", own)
    assert outcome.code == 1
    assert lines(outcome)["ledger"][0] == "problem"
    assert lines(outcome)["disk"][0] == "ok"


def test_a_graph_that_is_behind_is_a_warning(own: Path) -> None:
    (own / "graph.kgl").unlink()
    shutil.copy(Path(__file__), own / "untouched.txt")
    outcome = invoke("doctor", "-w", own)
    assert outcome.code == 0
    assert "no graph" in lines(outcome)["graph"][1]


def test_a_store_out_of_reach_is_a_problem(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTRECCIO_GRAPH", "bolt://127.0.0.1:1")
    outcome = invoke("doctor", "-w", filled)
    assert outcome.code == 1
    assert lines(outcome)["graph"][0] == "problem"
    assert "make neo4j" in lines(outcome)["graph"][2]


def test_a_server_for_everybody_needs_a_token(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTRECCIO_API__HOST", "0.0.0.0")
    assert lines(invoke("doctor", "-w", filled))["settings"][0] == "problem"
    monkeypatch.setenv("INTRECCIO_API__TOKEN", "a-long-enough-token-for-this")
    assert lines(invoke("doctor", "-w", filled))["settings"][0] == "ok"


def test_settings_that_are_wrong_are_a_problem(tmp_path: Path) -> None:
    invoke("init", tmp_path / "w")
    (tmp_path / "w" / "intreccio.toml").write_text("api = 3")
    outcome = invoke("doctor", "-w", tmp_path / "w")
    assert outcome.code == 1
    assert lines(outcome)["workspace"][0] == "problem"
