"""Snapshots of a register that stand on each other.

A later snapshot is read as what it has otherwise than the one before (its `base`), whose other rows go on to count. The
rows that it replaces are *retired*: they stay in the ledger, and nothing that asks what holds now sees them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select, update

from graph.ledger import tables as t
from graph.ledger.shared import chunks, newest_readings

RowPlace = tuple[int, int]
"""A row of a register: its extraction and its passage there."""

StandingRow = tuple[int, int, int | None, int | None, bool, int]
"""A row as a later snapshot has to know it: extraction, passage, digest (none: it had vanished before), identity,
whether it has a key, how many characters. A plain tuple, as there may be 300,000 of them."""

LONGEST: Final = 20
"""So many snapshots stand on each other at most; the next one is read as a whole."""

_x = t.extractions.c


def with_bases(connection: Connection, extractions: Iterable[int]) -> set[int]:
    """These extractions and all on which they stand."""
    found = set(extractions)
    added = found
    while added:
        added = _column(connection, select(_x.base).where(_x.base.is_not(None)), _x.id, added) - found
        found = found | added
    return found


def base_of(connection: Connection, source: str, version: str) -> int | None:
    """The extraction on which a new content of this source can stand; None where it has to be read as a whole.

    So it is where the source had nothing but a register's rows, read by this version, and no other source has them too.
    """
    r = t.readings.c
    newest = select(func.max(r.id)).where(r.source == source).scalar_subquery()
    document = connection.execute(select(r.document).where(r.id == newest)).scalar()
    held = select(func.count()).select_from(t.readings).where(r.id.in_(newest_readings()), r.document == document)
    if document is None or connection.execute(held).scalar_one() != 1:
        return None
    base = live_extraction(connection, document)
    if base is None:
        return None
    standing = with_bases(connection, [base])
    versions = set(connection.execute(select(_x.version).where(_x.id.in_(standing))).scalars())
    rows, others = (_number(connection, table, standing) for table in (t.records, t.passages))
    whole = versions == {version} and rows == others > 0
    return base if whole and len(standing) < LONGEST else None


def live_extraction(connection: Connection, document: str) -> int | None:
    """What was found last in a document that some source has now, or on which what a source has now stands."""
    query = select(func.max(_x.id)).where(_x.document == document, _x.live)
    return connection.execute(query).scalar()


def is_base() -> ColumnElement[bool]:
    """Whether a later snapshot stands on the extraction."""
    later = t.extractions.alias().c
    return _x.id.in_(select(later.base).where(later.base.is_not(None)))


def newest_documents(connection: Connection) -> dict[int, str]:
    """Extraction on which others stand → the document of the newest of these."""
    found: dict[int, str] = {}
    query = select(_x.id, _x.base, _x.document).where(_x.live, _x.base.is_not(None)).order_by(_x.id.desc())
    for extraction, base, document in connection.execute(query):
        found[base] = found.get(extraction, document)
    return found


def refresh_live(connection: Connection, changed: Iterable[str | None]) -> None:
    """Live is the newest extraction of a document that some source has now, with those on which it stands."""
    touched = _related(connection, _column(connection, select(_x.id), _x.document, set(changed) - {None}))
    documents = _column(connection, select(_x.document), _x.id, touched)
    held = select(t.readings.c.document).where(t.readings.c.id.in_(newest_readings()))
    newest = select(func.max(_x.id)).where(_x.document.in_(held)).group_by(_x.document)
    standing = with_bases(connection, _column(connection, newest, _x.document, documents))
    for numbers, live in ((touched - standing, False), (standing, True)):
        for chunk in chunks(numbers):
            stale = _x.id.in_(chunk), _x.live.is_not(live)
            connection.execute(update(t.extractions).where(*stale).values(live=live))


def first_free_passage(connection: Connection, document: str) -> int:
    """The last number that a passage of this document has in an extraction on which others stand.

    Both may count at once: their passages must not bear one number.
    """
    p = t.passages.c
    query = select(func.coalesce(func.max(p.number), 0)).join(t.extractions, _x.id == p.extraction)
    return int(connection.execute(query.where(_x.document == document, is_base())).scalar_one())


def retire(connection: Connection, places: Iterable[RowPlace], by: int) -> None:
    """Takes rows (extraction, passage) out of what holds now, with all that they say."""
    m, c, k = t.mentions.c, t.claims.c, t.records.c
    for extraction, passages in _by_extraction(places).items():
        for chunk in chunks(passages):
            rows = m.extraction == extraction, m.passage.in_(chunk)
            said = (
                c.extraction == extraction,
                c.subject.in_(select(m.reference).where(*rows)),
                c.subject_mention.in_(select(m.number).where(*rows)),
            )
            connection.execute(update(t.claims).where(*said).values(retired_by=by))
            connection.execute(update(t.mentions).where(*rows).values(retired_by=by))
            held = k.extraction == extraction, k.passage.in_(chunk)
            connection.execute(update(t.records).where(*held).values(retired_by=by))


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A register's row as the ledger keeps it."""

    register: str
    key: str | None
    cells: Mapping[str, str]
    digest: int | None


def registers_of(connection: Connection, extractions: Iterable[int]) -> set[str]:
    """The registers of which these extractions hold rows."""
    k = t.records.c
    return _column(connection, select(k.register).distinct(), k.extraction, extractions)


def standing_rows(connection: Connection, extractions: Iterable[int], register: str) -> Iterator[StandingRow]:
    """The rows that hold now, in their order."""
    k, p = t.records.c, t.passages.c
    query = (
        select(k.extraction, k.passage, k.digest, k.identity, k.key.is_not(None), p.end - p.start)
        .join(t.passages, and_(p.extraction == k.extraction, p.number == k.passage))
        .where(k.extraction.in_(list(extractions)), k.register == register, k.retired_by.is_(None))
        .order_by(k.extraction, k.passage)
    )
    parts = connection.execute(query.execution_options(yield_per=5_000)).partitions()
    return (row for rows in parts for row in map(tuple, rows))


def stored_rows(connection: Connection, places: Iterable[RowPlace]) -> dict[RowPlace, StoredRow]:
    """These rows."""
    k = t.records.c
    query = select(k.passage, k.register, k.key, k.cells, k.digest)
    return {
        (extraction, passage): StoredRow(*rest)
        for extraction, passages in _by_extraction(places).items()
        for chunk in chunks(passages)
        for passage, *rest in connection.execute(query.where(k.extraction == extraction, k.passage.in_(chunk)))
    }


@dataclass(frozen=True, slots=True)
class SaidEnd:
    """A mention at an end of a claim: its reference, words, keys, and where the words begin in the row's text."""

    reference: int
    text: str
    keys: Mapping[str, str]
    offset: int


@dataclass(frozen=True, slots=True)
class Saying:
    """What a row says beside what it is about: a claim between two mentions of the row, whose text is given."""

    row: RowPlace
    text: str
    type: str
    subject: SaidEnd
    object: SaidEnd


def sayings(connection: Connection, places: Iterable[RowPlace]) -> Iterator[Saying]:
    """The claims of these rows whose subject is not whom the row is about."""
    s, o = t.mentions.alias(), t.mentions.alias()
    c, k, p = t.claims.c, t.records.c, t.passages.c
    ends = [column for m in (s.c, o.c) for column in (m.reference, m.text, m.identity_keys, m.start - p.start)]
    query = (
        select(s.c.passage, p.text, c.type, *ends)
        .select_from(t.claims)
        .join(s, and_(s.c.extraction == c.extraction, s.c.number == c.subject_mention))
        .join(o, and_(o.c.extraction == c.extraction, o.c.number == c.object_mention))
        .join(t.records, and_(k.extraction == s.c.extraction, k.passage == s.c.passage))
        .join(t.passages, and_(p.extraction == s.c.extraction, p.number == s.c.passage))
        .where(s.c.reference.is_distinct_from(k.subject))
        .order_by(c.number)
    )
    for extraction, passages in _by_extraction(places).items():
        m = t.mentions.c
        for chunk in chunks(passages):
            named = select(m.reference).where(m.extraction == extraction, m.passage.in_(chunk))
            here = c.extraction == extraction, c.subject.in_(named), s.c.passage.in_(chunk)
            for row in connection.execute(query.where(*here)):
                passage, text, kind, *rest = row
                yield Saying((extraction, passage), text, kind, SaidEnd(*rest[:4]), SaidEnd(*rest[4:]))


def rows_naming(connection: Connection, extraction: int, reference: int) -> Iterator[tuple[int, str]]:
    """Number and text of the rows that name this reference and hold now."""
    m, p = t.mentions.c, t.passages.c
    query = (
        select(m.passage, p.text)
        .join(t.passages, and_(p.extraction == m.extraction, p.number == m.passage))
        .where(m.extraction == extraction, m.reference == reference, m.retired_by.is_(None))
    )
    parts = connection.execute(query.execution_options(yield_per=200)).partitions()
    return ((number, text) for rows in parts for number, text in rows)


def _related(connection: Connection, extractions: set[int]) -> set[int]:
    """These, all on which they stand, and all that stand on them."""
    found = set[int]()
    added = extractions
    while added:
        found |= added
        added = (with_bases(connection, found) | _column(connection, select(_x.id), _x.base, found)) - found
    return found


def _by_extraction(places: Iterable[RowPlace]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for extraction, number in places:
        found.setdefault(extraction, []).append(number)
    return found


def _number(connection: Connection, table: Any, extractions: Iterable[int]) -> int:
    query = select(func.count()).select_from(table).where(table.c.extraction.in_(list(extractions)))
    return int(connection.execute(query).scalar_one())


def _column(connection: Connection, query: Select[Any], column: ColumnElement[Any], values: Iterable[Any]) -> set[Any]:
    """What the query gives where the column has one of these values."""
    return {row[0] for chunk in chunks(values) for row in connection.execute(query.where(column.in_(chunk)))}
