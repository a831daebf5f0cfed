"""Tables as an Excel workbook, a sheet each. What a spreadsheet would take for a formula is text, as in the csv."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph.export_cells import safe_cell
from graph.exports.whole import whole_path
from graph.store.port import Table

_MOST = 32_767
"""Characters that a cell of Excel holds."""


def write_sheets(path: Path, sheets: Mapping[str, Table]) -> None:
    """Writes the workbook, whole or not at all. Raises `UsageError` when the file cannot be written."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for title, table in sheets.items():
        sheet = book.create_sheet(title)
        sheet.append([_cell(column) for column in table.columns])
        for row in table.rows:
            sheet.append([_cell(value) for value in row])
    with whole_path(path) as made:
        book.save(made)


def _cell(value: object) -> Any:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if value is None or isinstance(value, int | float):
        return value
    text = "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return safe_cell(ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text))[:_MOST]
