"""The main path with the installed command, then what can stand in its way."""

import csv
from pathlib import Path

import pytest

from tests.api.cli.conftest import EXAMPLES, LETTER, REGISTER, Run, invoke

NODES = "MATCH (n) RETURN count(n) AS n"


def count(workspace: Path) -> int:
    return int(invoke("-w", workspace, "query", NODES, "--format", "csv").out.split()[-1])


def test_from_nothing_to_answers_and_back(installed: Run, tmp_path: Path) -> None:
    """init → add → add again → status → query → remove, as a user does it."""
    made = installed("init", "w", "--name", "Prova")
    assert made.out.startswith("Workspace Prova made in")
    home = {"cwd": tmp_path / "w"}

    added = installed("add", LETTER, REGISTER, **home)
    assert added.code == 0, added.err
    assert "read 2, unchanged 0, failed 0" in added.out
    assert any(line.startswith("2/2 read ") for line in added.err.splitlines())

    again = installed("add", LETTER, REGISTER, **home)
    assert (again.code, again.out, again.err) == (0, "read 0, unchanged 2, failed 0\n", "")

    lines = {(part, what): value for part, what, value in installed("status", **home).rows}
    assert lines["ledger", "sources"] == "2"
    assert lines["imports", "failed"] == "0"
    assert lines["graph", "state"] == "up to date"

    asked = installed("query", "MATCH (o:Organisation)-[:REGISTERED_AS]->(r) RETURN count(r) AS n", **home)
    assert int(asked.rows[0][0]) > 50

    removed = installed("remove", REGISTER.name, **home)
    assert (removed.code, removed.out) == (0, f"withdrawn {REGISTER}\n")
    assert installed("query", "MATCH (r:Record) RETURN count(r) AS n", **home).rows == [["0"]]


def test_one_failure_does_not_stop_the_others(own: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    note = tmp_path / "note.txt"
    note.write_text("Il Comune di Asti ha firmato il Patto per il lavoro.")
    outcome = invoke("add", tmp_path / "empty.txt", tmp_path / "broken.pdf", note, tmp_path / "none.txt", "-w", own)
    assert outcome.code == 1
    lines = outcome.out.splitlines()
    assert lines[0] == "read 1, unchanged 0, failed 3"
    for name in ("empty.txt", "broken.pdf", "none.txt"):
        assert sum(line.startswith(f"failed: {tmp_path / name}: ") for line in lines) == 1
    failed = [row for row in invoke("status", "-w", own).rows if row[0] == "failed"]
    assert [Path(row[1]).name for row in failed] == ["broken.pdf"]


def test_file_names_cannot_command_the_terminal(own: Path, tmp_path: Path) -> None:
    name = tmp_path / "x\x1b[2J\n\u202etxt.txt"
    name.write_text("")
    outcome = invoke("add", name, "-w", own)
    assert outcome.code == 1
    assert "\x1b" not in outcome.out + outcome.err
    assert "\u202e" not in outcome.out + outcome.err
    assert "x\\x1b[2J" in outcome.out


def test_what_is_read_stays_when_the_graph_is_out_of_reach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    invoke("init", tmp_path / "w")
    monkeypatch.setenv("INTRECCIO_GRAPH", "bolt://127.0.0.1:1")
    outcome = invoke("add", REGISTER, "-w", tmp_path / "w")
    assert outcome.code == 1
    assert "What was read is kept in the ledger" in outcome.err
    assert "no Neo4j answers here" in outcome.err.splitlines()[-1]
    lines = {(part, what): value for part, what, value in invoke("status", "-w", tmp_path / "w").rows}
    assert lines["ledger", "sources"] == "1"
    assert "cannot be reached" in lines["graph", "state"]


@pytest.mark.parametrize("given", ["path", "name", "document"])
def test_a_source_can_be_called_in_three_ways(given: str, own: Path) -> None:
    before = count(own)
    sources = invoke("status", "--sources", "-w", own).rows
    document = next(row[1] for row in sources if row[0] == str(LETTER))
    called = {"path": str(LETTER), "name": LETTER.name, "document": document[:12]}[given]
    assert invoke("remove", called, "-w", own).out == f"withdrawn {LETTER}\n"
    assert count(own) < before
    assert [row[0] for row in invoke("status", "--sources", "-w", own).rows] == [str(REGISTER)]
    assert invoke("remove", called, "-w", own).code == 2
    assert invoke("add", LETTER, "-w", own).code == 0
    assert count(own) == before


def test_a_name_that_two_sources_have_is_not_guessed(own: Path, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "note.txt").write_text(f"Il Comune di {folder.upper()}sti guida il tavolo.")
    assert invoke("add", tmp_path / "a", tmp_path / "b", "-w", own).code == 0
    outcome = invoke("remove", "note.txt", "-w", own)
    assert outcome.code == 2
    assert "could be 2 sources" in outcome.err


def test_changed_and_vanished_files_are_told(own: Path, tmp_path: Path) -> None:
    kept, changed, gone = (tmp_path / f"{name}.txt" for name in ("kept", "changed", "gone"))
    for path in (kept, changed, gone):
        path.write_text(f"Il Comune di Asti ha firmato il Patto {path.stem}.")
    invoke("add", kept, changed, gone, "-w", own)
    changed.write_text(changed.read_text().replace("Asti", "Alba"))
    gone.unlink()
    told = {(row[1], Path(row[2]).name) for row in invoke("status", "-w", own).rows if row[0] == "source"}
    assert told == {("changed", "changed.txt"), ("vanished", "gone.txt")}
    invoke("add", changed, "-w", own)
    told = {(row[1], Path(row[2]).name) for row in invoke("status", "-w", own).rows if row[0] == "source"}
    assert told == {("vanished", "gone.txt")}


def test_rows_kept_aside_can_be_had_as_csv(own: Path, tmp_path: Path) -> None:
    register = tmp_path / "soci.csv"
    register.write_text(
        "denominazione;codice fiscale;comune\nCooperativa Alfa;;Asti\n;;=HYPERLINK(1)\n...;12;Alba\n", encoding="utf-8"
    )
    added = invoke("add", register, "-w", own)
    assert "kept aside" in added.out
    assert "--rejected" in added.out
    written = tmp_path / "rows.csv"
    assert invoke("status", "--rejected", written, "-w", own).code == 0
    with written.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["source", "row", "reason", "cells"]
    aside = [row for row in rows[1:] if row[0] == str(register)]
    assert aside
    assert all(row[1].isdigit() and row[2] for row in aside)
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_the_example_can_be_added_whole(tmp_path: Path) -> None:
    invoke("init", tmp_path / "w")
    outcome = invoke("add", EXAMPLES, "-w", tmp_path / "w")
    assert outcome.code == 0, outcome.out
    assert f"read {sum(p.is_file() for p in EXAMPLES.iterdir())}, " in outcome.out


def test_a_note_says_what_was_odd(own: Path, tmp_path: Path) -> None:
    register = tmp_path / "enti.csv"
    register.write_text("denominazione;codice fiscale\nCooperativa Alfa;99800220999\n", encoding="utf-8")
    added = invoke("add", register, "-w", own)
    assert "1 note(s) (row 2: codice fiscale «99800220999» is not valid" in added.out
    assert "--rejected" not in added.out
