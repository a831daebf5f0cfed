import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.export_cells import safe_cell


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(A1:A9)",
        "\t=1+1",
        "\r=1+1",
        "  =1+1",
        "＝1+1",
        "|calc",
        "+39 011 4321",
        "-",
        "\u00a0=1+1",
    ],
)
def test_what_a_spreadsheet_would_run_becomes_text(text: str) -> None:
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Comune di Torino", "-12.5", "-1.250.000,00", "+3", "3-4", "a=b", "'=1", "-1e-5"])
def test_other_texts_and_numbers_stay(text: str) -> None:
    assert safe_cell(text) == text


@given(st.text())
def test_a_cell_loses_nothing_and_starts_no_formula(text: str) -> None:
    safe = safe_cell(text)
    assert safe in (text, "'" + text)
    if safe.lstrip()[:1] in tuple("=@\t\r\n"):
        assert not safe.strip()  # only blanks are left


@given(st.lists(st.text(alphabet=st.characters(exclude_characters="\r\0", exclude_categories=["Cs"])), min_size=1))
def test_cells_survive_a_csv_file(cells: list[str]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerow([safe_cell(c) for c in cells])
    file.seek(0)
    (row,) = csv.reader(file)
    assert [c.removeprefix("'") if c != o else c for c, o in zip(row, cells, strict=True)] == cells
