"""Ids of entities: given at first appearance and kept. A merge keeps the oldest; a split gives back what was own."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from graph.ledger import resolving
from graph.ledger.anchors import Place
from graph.ledger.resolving import Outcome, ReferenceRow
from graph.model import MENTION_TYPES
from ingest.resolve.clusters import Cluster, Keyed
from ingest.resolve.names import kind_family

Names = Mapping[int, Mapping[int, str]]
"""Extraction → reference → comparable name, of those that have no key."""


def assign(
    connection: Connection,
    clusters: Sequence[Cluster],
    present: Iterable[ReferenceRow],
    dropped: Iterable[ReferenceRow],
    names: Names,
) -> Outcome:
    """Gives each cluster its id: the oldest of those to which none has a better right, else a new one."""
    before = {row.at: row for row in present}
    former = {row.hard_key: row.entity for row in dropped if row.hard_key and row.entity}
    held = {e for row in before.values() for e in (row.entity, row.own) if e} | set(former.values())
    age = resolving.known_entities(connection, held)
    elsewhere = resolving.standing_elsewhere(connection, held, before)
    rights = _rights(clusters, before, former, elsewhere)
    mint = _Mint(connection, clusters, before, names, taken=elsewhere.union(*rights.values()))
    assigned: dict[Place, tuple[str, str, str]] = {}
    new: dict[str, tuple[str, int]] = {}
    redirected: dict[str, str] = {}
    touched = {row.entity: True for row in dropped if row.entity}
    live: set[str] = set()
    for number, group in enumerate(clusters):
        right, first = rights.get(number, set()), group.members[0]
        entity = min(right, key=lambda e: (age[e], e)) if right else mint.id(first)
        if not right and entity not in mint.known:
            new[entity] = (first.label, first.extraction)
        live.add(entity)
        for member, reason in zip(group.members, group.reasons, strict=True):
            row = before[member.at]
            own = row.own if right and row.own else entity
            if (row.entity, row.own, row.reason) != (entity, own, reason):
                assigned[member.at] = entity, own, reason
            if row.entity is None:
                touched.setdefault(entity, True)
            elif row.entity != entity:
                touched |= {entity: False, row.entity: False}
                right = right | {row.entity}
        redirected.update((old, entity) for old in right - {entity})
    redirected = {old: target for old, target in redirected.items() if old not in live | elsewhere}
    replaced = frozenset(place for place in assigned if before[place].entity)
    return Outcome(assigned, replaced, new, redirected, frozenset(live), touched)


def _rights(
    clusters: Sequence[Cluster],
    before: Mapping[Place, ReferenceRow],
    former: Mapping[str, str],
    elsewhere: set[str],
) -> dict[int, set[str]]:
    """Cluster → the entities that it may keep. Each goes first to where it was given first, else where it stands.

    What has a key keeps the entity that the key had in a reading that counts no more (`former`), whatever its name now.
    """
    best: dict[str, tuple[bool, int]] = {}
    for number, group in enumerate(clusters):
        for member in group.members:
            row = before[member.at]
            for entity in (row.entity, row.own, former.get(member.hard or "")):
                if entity and (entity not in elsewhere or entity == row.entity):
                    claim = entity != row.own, number
                    best[entity] = min(best.get(entity, claim), claim)
    rights: dict[int, set[str]] = defaultdict(set)
    for entity, (_, number) in best.items():
        rights[number].add(entity)
    return rights


class _Mint:
    """Ids for entities that appear for the first time: a hash of what they were first known by.

    The same documents in the same order give the same ids, also after an interruption.
    """

    def __init__(
        self,
        connection: Connection,
        clusters: Sequence[Cluster],
        before: Mapping[Place, ReferenceRow],
        names: Names,
        *,
        taken: set[str],
    ) -> None:
        self._connection = connection
        self._before = before
        self._names = names
        self._taken = taken
        self._documents = resolving.document_of(connection, (c.members[0].extraction for c in clusters))
        candidates = [self._hash(c.members[0], 0) for c in clusters]
        self.known = resolving.known_entities(connection, candidates)
        """Ids that were given in an earlier run."""
        self._taken |= resolving.standing_elsewhere(connection, candidates, before)

    def id(self, first: Keyed) -> str:
        turn = 0
        while (entity := self._hash(first, turn)) in self._taken or (turn and self._stands(entity)):
            turn += 1
        self._taken.add(entity)
        return entity

    def _stands(self, entity: str) -> bool:
        """Whether another reference bears it; asked of the few that a first hash did not satisfy."""
        self.known |= resolving.known_entities(self._connection, [entity])
        return bool(resolving.standing_elsewhere(self._connection, [entity], self._before))

    def _identity(self, first: Keyed) -> str:
        """A name before a key: a thing is usually named before a register gives its key."""
        if first.soft and first.label == "Organisation":
            return f"{first.soft}|{kind_family(first.kind)}"
        if key := first.soft or first.hard:
            return key
        name = self._names.get(first.extraction, {}).get(first.reference, str(first.reference))
        return f"{first.label}|{name}|{self._documents[first.extraction]}"

    def _hash(self, first: Keyed, turn: int) -> str:
        identity = self._identity(first)
        text = f"{identity}#{turn}" if turn else identity
        return f"{MENTION_TYPES[first.label].prefix}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
