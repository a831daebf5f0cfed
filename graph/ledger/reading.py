"""What people ask the ledger: which sources and documents it holds, what was found in one, how much there is in all.

Only what counts now is shown: the newest extraction of the documents that some source has.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, Table, func, select

from graph.errors import NotFound
from graph.extraction import Issue, RejectedRow
from graph.ledger import contents, standing
from graph.ledger import tables as t
from graph.ledger.imports import OPEN_STATES
from graph.ledger.resolving import RESOLVED, graph_position, read_position
from graph.ledger.settling import DECIDED
from graph.ledger.shared import chunks, current_sources, newest_readings

_T = TypeVar("_T")
_MOST: Final = 500
"""So many former ids and reasons of an entity are given."""
_LONGEST_CHAIN: Final = 100
"""So many redirects are followed; a chain grows by one a merge."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Where something came from, and the document it has now. `at` is when that was read."""

    source: str
    document: str
    at: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document that some source has now, and how much was found in it; `version` is of what read it."""

    id: str
    sources: tuple[str, ...]
    title: str | None
    date: str | None
    language: str | None
    kind: str | None
    territory: str | None
    media_type: str
    read_at: str
    version: str
    passages: int
    mentions: int
    claims: int
    issues: int
    rejected: int


@dataclass(frozen=True, slots=True)
class DocumentDetail:
    """A document with a stretch of its passages, the mentions in them and the claims whose words begin in them.

    `issues` and `rejected` are the first of the whole document.
    """

    document: DocumentRow
    passages: tuple[contents.PassageRow, ...]
    mentions: tuple[contents.MentionRow, ...]
    claims: tuple[contents.ClaimRow, ...]
    issues: tuple[Issue, ...]
    rejected: tuple[RejectedRow, ...]


@dataclass(frozen=True, slots=True)
class LedgerCounts:
    """How much the ledger holds now. `merged` counts ids that have gone into others; `imports` are by state."""

    sources: int
    documents: int
    passages: int
    mentions: int
    claims: int
    records: int
    issues: int
    rejected: int
    entities: int
    merged: int
    entities_by_label: Mapping[str, int] = field(default_factory=dict)
    imports: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is out of date: readings, decisions and matches not resolved, changes not in the graph, documents read by
    another version."""

    unresolved: int
    unprojected: int
    outdated: int


def list_sources(connection: Connection) -> list[SourceRow]:
    """Every source that has a document now, by name."""
    r = t.readings.c
    held = r.id.in_(newest_readings()), r.document.is_not(None)
    query = select(r.source, r.document, r.at).where(*held).order_by(r.source)
    return [SourceRow(*row) for row in connection.execute(query)]


def list_documents(
    connection: Connection, *, words: str = "", kind: str | None = None, limit: int | None = None, offset: int = 0
) -> tuple[int, list[DocumentRow]]:
    """How many documents there are and a page of them, by title.

    `words` must all stand in the title or the name of a source, whatever their case and accents.
    """
    wanted = _folded(words).split()
    sources = current_sources(connection)
    query = select(t.extractions.c.id, t.extractions.c.document, t.extractions.c.title).where(t.extractions.c.live)
    if kind is not None:
        query = query.where(t.extractions.c.kind == kind)
    found: list[tuple[str, str, int]] = []
    for extraction, document, title in connection.execute(query):
        names = [title or "", *sources.get(document, ())]
        if not wanted or all(word in _folded(" ".join(names)) for word in wanted):
            found.append((_folded(title or names[-1].rsplit("/", 1)[-1]), document, extraction))
    last = None if limit is None else offset + limit
    page = [extraction for _, _, extraction in sorted(found)[offset:last]]
    rows = _document_rows(connection, page, sources)
    return len(found), [rows[extraction] for extraction in page]


def document_detail(
    connection: Connection, document: str, *, offset: int = 0, limit: int | None = None
) -> DocumentDetail:
    """A document with what was found in it; `offset` and `limit` choose the passages. Raises `NotFound`."""
    extraction = _live_extraction(connection, document)
    row = _document_rows(connection, [extraction], current_sources(connection, document))[extraction]
    found = contents.passages_of(connection, extraction, offset, limit)
    first, last = (found[0].number, found[-1].number) if found else (0, 0)
    return DocumentDetail(
        row,
        tuple(found),
        tuple(contents.mentions_of(connection, extraction, first, last)),
        tuple(contents.claims_of(connection, extraction, first, last)),
        tuple(contents.issues_of(connection, extraction, limit)),
        tuple(contents.rejected_of(connection, extraction, limit)),
    )


def ledger_counts(connection: Connection) -> LedgerCounts:
    held = select(t.extractions.c.id).where(t.extractions.c.live)

    def live(table: Table) -> int:
        return _count(connection, table, table.c.extraction.in_(held))

    def standing_in(table: Table) -> int:
        retired = table.c.extraction.in_(held), table.c.retired_by.is_not(None)
        return live(table) - _count(connection, table, *retired)

    def of_newest(table: Table) -> int:
        return _count(connection, table, table.c.extraction.in_(held.where(~standing.is_base())))

    states = select(t.imports.c.state, func.count()).group_by(t.imports.c.state)
    meant = t.entities.c.id.in_(select(t.resolutions.c.entity))
    labels = select(t.entities.c.label, func.count()).where(meant).group_by(t.entities.c.label)
    by_label = _by_word(connection, labels)
    return LedgerCounts(
        sources=len(list_sources(connection)),
        documents=_count(connection, t.extractions, t.extractions.c.live),
        passages=live(t.passages) - live(t.records) + standing_in(t.records),
        mentions=standing_in(t.mentions),
        claims=standing_in(t.claims),
        records=standing_in(t.records),
        issues=of_newest(t.issues),
        rejected=of_newest(t.rejected_rows),
        entities=sum(by_label.values()),
        merged=_count(connection, t.redirects),
        entities_by_label=by_label,
        imports=_by_word(connection, states),
    )


def backlog(connection: Connection, store_url: str, version: str) -> Backlog:
    """What the graph at this address lacks of the ledger, and what `version` has not read."""
    resolved, projected = read_position(connection, RESOLVED), projected_position(connection, store_url)
    x, decided = t.extractions.c, read_position(connection, DECIDED)
    unresolved = (
        _count(connection, t.readings, t.readings.c.id > resolved)
        + _count(connection, t.decisions, t.decisions.c.id > decided)
        + _count(connection, t.entity_references, t.entity_references.c.settled.is_(False))
    )
    return Backlog(
        unresolved=unresolved,
        unprojected=_count(connection, t.changes, t.changes.c.id > projected),
        outdated=_count(connection, t.extractions, x.live, x.version != version, ~standing.is_base()),
    )


def projected_position(connection: Connection, store_url: str) -> int:
    """How far the graph at this address has followed the ledger; it grows with what is projected."""
    return read_position(connection, graph_position(store_url))


def import_states(connection: Connection, paths: Iterable[str]) -> dict[str, str]:
    """Path → state of its newest import, for those of these paths that were ever queued."""
    found: dict[str, str] = {}
    for chunk in chunks(paths):
        query = select(t.imports.c.path, t.imports.c.state).where(t.imports.c.path.in_(chunk))
        found.update(_by_word(connection, query.order_by(t.imports.c.id)))
    return found


def imports_ahead(connection: Connection, import_id: int) -> int:
    """How many imports are still to be read before this one."""
    return _count(connection, t.imports, t.imports.c.state.in_(OPEN_STATES), t.imports.c.id < import_id)


def current_entity(connection: Connection, entity: str) -> str:
    """The id that stands for this one now: itself, or what it has been merged into."""
    for _ in range(_LONGEST_CHAIN):
        target = connection.execute(select(t.redirects.c.target).where(t.redirects.c.id == entity)).scalar()
        if target is None:
            break
        entity = target
    return entity


def former_ids(connection: Connection, entity: str) -> tuple[str, ...]:
    """Ids that have been merged into this entity."""
    query = select(t.redirects.c.id).where(t.redirects.c.target == entity).order_by(t.redirects.c.id)
    return tuple(connection.execute(query.limit(_MOST)).scalars())


def merge_reasons(connection: Connection, entity: str) -> tuple[tuple[str, int], ...]:
    """Why what was read is this entity: each reason with how many references it brought, the most frequent first."""
    number = func.count()
    query = (
        select(t.resolutions.c.reason, number)
        .where(t.resolutions.c.entity == entity)
        .group_by(t.resolutions.c.reason)
        .order_by(number.desc(), t.resolutions.c.reason)
    )
    return tuple((reason, count) for reason, count in connection.execute(query.limit(_MOST)))


def _live_extraction(connection: Connection, document: str) -> int:
    found = standing.live_extraction(connection, document)
    if found is None:
        raise NotFound(f"no source has a document {document[:60]!r} now.")
    return found


def _document_rows(
    connection: Connection, extraction_ids: Iterable[int], sources: Mapping[str, tuple[str, ...]]
) -> dict[int, DocumentRow]:
    """Numbers of passages, mentions … run without a hole, so that first and last give their count; less the retired."""
    x = t.extractions.c
    told = ((t.passages, t.records), (t.mentions, t.mentions), (t.claims, t.claims))
    lasts = [_length(table) - _retired(of) for table, of in told] + [_length(t.issues), _length(t.rejected_rows)]
    about = (x.title, x.date, x.language, x.kind, x.territory, t.documents.c.media_type, x.at, x.version)
    query = select(x.id, x.document, *about, *lasts).join(t.documents, t.documents.c.id == x.document)
    found = {}
    for chunk in chunks(extraction_ids):
        for extraction, document, *rest in connection.execute(query.where(x.id.in_(chunk))):
            found[extraction] = DocumentRow(document, sources.get(document, ()), *rest)
    return found


def _length(table: Table) -> ColumnElement[int]:
    first, last = (
        select(end(table.c.number)).where(table.c.extraction == t.extractions.c.id).correlate(t.extractions)
        for end in (func.min, func.max)
    )
    return func.coalesce(last.scalar_subquery() - first.scalar_subquery() + 1, 0)


def _retired(table: Table) -> ColumnElement[int]:
    rows = table.c.extraction == t.extractions.c.id, table.c.retired_by.is_not(None)
    return select(func.count()).select_from(table).where(*rows).correlate(t.extractions).scalar_subquery()


def _count(connection: Connection, table: Table, *conditions: ColumnElement[bool]) -> int:
    """How many rows of a table meet all the conditions."""
    return int(connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one())


def _by_word(connection: Connection, query: Select[str, _T]) -> dict[str, _T]:
    return {row[0]: row[1] for row in connection.execute(query)}


def _folded(text: str) -> str:
    """As it is compared: without case and accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return plain.casefold()
