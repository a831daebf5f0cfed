"""Which rows say again what only retired rows said.

Some things a register's rows say once a batch: in which province a municipality is, what funds a project. When the row
that said it is retired, the others that could have said it have to be asked.
"""

from collections.abc import Set

from sqlalchemy import Connection

from graph.extraction import CELL_SEPARATOR
from graph.ledger.standing import RowPlace, Saying, rows_naming, sayings
from ingest.registers.snapshots import Said, told
from ingest.registers.words import plain


def witnesses(connection: Connection, retired: Set[RowPlace], said: Set[Said]) -> list[RowPlace]:
    """For each thing that the retired rows said and nobody has `said`: the first row that would, if there is one."""
    known, found = set(said), set[RowPlace]()
    for saying in sayings(connection, retired):
        subject, target = (told(end.text, end.keys) for end in (saying.subject, saying.object))
        claim = subject, saying.type, target
        if claim not in known and (witness := _witness(connection, saying, retired)):
            known.add(claim)
            found.add(witness)
    return sorted(found)


def _witness(connection: Connection, saying: Saying, retired: Set[RowPlace]) -> RowPlace | None:
    """A row that names one end and has the other's words in the same column."""
    extraction = saying.row[0]
    for end, other in ((saying.subject, saying.object), (saying.object, saying.subject)):
        column = saying.text[: other.offset].count(CELL_SEPARATOR)
        wanted = plain(saying.text.split(CELL_SEPARATOR)[column])
        for number, text in rows_naming(connection, extraction, end.reference):
            cells = text.split(CELL_SEPARATOR, column + 1)
            if (extraction, number) not in retired and column < len(cells) and plain(cells[column]) == wanted:
                return extraction, number
    return None
