"""Which column of a sheet plays which role, and what its cells hold."""

from collections.abc import Mapping

from ingest.registers.rows import is_blank
from ingest.registers.words import plain


class Roles:
    """The columns of one sheet by what they are."""

    def __init__(self, columns: Mapping[str, int]) -> None:
        self._columns = columns

    def __getitem__(self, role: str) -> int:
        return self._columns[role]

    def column(self, role: str) -> int | None:
        """The number of the column, None where no column plays the role."""
        return self._columns.get(role)

    def cell(self, cells: tuple[str, ...], role: str) -> str:
        column = self._columns.get(role)
        return "" if column is None else cells[column]

    def filled(self, cells: tuple[str, ...], role: str) -> str | None:
        """The cell without blanks around it, None where it is empty or says so."""
        text = self.cell(cells, role).strip()
        return None if is_blank(text) else text

    def identity(self, cells: tuple[str, ...], key: str | None) -> str:
        """What makes the row the same row in the next snapshot: its key, else name and place; with its project."""
        who = key or "|".join(plain(self.cell(cells, role)) for role in ("name", "municipality"))
        return "|".join((who, *(plain(self.cell(cells, role)) for role in ("cup", "cig"))))
