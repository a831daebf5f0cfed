"""From references to entities: what changed is keyed, clustered with what it touches, and given its ids."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from graph.ledger import decisions, linking, resolving
from graph.ledger import due as dues
from graph.ledger.anchors import Place
from graph.ledger.ledger import Ledger
from graph.ledger.linking import DoubtRow
from graph.ledger.matches import sure_matches, unsettle
from graph.ledger.resolving import ReferenceRow
from graph.ledger.settling import DECIDED, settle
from graph.ledger.shared import few_collections, newest_id
from graph.ledger.tables import decisions as decisions_table
from graph.model import Value
from ingest.resolve import actions, matched
from ingest.resolve.clusters import Clustering, Doubt, Keyed, Pairs, cluster
from ingest.resolve.ids import assign
from ingest.resolve.keys import BACKWARD, Reference, keys_of
from ingest.resolve.names import comparable

_MANY = 20_000
"""So many changed references touch most of the ledger: then all are clustered at once."""


def resolve(ledger: Ledger) -> int:
    """Brings entities up to date with what was read, matched and decided; returns how many were touched.

    One transaction.
    """
    with few_collections(), ledger.write() as connection:
        due = dues.due(connection)
        fresh = decisions.since(connection, resolving.read_position(connection, DECIDED))
        stale = matched.is_stale(connection) or actions.is_stale(connection)
        if not (due.documents or fresh or resolving.is_unsettled(connection) or stale):
            return 0
        dropped = dues.drop_references(connection, due.gone) + dues.drop_retired(connection, due)
        moved, ruled = settle(connection, fresh)
        again = sorted(ruled - set(due.new))
        dropped += resolving.forget_keys(connection, again)
        names = {x: _key_extraction(connection, x) for x in (*due.new, *again)}
        lessened, otherwise = _key_thinned(connection, [p for p in due.thinned if p[0] not in again], names)
        dropped += otherwise
        unsettle(connection, moved)
        matched.match(connection, due, dropped)
        actions.match(connection, due, again)
        present, whole = _touched_references(connection, dropped)
        found = cluster_rows(connection, present, whole=whole)
        outcome = assign(connection, found.clusters, present, dropped, names)
        touched = {**lessened, **outcome.touched, **dict.fromkeys(_entities_of_claims(connection, moved, ruled), False)}
        resolving.write_outcome(connection, outcome, due.documents, touched)
        seen = None if whole else [row.at for row in (*present, *dropped)]
        linking.write_doubts(connection, map(_doubt, found.doubts), seen)
        resolving.write_position(connection, resolving.RESOLVED, due.reading)
        resolving.write_position(connection, DECIDED, newest_id(connection, decisions_table))
    return len(touched)


def cluster_rows(connection: Connection, rows: Sequence[ReferenceRow], *, whole: bool = False) -> Clustering:
    """Clusters these references (`whole`: they are all) by their keys, the matches and what people said of them."""
    places = None if whole else [row.at for row in rows]
    same, different = linking.said_of(linking.decided_pairs(connection, places))
    keyed = (Keyed(*row.at, row.label, row.hard_key, row.soft_key, row.kind, row.place) for row in rows)
    return cluster(keyed, sure_matches(connection, places), Pairs(same, different))


def neighbourhood(connection: Connection, rows: Iterable[ReferenceRow]) -> list[ReferenceRow]:
    """These references and everything that shares a key, a match or a decision with one, however far the chain goes."""
    found = {row.at: row for row in rows}
    return _grown(connection, found, list(found.values()))


def _key_thinned(
    connection: Connection, places: Iterable[Place], names: dict[int, dict[int, str]]
) -> tuple[dict[str, bool], list[ReferenceRow]]:
    """Keys anew what lost rows to a later snapshot; returns its entities, and what has other keys now as it was."""
    before = {row.at: row for row in resolving.references_at(connection, places)}
    thinned: dict[int, set[int]] = {}
    for extraction, reference in before:
        thinned.setdefault(extraction, set()).add(reference)
    otherwise: list[ReferenceRow] = []
    for extraction, references in thinned.items():
        rows, names[extraction] = _keyed(connection, extraction, references)
        changed = [row for row in rows if _keys(row) != _keys(before[row.at])]
        otherwise += [before[row.at] for row in changed]
        resolving.forget_keys_at(connection, [row.at for row in changed])
        resolving.add_references(connection, changed)
    return {row.entity: True for row in before.values() if row.entity}, otherwise


def _keys(row: ReferenceRow) -> tuple[str | None, ...]:
    return row.label, row.hard_key, row.soft_key, row.kind, row.place


def _key_extraction(connection: Connection, extraction: int) -> dict[int, str]:
    """Keys one document's references; returns their comparable names, by which local entities get their ids."""
    rows, names = _keyed(connection, extraction)
    resolving.add_references(connection, rows)
    return names


def _keyed(
    connection: Connection, extraction: int, only: set[int] | None = None
) -> tuple[list[ReferenceRow], dict[int, str]]:
    """One document's references (only these, or all) with their keys, and the comparable names of those without."""
    references: dict[int, Reference] = {}
    claims = list(resolving.claim_rows(connection, extraction, only, BACKWARD))
    near = None if only is None else only.union(*((c.subject, c.object) for c in claims))
    kinds: dict[int, Counter[Value]] = {}
    for m in resolving.mention_rows(connection, extraction, near):
        r = references.setdefault(m.reference, Reference(m.type))
        if m.text not in r.names:
            r.names.append(m.text)
        for name, value in m.properties.items():
            r.properties.setdefault(name, value)
        if kind := m.properties.get("kind"):
            kinds.setdefault(m.reference, Counter())[kind] += 1
        for name, key in m.keys.items():
            r.keys.setdefault(name, key)
    for number, found in kinds.items():  # the kind most often read; of several the first
        references[number].properties["kind"] = found.most_common(1)[0][0]
    for c in claims:
        references[c.subject].ties.setdefault(c.type, []).append(c.object)
        references[c.object].ties.setdefault(c.type + "<", []).append(c.subject)
    keys = keys_of(references, only, registered=resolving.is_register(connection, extraction))
    rows = [
        ReferenceRow(extraction, n, r.label, k.hard, k.soft, k.kind, k.place)
        for n, k in keys.items()
        for r in (references[n],)
    ]
    return rows, {n: comparable(references[n].name()) for n, k in keys.items() if k.hard is None and k.soft is None}


def _touched_references(connection: Connection, dropped: list[ReferenceRow]) -> tuple[list[ReferenceRow], bool]:
    """What a resolution has to look at: the unsettled references and what they and the gone ones touch; whether all."""
    found = {row.at: row for row in resolving.unsettled(connection)}
    if len(found) > _MANY:
        return resolving.all_references(connection), True
    return _grown(connection, found, [*found.values(), *dropped]), False


def _grown(connection: Connection, found: dict[Place, ReferenceRow], rows: list[ReferenceRow]) -> list[ReferenceRow]:
    seen_hard: set[str] = set()
    seen_soft: set[str] = set()
    while rows:
        hard = {r.hard_key for r in rows if r.hard_key} - seen_hard
        soft = {r.soft_key for r in rows if r.soft_key} - seen_soft
        seen_hard |= hard
        seen_soft |= soft
        linked = linking.linked(connection, [r.at for r in rows]) - found.keys()
        near = [*resolving.references_by_key(connection, hard, soft), *resolving.references_at(connection, linked)]
        rows = [row for row in {row.at: row for row in near}.values() if row.at not in found]
        found.update((row.at, row) for row in rows)
    return list(found.values())


def _entities_of_claims(connection: Connection, moved: Iterable[Place], ruled: set[int]) -> frozenset[str]:
    """Entities between which other claims hold now."""
    rows = resolving.references_at(connection, (place for place in moved if place[0] in ruled))
    return frozenset(row.entity for row in rows if row.entity)


def _doubt(doubt: Doubt) -> DoubtRow:
    link, apart = doubt.link, doubt.apart
    return DoubtRow(
        link.left, link.right, apart.kind, apart.decision or link.decision, f"{link.reason}; {apart.reason}"
    )
