"""What a resolution has to look at, and what it lets go of before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, exists, select

from graph.ledger import standing
from graph.ledger import tables as t
from graph.ledger.anchors import Place
from graph.ledger.matches import drop_matches, matches_at, unsettle
from graph.ledger.resolving import (
    RESOLVED,
    ReferenceRow,
    delete_at,
    document_of,
    forget_keys,
    forget_keys_at,
    read_position,
    references_at,
)
from graph.ledger.settling import drop_anchors, drop_anchors_at
from graph.ledger.shared import newest_id


@dataclass(frozen=True, slots=True)
class Due:
    """What has changed since the last resolution.

    Documents → whether they only lost rows to a later snapshot; extractions to drop and to take in; references that
    lost all their rows to a later snapshot (`emptied`), or some (`thinned`).
    """

    reading: int
    documents: Mapping[str, bool]
    gone: tuple[int, ...]
    new: tuple[int, ...]
    emptied: tuple[Place, ...]
    thinned: tuple[Place, ...]


def due(connection: Connection) -> Due:
    """What the last resolution has not seen."""
    x, position = t.extractions.c, read_position(connection, RESOLVED)
    touched = select(t.readings.c.source).where(t.readings.c.id > position).distinct().scalar_subquery()
    fresh = select(t.readings.c.document).where(t.readings.c.source.in_(touched), t.readings.c.document.is_not(None))
    found = standing.with_bases(connection, connection.execute(select(x.id).where(x.document.in_(fresh))).scalars())
    documents = set(document_of(connection, found).values())
    keyed = set(connection.execute(select(t.entity_references.c.extraction).distinct()).scalars())
    read = connection.execute(select(x.id).where(x.document.in_(fresh), x.live)).scalars()
    new = standing.with_bases(connection, read) - keyed
    gone = keyed.intersection(connection.execute(select(x.id).where(x.live.is_(False))).scalars())
    emptied, thinned = _retired(connection, new, keyed)
    whole = set(document_of(connection, gone | new).values())
    lessened = set(document_of(connection, {place[0] for place in emptied | thinned}).values())
    counting = set(connection.execute(select(x.document).where(x.live)).scalars()) - whole
    return Due(
        newest_id(connection, t.readings),
        {document: document in counting for document in documents | whole | lessened},
        tuple(sorted(gone)),
        tuple(sorted(new)),
        tuple(sorted(emptied)),
        tuple(sorted(thinned)),
    )


def drop_references(connection: Connection, extraction_ids: Iterable[int]) -> list[ReferenceRow]:
    """Takes the references of these extractions out, with their resolutions; returns what was there."""
    dropped = []
    for extraction in extraction_ids:
        dropped += forget_keys(connection, [extraction])
        connection.execute(delete(t.resolutions).where(t.resolutions.c.extraction == extraction))
        drop_matches(connection, extraction)
        drop_anchors(connection, extraction)
    return dropped


def drop_retired(connection: Connection, found: Due) -> list[ReferenceRow]:
    """Takes out the references that a later snapshot emptied, as above. Anchors of those that it thinned come loose."""
    dropped = references_at(connection, found.emptied)
    lost = matches_at(connection, found.emptied)
    if lost:
        pair = [column == bindparam(f"p{n}") for n, column in enumerate(t.matches.primary_key)]
        rows = [{f"p{n}": part for n, part in enumerate((*match.left, *match.right))} for match in lost]
        connection.execute(delete(t.matches).where(*pair), rows)
    delete_at(connection, t.resolutions, found.emptied)
    forget_keys_at(connection, found.emptied)
    unsettle(connection, {place for match in lost for place in (match.left, match.right)})
    drop_anchors_at(connection, found.emptied, found.thinned)
    return dropped


def _retired(connection: Connection, by: Iterable[int], keyed: set[int]) -> tuple[set[Place], set[Place]]:
    """Of the references known before: those that lost all their mentions to these extractions, those that lost some."""
    m, other = t.mentions.c, t.mentions.alias().c
    lost = select(m.extraction, m.reference).distinct()
    emptied, thinned = set[Place](), set[Place]()
    for number in by:
        bases = keyed & standing.with_bases(connection, [number])
        here = lost.where(m.extraction.in_(bases), m.retired_by == number).subquery()
        left = other.extraction == here.c.extraction, other.reference == here.c.reference, other.retired_by.is_(None)
        for extraction, reference, some in connection.execute(select(here, exists().where(*left))):
            (thinned if some else emptied).add((extraction, reference))
    return emptied, thinned
