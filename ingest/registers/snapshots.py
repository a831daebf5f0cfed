"""Snapshots of one register supersede each other: what vanished stays, marked with since when.

A snapshot is a new content of a source that held the register before. Rows are told by their key (else by name and
place); those that the new content lacks are read once more, from the ledger, as rows that are no longer there. Where
the new content can stand on the last one (`Renewal`), only what it has otherwise is read at all.
"""

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import PurePath
from typing import Final

from graph.ledger.standing import RowPlace, StandingRow
from ingest.registers.mapping import RegisterMapping
from ingest.registers.sheet_roles import Roles

_DAY: Final = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_LONGEST_KEY: Final = 64
_BETWEEN: Final = "\x1f"


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """A row as the ledger keeps it; `gone_since` where it was missing already."""

    key: str | None
    columns: tuple[str, ...]
    cells: tuple[str, ...]
    gone_since: str | None
    digest: int | None = None


Earlier = Callable[[], Iterator[EarlierRow]]
"""The rows that a source had before of a register."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a row stands in the content that is being read: its number, its table, where its text begins."""

    number: int
    table: int
    offset: int


Told = tuple[str, tuple[tuple[str, str], ...]]
"""A mention by its words and keys."""

Said = tuple[Told, str, Told]
"""A claim by the mentions at its ends."""


class Hasher:
    """Hashes of 64 bits, keyed by the workspace's salt, of the rows of a sheet and of what they are."""

    def __init__(self, columns: Iterable[str], salt: bytes) -> None:
        self._empty = blake2b(digest_size=8, key=salt[:_LONGEST_KEY])
        self._columns = self._empty.copy()
        self._columns.update(_BETWEEN.join((*columns, "")).encode("utf-8", "surrogatepass"))

    def row(self, cells: Iterable[str]) -> int:
        """Of the cells as they stand in the file: taken before anything is read of them, even personal codes."""
        taken = self._columns.copy()
        taken.update(_BETWEEN.join(cells).encode("utf-8", "surrogatepass"))
        return int.from_bytes(taken.digest(), signed=True)

    def identity(self, text: str) -> int:
        taken = self._empty.copy()
        taken.update(text.encode("utf-8", "surrogatepass"))
        return int.from_bytes(taken.digest(), signed=True)


@dataclass(slots=True)
class Snapshot:
    """What stood in the register before, and what was seen of it in the content that is being read."""

    since: str
    earlier: Earlier
    seen: set[int] = field(default_factory=set)

    def saw(self, identity: int) -> None:
        self.seen.add(identity)

    def passed(self, digest: int, number: int, table: int, offset: int) -> tuple[int, bool] | None:
        """Of a row that need not be read: how many characters it has, whether a key. None where it must be read."""

    def vanished(self, mapping: RegisterMapping, hasher: Hasher) -> Iterator[EarlierRow]:
        """The earlier rows that were not seen; to be asked for after all rows are read."""
        for row in self.earlier():
            bound = mapping.bind(row.columns)
            if "name" in bound and hasher.identity(Roles(bound).identity(row.cells, row.key)) not in self.seen:
                yield row


class Renewal(Snapshot):
    """A snapshot of which only the rows are read that the last one did not have.

    Of 300,000 rows it holds some 40 MB: a number for each row that may be met again, three for each that was.
    """

    __slots__ = ("_again", "_left", "_met", "_numbers", "_offsets", "_tables", "said", "standing")

    def __init__(self, since: str, standing: Callable[[], Iterator[StandingRow]]) -> None:
        super().__init__(since, lambda: iter(()))
        self.standing = standing
        self.said: set[Said] = set()
        """What the rows that were read say."""
        self._left: dict[int, int] = {}
        self._again: dict[int, int] = {}
        for _, _, digest, _, keyed, length in standing():
            if digest in self._left:
                self._again[digest] = self._again.get(digest, 0) + 1
            elif digest is not None:
                self._left[digest] = length << 1 | keyed
        self._met, self._numbers, self._tables, self._offsets = array("q"), array("q"), array("q"), array("q")

    def passed(self, digest: int, number: int, table: int, offset: int) -> tuple[int, bool] | None:
        packed = self._left.get(digest)
        if packed is None:
            return None
        if more := self._again.get(digest, 0):
            self._again[digest] = more - 1
        else:
            del self._left[digest]
        self._met.append(digest)
        self._numbers.append(number)
        self._tables.append(table)
        self._offsets.append(offset)
        return packed >> 1, bool(packed & 1)

    def outcome(self) -> tuple[list[RowPlace], list[RowPlace]]:
        """The rows of the last snapshot that another has replaced, and those that vanished; after all rows are read.

        What had vanished before and has come back is replaced too; what has not stays as it was.
        """
        left = {digest: self._again.get(digest, 0) + 1 for digest in self._left}
        gone: dict[RowPlace, int | None] = {}
        unmet: dict[RowPlace, int | None] = {}
        for extraction, passage, digest, identity, _, _ in self.standing():
            if digest is None:
                gone[extraction, passage] = identity
            elif left.get(digest):
                left[digest] -= 1
                unmet[extraction, passage] = identity
        wanted = {*gone.values(), *unmet.values()}
        present = set(self.seen)
        for extraction, passage, digest, identity, _, _ in self.standing():
            place = extraction, passage
            if identity is not None and identity in wanted and digest is not None and place not in unmet:
                present.add(identity)
        back = [place for place, identity in gone.items() if identity in present]
        replaced = [place for place, identity in unmet.items() if identity in present]
        return back + replaced, sorted(unmet.keys() - set(replaced))

    def positions(self, digests: Iterable[int]) -> dict[int, Position]:
        """Where rows that were passed stand; of those that stand several times, the last."""
        wanted = set(digests)
        rows = zip(self._met, self._numbers, self._tables, self._offsets, strict=True)
        return {digest: Position(*position) for digest, *position in rows if digest in wanted}


def told(words: str, keys: Mapping[str, str]) -> Told:
    return words, tuple(sorted(keys.items()))


def snapshot_date(source: str) -> str | None:
    """The day, or year, that a file's name carries."""
    name = PurePath(source).stem
    if day := _DAY.search(name):
        return "-".join(day.groups())
    year = _YEAR.search(name)
    return year[1] if year else None


def today() -> str:
    return datetime.now(UTC).date().isoformat()
