"""What waits for a person: pairs that may be one, claims that may be wrong; first what a decision would change most."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from graph.errors import NotFound, UsageError
from graph.ledger import tables as t
from graph.ledger.anchors import Place, places_of
from graph.ledger.linking import decided_pairs, doubts
from graph.ledger.matches import SURE
from graph.ledger.reading import current_entity
from graph.ledger.shared import chunks, current_sources, first_mention

UNCERTAIN: Final = 0.6
"""Claims below this confidence are put before a person."""
_QUOTED: Final = 300
_ASKED: Final = 500


@dataclass(frozen=True, slots=True)
class Side:
    """A reference as a person sees it: its handle, its words and the passage around them, and where that stands."""

    handle: str
    entity: str
    words: str
    passage: str
    source: str


@dataclass(frozen=True, slots=True)
class Review:
    """A question to a person. `id` is what a decision names; of a claim, `claim` and `status` say what was read.

    `edges` and `documents` are what a decision would change: for a pair, those of the side that would move.
    """

    id: str
    left: Side
    right: Side
    claim: str | None
    status: str | None
    reason: str
    probability: float | None
    edges: int
    documents: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    left: Place
    right: Place
    reason: str
    probability: float | None


def reviews(connection: Connection) -> list[Review]:
    """Everything that waits, the weightiest first; among equals, what is least sure."""
    found = [*_pairs(connection), *_claims(connection)]
    return sorted(found, key=lambda r: (-(r.edges + r.documents), abs((r.probability or 0.5) - 0.5), r.id))


def handle(place: Place) -> str:
    return f"{place[0]}.{place[1]}"


def place_named(connection: Connection, given: str) -> Place:
    """The reference of a handle ("12.5"), or the first of an entity. Raises `NotFound`, `UsageError`."""
    extraction, dot, number = given.partition(".")
    if dot and extraction.isdecimal() and number.isdecimal():
        return int(extraction), int(number)
    found = places_of(connection, [entity_named(connection, given)])
    return found[0]


def claim_named(given: str) -> Place:
    """Extraction and number of a claim's id ("c12.5"). Raises `UsageError`."""
    extraction, _, number = given.removeprefix("c").partition(".")
    if not (given.startswith("c") and extraction.isdecimal() and number.isdecimal()):
        raise UsageError(f"{given!r} is no claim.", hint="`intreccio review` shows the ids of claims: c12.5.")
    return int(extraction), int(number)


def entity_named(connection: Connection, given: str) -> str:
    """The entity of this id, or former id, or of this very name. Raises `NotFound`, and `UsageError` for several."""
    now = current_entity(connection, given)
    if places_of(connection, [now]):
        return now
    m, r = t.mentions.c, t.resolutions.c
    joined = and_(m.extraction == r.extraction, m.reference == r.reference)
    query = select(r.entity).join(t.mentions, joined).where(func.lower(m.text) == given.lower(), m.retired_by.is_(None))
    found = sorted(connection.execute(query.distinct()).scalars())
    if not found:
        raise NotFound(f"no entity has the id or name {given!r}.", hint="Give its id, or its whole name.")
    if len(found) > 1:
        raise UsageError(f"{given!r} is the name of {len(found)} entities.", hint=f"One of: {', '.join(found[:20])}.")
    return str(found[0])


def sides(connection: Connection, places: Iterable[Place]) -> dict[Place, Side]:
    """These references as people see them, by their first mention."""
    m, r, x, p = t.mentions.c, t.resolutions.c, t.extractions.c, t.passages.c
    query = (
        select(r.extraction, r.reference, r.entity, m.text, p.text, x.document)
        .select_from(t.resolutions)
        .join(t.mentions, and_(m.extraction == r.extraction, m.number == first_mention(r.extraction, r.reference)))
        .join(t.passages, and_(p.extraction == m.extraction, p.number == m.passage))
        .join(t.extractions, x.id == r.extraction)
    )
    sources = current_sources(connection)
    found = {}
    for chunk in chunks(places):
        here = or_(*(and_(r.extraction == e, r.reference == n) for e, n in chunk))
        for extraction, number, entity, words, passage, document in connection.execute(query.where(here)):
            place = extraction, number
            source = sources.get(document, ("",))[0]
            found[place] = Side(handle(place), entity, words, passage[:_QUOTED], source)
    return found


def _pairs(connection: Connection) -> list[Review]:
    m = t.matches.c
    columns = m.left_extraction, m.left_reference, m.right_extraction, m.right_reference, m.probability, m.weight
    likely = connection.execute(select(*columns).where(m.probability < SURE).order_by(m.probability.desc()))
    candidates = [_Candidate((a, b), (c, d), f"match of {w:.1f} bits", p) for a, b, c, d, p, w in likely]
    candidates += [_Candidate(d.left, d.right, d.reason, None) for d in doubts(connection, ["name"])]
    shown = sides(connection, {place for c in candidates for place in (c.left, c.right)})
    decided = decided_pairs(connection)
    known = sides(connection, {place for pair in decided for place in pair})
    done = {frozenset(known[p].entity for p in pair if p in known) for pair in decided}
    asked: dict[frozenset[str], _Candidate] = {}
    for c in candidates:
        if c.left in shown and c.right in shown:
            ends = frozenset((shown[c.left].entity, shown[c.right].entity))
            if len(ends) == 2 and ends not in done:
                asked.setdefault(ends, c)
    edges, documents = _weights(connection, {entity for pair in asked for entity in pair})
    return [
        Review(
            f"{handle(c.left)} {handle(c.right)}",
            shown[c.left],
            shown[c.right],
            None,
            None,
            c.reason,
            c.probability,
            *min((edges[e], documents[e]) for e in ends),
        )
        for ends, c in asked.items()
    ]


def _claims(connection: Connection) -> list[Review]:
    """The least sure claims that nobody has decided on. A claim is one edge of one document."""
    c, x, p = t.claims.c, t.extractions.c, t.passages.c
    query = (
        select(c.extraction, c.number, c.subject, c.object, c.type, c.status, c.confidence, p.text)
        .join(t.extractions, and_(x.id == c.extraction, x.live))
        .join(t.passages, and_(p.extraction == c.extraction, p.number == c.evidence[0, 0].as_integer()))
        .where(c.decision.is_(None), c.retired_by.is_(None), c.confidence < UNCERTAIN)
        .order_by(c.confidence, c.extraction, c.number)
        .limit(_ASKED)
    )
    rows = list(connection.execute(query))
    shown = sides(connection, {(row.extraction, end) for row in rows for end in (row.subject, row.object)})
    return [
        Review(
            f"c{row.extraction}.{row.number}",
            shown[row.extraction, row.subject],
            shown[row.extraction, row.object],
            row.type,
            row.status,
            row.text[:_QUOTED],
            row.confidence,
            1,
            1,
        )
        for row in rows
        if {(row.extraction, row.subject), (row.extraction, row.object)} <= shown.keys()
    ]


def _weights(connection: Connection, entities: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """Entity → how many claims it is an end of; → how many documents name it."""
    r, c = t.resolutions.c, t.claims.c
    edges: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    ends: tuple[ColumnElement[int], ...] = (c.subject, c.object)
    for chunk in chunks(entities):
        among = r.entity.in_(chunk)
        named = select(r.entity, func.count(r.extraction.distinct())).where(among).group_by(r.entity)
        documents.update(dict(map(tuple, connection.execute(named))))
        for end in ends:
            tied = select(r.entity, func.count()).join(
                t.claims,
                and_(c.extraction == r.extraction, end == r.reference, c.decision.is_(None), c.retired_by.is_(None)),
            )
            edges.update(dict(map(tuple, connection.execute(tied.where(among).group_by(r.entity)))))
    return edges, documents
