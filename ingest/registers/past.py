"""What the ledger has of a source that is read again, as it stood before the present transaction."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from functools import cached_property, partial

from sqlalchemy import Connection

from graph.extraction import GONE_SINCE
from graph.ledger import kept, standing
from graph.ledger.ledger import Ledger
from graph.ledger.standing import RowPlace, StandingRow, StoredRow
from ingest.registers.snapshots import EarlierRow, Renewal, Snapshot


class Past:
    """The registers of one source, before it is read by `version`."""

    def __init__(self, ledger: Ledger, source: str, version: str) -> None:
        self._ledger = ledger
        self._source = source
        self._version = version

    def connection(self) -> AbstractContextManager[Connection]:
        return self._ledger.read()

    @cached_property
    def base(self) -> int | None:
        """The extraction on which what is read now can stand."""
        with self._ledger.read() as connection:
            return standing.base_of(connection, self._source, self._version)

    @cached_property
    def registers(self) -> frozenset[str]:
        """The registers whose rows stand there."""
        with self._ledger.read() as connection:
            return frozenset(standing.registers_of(connection, self._extractions))

    def snapshot(self, register: str, since: str) -> Snapshot:
        """A snapshot of this register that supersedes what was there; a `Renewal` where it can be."""
        if register in self.registers:
            return Renewal(since, self.standing(register))
        return Snapshot(since, partial(self._earlier, register))

    def standing(self, register: str) -> Iterator[StandingRow]:
        """The rows of the register that count now, those that had vanished among them."""
        with self._ledger.read() as connection:
            yield from standing.standing_rows(connection, self._extractions, register)

    def rows(self, places: Iterable[RowPlace]) -> dict[RowPlace, EarlierRow]:
        """These rows, in the order of their columns and places."""
        with self._ledger.read() as connection:
            found = standing.stored_rows(connection, places)
        rows = {place: _earlier(found[place]) for place in sorted(found)}
        return dict(sorted(rows.items(), key=lambda item: item[1].columns))

    @cached_property
    def _extractions(self) -> frozenset[int]:
        if self.base is None:
            return frozenset()
        with self._ledger.read() as connection:
            return frozenset(standing.with_bases(connection, [self.base]))

    def _earlier(self, register: str) -> Iterator[EarlierRow]:
        with self._ledger.read() as connection:
            for row in kept.register_rows(connection, self._source, register):
                yield _earlier(row)


def _earlier(row: StoredRow) -> EarlierRow:
    cells = {column: cell for column, cell in row.cells.items() if column != GONE_SINCE}
    return EarlierRow(row.key, tuple(cells), tuple(cells.values()), row.cells.get(GONE_SINCE), row.digest)
