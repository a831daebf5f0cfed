"""The organisations of the ledger as a matcher takes them: those of registers, and those that only names tell."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sqlalchemy import Connection

from graph.ledger.anchors import Place
from graph.ledger.bodies import BodyRow, organisations
from ingest.resolve.keys import number_in_register
from ingest.resolve.matching.entries import Entry
from ingest.resolve.names import is_generic

_PUBLIC: Final = "public_body"


@dataclass(slots=True)
class Bodies:
    """What is matched: `named` have no register's number, `registered` have one; `places` gives where an id stands.

    `rows` are the named ones as they were read; of these `short` have class words for names and no place.
    """

    named: list[Entry] = field(default_factory=list)
    short: set[str] = field(default_factory=set)
    rows: dict[str, BodyRow] = field(default_factory=dict)
    registered: dict[tuple[str, str], Entry] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)


def read_bodies(connection: Connection, among: set[int] | None) -> Bodies:
    """All bodies with a number, and of the others those in these extractions."""
    found = Bodies()
    registered: dict[tuple[str, str], list[BodyRow]] = {}
    for row in organisations(connection):
        if number := number_in_register(row.hard_key):
            registered.setdefault(number, []).append(row)
        elif among is None or row.at[0] in among:
            _add_named(found, row)
    for number, rows in registered.items():
        found.registered[number] = _entry(rows)
        found.places[found.registered[number].id] = rows[0].at
    return found


def _add_named(found: Bodies, row: BodyRow) -> None:
    """Whether documents speak of a public body can be told; what else a body is, is a guess: its name tells better."""
    telling = tuple(name for name in row.names if not is_generic(name))
    kind = row.kind if row.kind == _PUBLIC else None
    entry = _entry([replace(row, names=telling or row.names, kind=kind)])
    found.named.append(entry)
    found.rows[entry.id], found.places[entry.id] = row, row.at
    if not (telling or row.town):
        found.short.add(entry.id)


def _entry(rows: Sequence[BodyRow]) -> Entry:
    """One entry of the references of one body, whatever their order: all names, the kind and town most often given."""
    first, *others = sorted({name for row in rows for name in row.names})
    kind, town = (_most_frequent(values) for values in ([r.kind for r in rows], [r.town for r in rows]))
    extraction, reference = rows[0].at
    return Entry(f"{extraction}.{reference}", first, tuple(others), kind, town)


def _most_frequent(values: Iterable[str | None]) -> str | None:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value), default=None)
