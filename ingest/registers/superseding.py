"""What becomes of the rows of the earlier snapshot that the new one has otherwise, or not at all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from graph.extraction import Batch, Document, Issue
from graph.ledger.standing import RowPlace
from ingest.registers.adapter import BATCH_ROWS, RowReader
from ingest.registers.mapping import RegisterMapping
from ingest.registers.past import Past
from ingest.registers.rows import Place, RowWriter
from ingest.registers.snapshots import EarlierRow, Hasher, Renewal, Snapshot
from ingest.registers.witnesses import witnesses


@dataclass(frozen=True, slots=True)
class Register:
    """A register of the source that is being read, after all its rows."""

    mapping: RegisterMapping
    document: Document
    salt: bytes
    place: Place
    snapshot: Snapshot

    def reader(self, columns: tuple[str, ...]) -> RowReader:
        said = self.snapshot.said if isinstance(self.snapshot, Renewal) else None
        writer, title = RowWriter(self.place), self.document.title or ""
        return RowReader(columns, self.mapping, title, self.salt, writer=writer, said=said)


def read_vanished(register: Register) -> Iterator[Batch]:
    """The rows of the earlier snapshot that no sheet of this one has: what they say holds until then."""
    vanished = register.snapshot.vanished(register.mapping, Hasher((), register.salt))
    return _read_gone(register, vanished)


def read_renewed(register: Register, snapshot: Renewal, past: Past) -> Iterator[Batch]:
    """The same where this snapshot stands on the earlier one, of which rows are retired.

    Those that are otherwise now, or vanished. What they alone said of others (in which province a municipality is,
    which a register's rows say once a batch) is said by another row, which is read again for it.
    """
    replaced, vanished = snapshot.outcome()
    retired: set[RowPlace] = {*replaced, *vanished}
    yield Batch(retired=tuple(sorted(retired)))
    yield from _read_gone(register, past.rows(vanished).values())
    with past.connection() as connection:
        again = past.rows(witnesses(connection, retired, snapshot.said))
    positions = snapshot.positions(again)
    for columns, rows in groupby(again.items(), key=lambda item: item[1].columns):
        reader = register.reader(columns)
        for place, row in rows:
            if position := positions.get(place):
                reader.read_again(row, position)
            else:
                reader.read_gone(0, row, row.gone_since or snapshot.since)
        yield reader.drain(last=True)
    yield Batch(retired=tuple(again))


def _read_gone(register: Register, vanished: Iterable[EarlierRow]) -> Iterator[Batch]:
    count, since = 0, register.snapshot.since
    for columns, rows in groupby(vanished, key=lambda row: row.columns):
        reader = register.reader(columns)
        for number, row in enumerate(rows, 1):
            reader.read_gone(number, row, row.gone_since or since)
            count += row.gone_since is None
            if number % BATCH_ROWS == 0:
                yield reader.drain()
        yield reader.drain()
    if count:
        told = f"{count} row(s) of the earlier snapshot are no longer in the register since {since}"
        yield Batch(issues=(Issue("whole file", told),))
