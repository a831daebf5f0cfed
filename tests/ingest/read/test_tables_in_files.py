"""csv, xlsx and parquet: columns found, rows streamed and whole, faults reported with their row."""

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read.delimited import find_delimiter, read_delimited
from ingest.read.header import find_header
from ingest.read.parquet import read_parquet
from ingest.read.reading import read
from ingest.read.rows import Sheets
from tests.hostile import making
from tests.ingest.read.helpers import LIMITS, read_bytes, read_table


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiters_and_encodings(tmp_path: Path, delimiter: str, encoding: str) -> None:
    table = [["Denominazione", "Città", "Note"], ["Società Il Faro", "Forlì", "x"], ["La Rete", "Cantù", "y"]]
    content = "\r\n".join(delimiter.join(row) for row in table).encode(encoding)
    columns, rows = read_table(tmp_path, "x.csv", content)
    assert columns == ("Denominazione", "Città", "Note")
    assert [row.cells for row in rows] == [tuple(row) for row in table[1:]]
    assert [row.number for row in rows] == [2, 3]


CELL = st.text(alphabet="ab;,\"'\nè 1", max_size=8).map(str.strip)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8))
def test_what_csv_writes_is_read_back(table: list[list[str]]) -> None:
    filled = [row for row in table if any(row)]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\n").writerows([["nome", "comune", "nota"], *filled])
    (sheet,) = read_delimited_all(out.getvalue())
    assert sheet == [tuple(row) for row in filled]


def read_delimited_all(text: str) -> list[list[tuple[str, ...]]]:
    return [[row.cells for row in sheet.rows] for sheet in read_delimited(io.BytesIO(text.encode()))]


def test_a_quotation_mark_left_open_costs_its_own_row(tmp_path: Path) -> None:
    content = b'nome;comune\n"Il Faro;Ivrea\n' + b"La Rete;Biella\n" * 300
    _, rows = read_table(tmp_path, "x.csv", content)
    assert len(rows) == 301
    assert rows[0].problem == "a quotation mark is opened and not closed"
    assert all(row.problem is None for row in rows[1:])


def test_cells_beyond_the_last_column_are_kept(tmp_path: Path) -> None:
    _, rows = read_table(tmp_path, "x.csv", b"a;b\n1;2\n1;2;3;4\n1\n")
    assert rows[1].extra == ("3", "4")
    assert rows[1].problem == "4 cells in a table of 2 columns"
    assert rows[2].cells == ("1", "")


def test_the_header_is_found_below_titles() -> None:
    header = find_header([["Elenco degli enti", "", ""], [], ["Nome", "Comune", "Comune"], ["Il Faro", "Ivrea", "x"]])
    assert header.columns == ("Nome", "Comune", "Comune (2)")
    assert header.first_row == 4


def test_a_table_without_header_gets_numbered_columns() -> None:
    assert find_header([["1", "2026", "3,5"], ["2", "2027", "4,5"]]).columns == ("column 1", "column 2", "column 3")


def test_cells_of_a_workbook_as_a_person_sees_them(tmp_path: Path) -> None:
    table: list[list[object]] = [
        ["ente", "data", "ora", "importo", "numero", "attivo"],
        ["Il Faro", dt.datetime(2026, 3, 14), dt.datetime(2026, 3, 14, 9, 30), 12.5, 3.0, True],
    ]
    columns, rows = read_table(tmp_path, "x.xlsx", making.xlsx({"Primo": [["Elenco 2026"], [], *table]}))
    assert columns == ("ente", "data", "ora", "importo", "numero", "attivo")
    assert rows[0].cells == ("Il Faro", "2026-03-14", "2026-03-14 09:30:00", "12.5", "3", "true")
    assert rows[0].number == 4


def test_every_sheet_of_a_workbook_that_holds_anything(tmp_path: Path) -> None:
    sheets = {"Uno": making.TABLE, "Vuoto": [], "Due": [["nome", "ruolo"], ["Anna", "presidente"]]}
    reading = read_bytes(tmp_path, "x.xlsx", making.xlsx(sheets))
    assert isinstance(reading, Sheets)
    assert [(sheet.name, len(list(sheet.rows))) for sheet in reading.sheets] == [("Uno", 2), ("Due", 1)]


def test_parquet_values_as_text(tmp_path: Path) -> None:
    columns, rows = read_table(tmp_path, "x.parquet", making.parquet(tmp_path))
    assert columns == ("ente", "data", "importo", "numero")
    assert rows[5].cells == ("Comune di Valfiume", "2026-03-14", "12.5", "5")


def test_a_table_in_an_envelope(tmp_path: Path) -> None:
    for name, content in (("x.csv", making.csv()), ("x.xlsx", making.xlsx()), ("x.parquet", making.parquet(tmp_path))):
        _, rows = read_table(tmp_path, f"{name}.p7m", making.signed(content))
        assert rows


def test_real_registers_lose_no_row(shared: Path) -> None:
    for path in sorted((shared / "data" / "registers").rglob("*.csv")):
        reading = read(path, LIMITS)
        assert isinstance(reading, Sheets)
        (sheet,) = list(counted(reading))
        with path.open(encoding="utf-8-sig", newline="") as file:
            delimiter = find_delimiter([file.readline() for _ in range(30)]) or ","
            file.seek(0)
            expected = sum(1 for row in csv.reader(file, delimiter=delimiter) if any(row)) - 1
        assert sheet == (expected, 0), path.name


def counted(reading: Sheets) -> list[tuple[int, int]]:
    """Rows, and rows with a problem, of every sheet."""
    counts = []
    for sheet in reading.sheets:
        total = problems = 0
        for row in sheet.rows:
            total += 1
            problems += row.problem is not None
        counts.append((total, problems))
    return counts


def test_real_parquet(shared: Path) -> None:
    path = shared / "data" / "registers" / "pnrr_gare.parquet"
    for sheet in read_parquet(path, 1000):
        assert sum(1 for _ in sheet.rows) == 67_223
