"""Reading without a workspace."""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from ingest.read.extraction_json import from_json
from tests.api.cli.conftest import LETTER, REGISTER, Run, invoke


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_one_file_is_one_object(installed: Run) -> None:
    outcome = installed("extract", LETTER, "--format", "json")
    assert outcome.code == 0, outcome.err
    data = json.loads(outcome.out)
    assert set(data) == {"document", "passages", "mentions", "claims"}
    assert data["document"]["text"] == LETTER.read_text(encoding="utf-8")
    assert data["mentions"]


def test_what_is_printed_can_be_read_again() -> None:
    for file in (LETTER, REGISTER):
        data = json.loads(invoke("extract", file).out)
        assert len(from_json(data, file.name).mentions) == len(data["mentions"]) > 0


def test_a_register_is_printed_in_one_piece() -> None:
    data = json.loads(invoke("extract", REGISTER).out)
    text = data["document"]["text"]
    assert all(text[m["start"] : m["end"]] == m["text"] for m in data["mentions"])
    assert {p["kind"] for p in data["passages"]} == {"row"}


def test_several_files_are_a_list_and_failures_do_not_stop_it(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    outcome = invoke("extract", LETTER, "empty.txt", REGISTER)
    assert outcome.code == 1
    assert [Path(one["document"]["source"]).name for one in json.loads(outcome.out)] == [LETTER.name, REGISTER.name]
    assert "empty.txt: the file is empty" in outcome.err


def test_a_folder_is_a_list_even_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    assert json.loads(invoke("extract", "docs").out) == []
    (tmp_path / "docs" / "a.txt").write_text("Il Comune di Asti ha firmato il Patto.")
    (one,) = json.loads(invoke("extract", "docs").out)
    assert one["document"]["source"] == "docs/a.txt"


def test_only_failures_leave_standard_output_without_an_object(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    outcome = invoke("extract", "empty.txt")
    assert (outcome.code, outcome.out) == (1, "")


def test_a_file_each_with_names_that_do_not_collide(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("a.txt", "a.md", "b/a.txt"):
        (tmp_path / name).write_text(f"Il Comune di Asti ha firmato il Patto {name}.")
    outcome = invoke("extract", "a.txt", "a.md", "b/a.txt", "--output", "found")
    assert outcome.code == 0, outcome.err
    assert sorted(p.name for p in (tmp_path / "found").iterdir()) == ["a.json", "a.md.json", "a.txt.json"]
    sources = {json.loads(p.read_text())["document"]["source"] for p in (tmp_path / "found").iterdir()}
    assert sources == {"a.txt", "a.md", "b/a.txt"}


def test_a_table_has_mentions_and_claims_in_words() -> None:
    outcome = invoke("extract", LETTER, "--format", "table")
    head, *rest = outcome.out.splitlines()
    assert "mentions" in head
    assert rest[0].split("\t") == ["type", "words", "properties", "page"]
    assert any(line.startswith("Organisation\tBordigò Impianti S.r.l.\tkind: company") for line in rest)
    assert any(line.startswith("subject\tclaim\tobject\tstatus") for line in rest)


def test_the_rows_of_several_sheets_stand_one_behind_the_other(tmp_path: Path) -> None:
    book = Workbook()
    for number, name in enumerate(("Cooperativa Alfa", "Cooperativa Beta")):
        sheet = book.create_sheet(name, number)
        sheet.append(("codice fiscale", "denominazione", "comune", "provincia"))
        sheet.append(("", name, "Torino", "TO"))
    book.save(tmp_path / "due.xlsx")
    data = json.loads(invoke("extract", tmp_path / "due.xlsx").out)
    text = data["document"]["text"]
    assert all(text[m["start"] : m["end"]] == m["text"] for m in data["mentions"])
    assert {m["text"] for m in data["mentions"]} >= {"Cooperativa Alfa", "Cooperativa Beta"}
