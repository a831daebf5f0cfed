"""Decisions brought to what is read now: each anchor to its reference, each decided claim to what it answers for.

`anchored`, `decided_claims` and `claims.decision` are derived: thrown away and made again, they are the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, select, tuple_, update

from graph.ledger import decisions
from graph.ledger import tables as t
from graph.ledger.anchors import Anchor, Place, locate
from graph.ledger.decisions import ACCEPT, OF_CLAIMS, REJECT, Decision
from graph.ledger.shared import chunks

DECIDED = "decided"
"""Name of the position: the last decision that a resolution has seen."""


def settle(connection: Connection, fresh: set[int]) -> tuple[set[Place], set[int]]:
    """Finds the anchors that are new, undone (`fresh`) or lost their extraction.

    Returns the references about which something else is decided now, and the extractions whose claims are.
    """
    moved: dict[int, set[Place]] = defaultdict(set)
    for row in _anchored(connection, fresh):
        moved[row.decision].add((row.extraction, row.reference))
    for chunk in chunks(fresh):
        connection.execute(delete(t.anchored).where(t.anchored.c.decision.in_(chunk)))
    held = {(row.decision, row.side): (row.extraction, row.reference) for row in _anchored(connection)}
    standing = decisions.standing(connection)
    for decision in standing:
        ends = decision.subject, decision.object
        lost = [side for side, anchor in enumerate(ends) if anchor and (decision.id, side) not in held]
        for side in lost:
            if place := _located(connection, decision.id, side, ends[side]):
                held[decision.id, side] = place
                moved[decision.id] |= {held[decision.id, s] for s in (0, 1) if (decision.id, s) in held}
    known = {d.id: d for d in decisions.newest(connection)} if moved else {}
    about_claims = {n for n in moved if known[n].verdict in OF_CLAIMS}
    changed = {place[0] for n in about_claims for place in moved[n]}
    _rule_claims(connection, changed, [d for d in standing if d.verdict in OF_CLAIMS], held)
    return {place for places in moved.values() for place in places}, changed


def drop_anchors(connection: Connection, extraction: int) -> None:
    """Lets go of an extraction that counts no more; what hung there is looked for anew."""
    a = t.anchored.c
    lost = select(a.decision).where(a.extraction == extraction)
    connection.execute(delete(t.decided_claims).where(t.decided_claims.c.decision.in_(lost)))
    connection.execute(delete(t.anchored).where(a.extraction == extraction))


def drop_anchors_at(connection: Connection, dropped: Iterable[Place], thinned: Iterable[Place]) -> None:
    """Lets go of references that count no more, and of decisions on claims also where rows left a reference."""
    a, d, gone = t.anchored.c, t.decisions.c, list(dropped)
    query = select(a.decision, d.verdict).join(t.decisions, d.id == a.decision)
    lost: dict[int, str] = {}
    for chunk in chunks([*gone, *thinned]):
        lost.update(dict(map(tuple, connection.execute(query.where(tuple_(a.extraction, a.reference).in_(chunk))))))
    for numbers in chunks(number for number, verdict in lost.items() if verdict in OF_CLAIMS):
        connection.execute(delete(t.decided_claims).where(t.decided_claims.c.decision.in_(numbers)))
        connection.execute(delete(t.anchored).where(a.decision.in_(numbers)))
    for places in chunks(gone):
        connection.execute(delete(t.anchored).where(tuple_(a.extraction, a.reference).in_(places)))


def _anchored(connection: Connection, among: Iterable[int] | None = None) -> list[Row[Any]]:
    if among is None:
        return list(connection.execute(select(t.anchored)))
    a = t.anchored.c.decision
    return [row for chunk in chunks(among) for row in connection.execute(select(t.anchored).where(a.in_(chunk)))]


def _located(connection: Connection, decision: int, side: int, anchor: Anchor | None) -> Place | None:
    place = locate(connection, anchor) if anchor else None
    if place:
        row = {"decision": decision, "side": side, "extraction": place[0], "reference": place[1]}
        connection.execute(insert(t.anchored).values(row))
    return place


def _rule_claims(
    connection: Connection, extractions: set[int], standing: Sequence[Decision], held: dict[tuple[int, int], Place]
) -> None:
    """Applies what was decided on claims of these extractions; of two decisions on one claim the later holds."""
    for extraction in extractions:
        c = t.claims.c
        ruled = c.extraction == extraction, c.decision.is_not(None)
        connection.execute(update(t.claims).where(*ruled).values(decision=None))
        connection.execute(delete(t.decided_claims).where(t.decided_claims.c.extraction == extraction))
    latest: dict[object, tuple[Decision, Place, Place]] = {}
    for decision in standing:
        subject, target = held.get((decision.id, 0)), held.get((decision.id, 1))
        if subject and target and subject[0] == target[0] and subject[0] in extractions and decision.claim:
            latest[subject, target, decision.claim.type, decision.claim.words] = decision, subject, target
    for decision, subject, target in latest.values():
        _rule(connection, decision, subject, target[1])


def _rule(connection: Connection, decision: Decision, subject: Place, target: int) -> None:
    """Takes out the claims that a decision answers for, and puts in what it says instead."""
    assert decision.claim is not None
    said, extraction = decision.claim, subject[0]
    kind = str(said.right.get("type", said.type))
    c, p = t.claims.c, t.passages.c
    query = (
        select(t.claims, p.text)
        .join(t.passages, and_(p.extraction == c.extraction, p.number == c.evidence[0, 0].as_integer()))
        .where(c.extraction == extraction, c.subject == subject[1], c.object == target, c.retired_by.is_(None))
        .where(c.type.in_((said.type, kind)))
        .order_by(c.number)
    )
    found = [row for row in connection.execute(query) if row.text in said.words or said.words in row.text]
    numbers = [row.number for row in found]
    mine = c.extraction == extraction, c.number.in_(numbers)
    connection.execute(update(t.claims).where(*mine).values(decision=decision.id))
    if decision.verdict == REJECT:
        return
    first = found[0] if found else None
    evidence = first.evidence if first else _words(connection, extraction, said.words, subject[1])
    read = {**(first.properties if first else {})}
    corrected = {k: v for k, v in said.right.items() if k not in ("type", "status")}
    status = said.right.get("status", first.status if first and decision.verdict == ACCEPT else said.status)
    row = insert(t.decided_claims).values(
        decision=decision.id,
        extraction=extraction,
        subject=subject[1],
        type=kind,
        object=target,
        status=status,
        confidence=1.0,
        evidence=evidence,
        properties=read | corrected,
        **{name: getattr(first, name) if first else None for name in ("via", "attributed_to")},
    )
    connection.execute(row)


def _words(connection: Connection, extraction: int, words: str, subject: int) -> list[list[int]]:
    """Where the claim's words stand now: their passage, else that of its subject."""
    p, m = t.passages.c, t.mentions.c
    named = select(m.passage).where(m.extraction == extraction, m.reference == subject, m.retired_by.is_(None))
    named = named.order_by(m.number).limit(1)
    query = select(p.number, p.start, p.end).where(p.extraction == extraction)
    rows = (
        connection.execute(query.where(p.text == words)).first()
        or connection.execute(query.where(p.number == named.scalar_subquery())).one()
    )
    return [[rows.number, rows.start, rows.end]]
