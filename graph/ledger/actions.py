"""Actions as a resolution compares them: how documents name them, which a plan may set out, whom documents name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, func, select, update

from graph.ledger import tables as t
from graph.ledger.anchors import Place
from graph.ledger.shared import chunks

SET_OUT: Final = "set out"
"""The kind of an action that a plan sets out."""
WHY: Final = "an action that a plan sets out"
"""What a match with such an action compares."""

_REGISTER: Final = "register"


@dataclass(frozen=True, slots=True)
class ActionMention:
    """The words of one mention and the code read with them; its passage, the passage's kind, what stands before it."""

    text: str
    code: str | None
    passage: int
    kind: str
    before: str


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One reference of an action, with its mentions in their order."""

    at: Place
    hard_key: str | None
    soft_key: str | None
    kind: str | None
    mentions: tuple[ActionMention, ...]


@dataclass(slots=True)
class Named:
    """What a document names: plans by their words, in order, organisations by key → words."""

    plans: list[str] = field(default_factory=list)
    bodies: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """What an extraction says of its document, which is no register."""

    kind: str | None
    title: str | None


def documents(connection: Connection) -> dict[int, DocumentRow]:
    """Extraction → its document, of all that are no registers; those that count no more have no references."""
    x = t.extractions.c
    query = select(x.id, x.kind, x.title).where(func.coalesce(x.kind, "") != _REGISTER)
    return {extraction: DocumentRow(kind, title) for extraction, kind, title in connection.execute(query)}


def actions_of(connection: Connection, extractions: Iterable[int]) -> Iterator[ActionRow]:
    """The actions that these extractions name."""
    k = t.entity_references.c
    for chunk in chunks(extractions):
        yield from _rows(connection, _actions().where(k.extraction.in_(chunk)))


def set_out(connection: Connection) -> Iterator[ActionRow]:
    """The actions that are marked as set out by a plan."""
    return _rows(connection, _actions().where(t.entity_references.c.kind == SET_OUT))


def mark_set_out(connection: Connection, extraction: int, places: Iterable[Place]) -> None:
    """Marks of the actions of this extraction those that it sets out, and no others."""
    k = t.entity_references.c
    actions = update(t.entity_references).where(k.extraction == extraction, k.label == "Action")
    connection.execute(actions.values(kind=None))
    for references in chunks(reference for _, reference in places):
        connection.execute(actions.where(k.reference.in_(references)).values(kind=SET_OUT))


def named_in(connection: Connection, extractions: Iterable[int]) -> Mapping[int, Named]:
    """Extraction → what it names."""
    k, m = t.entity_references.c, t.mentions.c
    query = (
        select(k.extraction, k.label, k.hard_key, k.soft_key, m.text)
        .join(t.mentions, and_(m.extraction == k.extraction, m.reference == k.reference))
        .where(k.label.in_(("Organisation", "Plan")), m.retired_by.is_(None))
        .order_by(k.extraction, m.number)
    )
    found: dict[int, Named] = {}
    for chunk in chunks(extractions):
        for extraction, label, hard, soft, text in connection.execute(query.where(k.extraction.in_(chunk))):
            named = found.setdefault(extraction, Named())
            if label == "Plan":
                named.plans.append(text)
                continue
            for key in filter(None, (hard, soft)):
                named.bodies.setdefault(key, text)
    return found


def _actions() -> Select[Any]:
    k, m, p = t.entity_references.c, t.mentions.c, t.passages.c
    code, before = m.properties["code"].as_string(), func.substr(p.text, 1, m.start - p.start)
    return (
        select(k.extraction, k.reference, k.hard_key, k.soft_key, k.kind, m.text, code, m.passage, p.kind, before)
        .join(t.mentions, and_(m.extraction == k.extraction, m.reference == k.reference))
        .join(t.passages, and_(p.extraction == m.extraction, p.number == m.passage))
        .where(k.label == "Action", m.retired_by.is_(None))
        .order_by(k.extraction, k.reference, m.number)
    )


def _rows(connection: Connection, query: Select[Any]) -> Iterator[ActionRow]:
    for head, rows in groupby(map(tuple, connection.execute(query)), key=itemgetter(slice(0, 5))):
        extraction, reference, hard, soft, kind = head
        yield ActionRow((extraction, reference), hard, soft, kind, tuple(ActionMention(*row[5:]) for row in rows))
