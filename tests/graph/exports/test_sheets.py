"""Workbooks: numbers are numbers, and no cell is a formula."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from graph.errors import UsageError
from graph.exports.sheets import write_sheets
from graph.store.port import Table


def test_each_table_is_a_sheet(tmp_path: Path) -> None:
    write_sheets(
        tmp_path / "a.xlsx", {"one": Table(("n", "who"), ((1, ["A", "B"]), (0.5, None))), "two": Table((), ())}
    )
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["one", "two"]
    assert list(book["one"].values) == [("n", "who"), (1, "A; B"), (0.5, None)]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "\t=1", "-2+3"])
def test_what_a_spreadsheet_would_run_is_text(text: str, tmp_path: Path) -> None:
    write_sheets(tmp_path / "a.xlsx", {"one": Table((text,), ((text,),))})
    for row in load_workbook(tmp_path / "a.xlsx")["one"].iter_rows():
        assert [(cell.data_type, str(cell.value)[0]) for cell in row] == [("s", "'")]


def test_control_characters_and_endless_texts_do_not_break_a_workbook(tmp_path: Path) -> None:
    write_sheets(tmp_path / "a.xlsx", {"one": Table(("x",), (("a\x00\x1bb",), ("z" * 40_000,)))})
    _, strange, long = load_workbook(tmp_path / "a.xlsx")["one"].values
    assert strange == ("a\ufffd\ufffdb",) and len(long[0]) == 32_767


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        write_sheets(tmp_path / "none" / "a.xlsx", {"one": Table((), ())})
