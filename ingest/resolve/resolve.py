"""From references to entities: what changed is keyed, clustered with what it touches, and given its ids."""

import hashlib

from sqlalchemy import Connection

from graph.ledger import resolving
from graph.ledger.ledger import Ledger
from graph.ledger.resolving import Due, Outcome, ReferenceRow
from graph.model import MENTION_TYPES
from ingest.resolve.clusters import Cluster, Keyed, cluster
from ingest.resolve.keys import Reference, keys_of
from ingest.resolve.names import comparable

_MANY = 20_000
"""So many changed references touch most of the ledger: then all are clustered at once."""


def resolve(ledger: Ledger) -> int:
    """Brings entities up to date with what was read; returns how many entities were touched. One transaction."""
    with ledger.write() as connection:
        due = resolving.due(connection)
        if not due.documents:
            return 0
        dropped = resolving.drop_references(connection, due.gone)
        names = {x: _key_extraction(connection, x) for x in due.new}
        present = _touched_references(connection, due, dropped)
        outcome = _assign(connection, present, dropped, names)
        resolving.write_outcome(connection, outcome, due.documents)
        resolving.write_position(connection, resolving.RESOLVED, due.reading)
    return len(outcome.touched)


def _key_extraction(connection: Connection, extraction: int) -> dict[int, str]:
    """Keys one document's references; returns their comparable names, by which local entities get their ids."""
    references: dict[int, Reference] = {}
    for m in resolving.mention_rows(connection, extraction):
        r = references.setdefault(m.reference, Reference(m.type))
        r.names.append(m.text)
        for name, value in m.properties.items():
            r.properties.setdefault(name, value)
        for name, key in m.keys.items():
            r.keys.setdefault(name, key)
    for c in resolving.claim_rows(connection, extraction):
        references[c.subject].ties.setdefault(c.type, []).append(c.object)
        references[c.object].ties.setdefault(c.type + "<", []).append(c.subject)
    keys = keys_of(references)
    rows = [ReferenceRow(extraction, n, r.label, keys[n].hard, keys[n].soft) for n, r in references.items()]
    resolving.add_references(connection, rows)
    return {n: comparable(r.name()) for n, r in references.items() if keys[n].hard is None and keys[n].soft is None}


def _touched_references(connection: Connection, due: Due, dropped: list[ReferenceRow]) -> list[ReferenceRow]:
    """The new references and everything that shares a key with something new or gone, however far the chain goes."""
    found = {(r.extraction, r.reference): r for r in resolving.references_of(connection, due.new)}
    if len(found) > _MANY:
        return resolving.all_references(connection)
    rows = [*found.values(), *dropped]
    seen_hard: set[str] = set()
    seen_soft: set[str] = set()
    while True:
        hard = {r.hard_key for r in rows if r.hard_key} - seen_hard
        soft = {r.soft_key for r in rows if r.soft_key} - seen_soft
        if not (hard or soft):
            return list(found.values())
        seen_hard |= hard
        seen_soft |= soft
        rows = resolving.references_by_key(connection, hard, soft)
        found.update(((r.extraction, r.reference), r) for r in rows)


def _assign(
    connection: Connection, present: list[ReferenceRow], dropped: list[ReferenceRow], names: dict[int, dict[int, str]]
) -> Outcome:
    """Gives each cluster its id: the oldest that its members had and no earlier cluster took, else a new one."""
    before = {(r.extraction, r.reference): r.entity for r in present}
    clusters = cluster(Keyed(r.extraction, r.reference, r.label, r.hard_key, r.soft_key) for r in present)
    minted = _Mint(connection, clusters, names)
    held = {e for e in before.values() if e}
    age = resolving.known_entities(connection, held)
    former = {r.hard_key: r.entity for r in dropped if r.hard_key and r.entity}
    age |= resolving.known_entities(connection, former.values())
    owned = held | {e for group in clusters if (e := former.get(group.members[0].hard or ""))}
    taken: set[str] = set()
    assigned: dict[tuple[int, int], tuple[str, str]] = {}
    new: dict[str, tuple[str, int]] = {}
    redirected: dict[str, str] = {}
    touched = {r.entity for r in dropped if r.entity}
    for group in clusters:
        first = group.members[0]
        had = {e for m in group.members if (e := before[m.extraction, m.reference] or former.get(m.hard or ""))}
        entity = min(had - taken, key=lambda e: (age[e], e), default=None) or minted.id(first, taken | owned)
        if entity not in age and entity not in minted.known:
            new[entity] = (first.label, first.extraction)
        taken.add(entity)
        redirected.update((old, entity) for old in had - {entity})
        for member, reason in zip(group.members, group.reasons, strict=True):
            place = member.extraction, member.reference
            if before[place] != entity:
                assigned[place] = entity, reason
                touched |= {e for e in (entity, before[place]) if e}
    redirected = {old: target for old, target in redirected.items() if old not in taken}
    known = resolving.known_entities(connection, new)  # a second namesake's id may be known from an earlier reading
    new = {entity: first for entity, first in new.items() if entity not in known}
    replaced = frozenset(place for place in assigned if before[place])
    return Outcome(assigned, replaced, new, redirected, frozenset(taken), frozenset(touched))


class _Mint:
    """Ids for entities that appear for the first time: a hash of what they were first known by.

    The same documents in the same order give the same ids, also after an interruption.
    """

    def __init__(self, connection: Connection, clusters: list[Cluster], names: dict[int, dict[int, str]]) -> None:
        self._names = names
        self._documents = resolving.document_of(connection, (c.members[0].extraction for c in clusters))
        self._identities = {c.members[0]: self._identity(c.members[0]) for c in clusters}
        candidates = (self._hash(k, 0) for k in self._identities)
        self.known = resolving.known_entities(connection, candidates)
        """Ids that were given in an earlier run; a split gets its id back."""

    def id(self, first: Keyed, taken: set[str]) -> str:
        turn = 0
        while (entity := self._hash(first, turn)) in taken:
            turn += 1
        return entity

    def _identity(self, first: Keyed) -> str:
        """A name before a key: a thing is usually named before a register gives its key."""
        if key := first.soft or first.hard:
            return key
        name = self._names.get(first.extraction, {}).get(first.reference, str(first.reference))
        return f"{first.label}|{name}|{self._documents[first.extraction]}"

    def _hash(self, first: Keyed, turn: int) -> str:
        text = f"{self._identities[first]}#{turn}" if turn else self._identities[first]
        return f"{MENTION_TYPES[first.label].prefix}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
