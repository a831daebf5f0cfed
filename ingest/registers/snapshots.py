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
from itertools import islice
from pathlib import PurePath
from typing import Final

from graph.ledger.standing import RowPlace, StandingRow
from ingest.registers.mapping import RegisterMapping
from ingest.registers.sheet_roles import Roles

_DAY: Final = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_LONGEST_KEY: Final = 64
_BETWEEN: Final = "\x1f"
_NONE, _GONE = -1, -2
_AT_A_TIME: Final = 5_000


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

    What it knows of the rows of the last one is held in arrays, one number a row: of 300,000 rows some 50 MB.
    """

    __slots__ = ("_digests", "_identities", "_lengths", "_numbers", "_offsets", "_places", "_same", "_tables", "said")

    def __init__(self, since: str, standing: Iterable[StandingRow]) -> None:
        super().__init__(since, lambda: iter(()))
        self.said: set[Said] = set()
        """What the rows that were read say."""
        self._digests: dict[int, int] = {}
        """Of the rows not met so far: digest → the last row that has it. `_same` gives the one before."""
        self._places, self._same = (array("q"), array("q")), array("q")
        self._identities, self._lengths = array("q"), array("q")
        rows = iter(standing)
        while part := list(islice(rows, _AT_A_TIME)):
            extractions, passages, digests, identities, keyed, lengths = zip(*part, strict=True)
            self._places[0].extend(extractions)
            self._places[1].extend(passages)
            self._identities.extend(identity or 0 for identity in identities)
            self._lengths.extend(length << 1 | key for length, key in zip(lengths, keyed, strict=True))
            for row, digest in enumerate(digests, len(self._same)):
                self._same.append(_GONE if digest is None else self._digests.get(digest, _NONE))
                if digest is not None:
                    self._digests[digest] = row
        nothing = bytes(8 * len(self._same))
        self._numbers, self._tables, self._offsets = (array("q", nothing) for _ in range(3))

    def passed(self, digest: int, number: int, table: int, offset: int) -> tuple[int, bool] | None:
        row = self._digests.get(digest)
        if row is None:
            return None
        if self._same[row] == _NONE:
            del self._digests[digest]
        else:
            self._digests[digest] = self._same[row]
        self._numbers[row], self._tables[row], self._offsets[row] = number, table, offset
        return self._lengths[row] >> 1, bool(self._lengths[row] & 1)

    def outcome(self) -> tuple[list[RowPlace], list[RowPlace]]:
        """The rows of the last snapshot that another has replaced, and those that vanished; after all rows are read.

        What had vanished before and has come back is replaced too; what has not stays as it was.
        """
        unmet = [row for row, number in enumerate(self._numbers) if not number]
        wanted = {self._identities[row] for row in unmet} - self.seen
        met = zip(self._identities, self._numbers, strict=True)
        present = self.seen.union(identity for identity, number in met if number and identity in wanted)
        replaced = [row for row in unmet if self._identities[row] in present]
        vanished = [row for row in unmet if self._identities[row] not in present and self._same[row] != _GONE]
        return [self._place(row) for row in replaced], [self._place(row) for row in vanished]

    def positions(self, places: Iterable[RowPlace]) -> dict[RowPlace, Position]:
        """Where these rows, which were passed, stand."""
        wanted = set(places)
        rows = enumerate(zip(*self._places, strict=True)) if wanted else ()
        return {
            place: Position(self._numbers[row], self._tables[row], self._offsets[row])
            for row, place in rows
            if place in wanted and self._numbers[row]
        }

    def _place(self, row: int) -> RowPlace:
        return self._places[0][row], self._places[1][row]


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
