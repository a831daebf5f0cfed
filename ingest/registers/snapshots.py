"""Snapshots of one register supersede each other: what vanished stays, marked with since when.

A snapshot is a new content of a source that held the register before. Rows are told by their key (else by name and
place); those that the new content lacks are read once more, from the ledger, as rows that are no longer there.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Final

from ingest.registers.mapping import RegisterMapping
from ingest.registers.sheet_roles import Roles

_DAY: Final = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """A row as the ledger keeps it; `gone_since` where it was missing already."""

    key: str | None
    columns: tuple[str, ...]
    cells: tuple[str, ...]
    gone_since: str | None


Earlier = Callable[[str], Iterator[EarlierRow]]
"""The rows that a source had before of the register of this title."""


@dataclass(slots=True)
class Snapshot:
    """What stood in the register before, and what was seen of it in the content that is being read."""

    since: str
    earlier: Callable[[], Iterator[EarlierRow]]
    _seen: set[int] = field(default_factory=set)

    def saw(self, identity: str) -> None:
        self._seen.add(hash(identity))

    def vanished(self, mapping: RegisterMapping) -> Iterator[EarlierRow]:
        """The earlier rows that were not seen; to be asked for after all rows are read."""
        for row in self.earlier():
            bound = mapping.bind(row.columns)
            if "name" in bound and hash(Roles(bound).identity(row.cells, row.key)) not in self._seen:
                yield row


def snapshot_date(source: str) -> str | None:
    """The day, or year, that a file's name carries."""
    name = PurePath(source).stem
    if day := _DAY.search(name):
        return "-".join(day.groups())
    year = _YEAR.search(name)
    return year[1] if year else None


def today() -> str:
    return datetime.now(UTC).date().isoformat()
