"""Tables that are neither register nor list of ties: read as documents."""

import pytest

from graph.errors import FileTooLarge
from ingest.read.header import shaped
from ingest.read.rows import Sheet
from ingest.read.sheet_text import MAX_ROWS, as_text


def table(name: str, *rows: tuple[str, ...]) -> Sheet:
    columns = ("Azione", "Responsabile")
    return Sheet(name, columns, (shaped(n, row, columns) for n, row in enumerate(rows, 2)), "text/csv")


def test_rows_stand_under_their_headers() -> None:
    source = as_text([table("Piano", ("Sportello", "Alfa"), ("Ponte\ndigitale", "a|b"))], "text/csv")
    rows = [b for b in source.blocks if b.kind == "row"]
    assert [(b.row, source.text[b.start : b.end]) for b in rows] == [
        (0, "Azione | Responsabile"),
        (1, "Sportello | Alfa"),
        (2, "Ponte digitale | a/b"),
    ]
    assert {b.heading for b in rows} == {"Piano"}
    assert rows[1].headers == ("Azione", "Responsabile")


def test_sheets_follow_one_another_as_tables() -> None:
    source = as_text([table("Uno", ("A", "B")), table("Due", ("C", "D"))], "text/csv")
    assert [(b.heading, b.table) for b in source.blocks if b.kind == "row" and b.row == 1] == [("Uno", 1), ("Due", 2)]


def test_columns_of_nothing_are_left_out() -> None:
    columns = ("Azione", *(f"column {n}" for n in range(2, 9)), "Responsabile")
    rows = [shaped(2, ("Sportello", *[""] * 7, "Alfa"), columns), shaped(3, ("Ponte", *[""] * 8), columns)]
    text = as_text([Sheet("", columns, iter(rows), "text/csv")], "text/csv").text
    assert text.splitlines() == ["Azione | Responsabile", "Sportello | Alfa", "Ponte | "]


def test_odd_rows_are_said() -> None:
    (issue,) = as_text([table("Uno", ("A", "B", "C"))], "text/csv").issues
    assert issue.where == "sheet Uno, row 2"


def test_a_long_table_is_refused() -> None:
    with pytest.raises(FileTooLarge, match="5,000 rows"):
        as_text([table("", *[("A", "B")] * (MAX_ROWS + 1))], "text/csv")
