"""Anchors: where a decision hangs. Words in their source, found again whatever ids a later reading gives.

A document's words are found by source, label, words and neighbouring words; a register's row by register and key, or by
its own words.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, select

from graph.errors import NotFound
from graph.ledger import tables as t
from graph.ledger.kept import extractions_of
from graph.ledger.shared import current_sources

Place = tuple[int, int]
"""A reference: its extraction and its number there."""

_AROUND: Final = 40
"""Code points of neighbouring words that are kept on each side; of a register's row, all."""

_SAME, _PART = 2, 1


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of a source, with those before and after them in their passage."""

    source: str
    label: str
    words: str
    before: str
    after: str
    register: str | None = None
    key: str | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def anchor_of(connection: Connection, place: Place) -> Anchor:
    """The anchor of a reference: its fullest words, the first of these. Raises `NotFound`."""
    extraction, reference = place
    rows = _mentions(connection, t.mentions.c.extraction == extraction, t.mentions.c.reference == reference)
    if not rows:
        raise NotFound(f"nothing that was read has the number {extraction}.{reference}.")
    chosen = max(rows, key=lambda row: (len(row.text), -row.number))
    document = connection.execute(select(t.extractions.c.document).where(t.extractions.c.id == extraction)).scalar_one()
    sources = current_sources(connection, document).get(document)
    if sources is None:
        raise NotFound(f"the document of {extraction}.{reference} is withdrawn.", hint="Add it again first.")
    before, after = _around(chosen)
    if chosen.register is None:
        before, after = before[-_AROUND:], after[:_AROUND]
    return Anchor(sources[0], chosen.type, chosen.text, before, after, chosen.register, chosen.key)


def locate(connection: Connection, anchor: Anchor) -> Place | None:
    """The reference that stands now where the anchor hangs; None while nothing stands there."""
    if anchor.register is not None and anchor.key is not None:
        k, x = t.records.c, t.extractions.c
        row = k.register == anchor.register, k.key == anchor.key, x.live, t.mentions.c.type == anchor.label
        return _in_row(_mentions(connection, *row), anchor)
    within = t.mentions.c.extraction.in_(extractions_of(connection, anchor.source)), t.mentions.c.type == anchor.label
    if anchor.register is not None:
        whole = anchor.before + anchor.words + anchor.after
        return _in_row(_mentions(connection, *within, t.passages.c.text == whole), anchor)
    scored = [(_score(row, anchor), -row.number, row) for row in _mentions(connection, *within)]
    best = max((s for s in scored if s[0][0]), key=lambda s: s[:2], default=None)
    return (best[2].extraction, best[2].reference) if best else None


def _in_row(rows: list[Row[Any]], anchor: Anchor) -> Place | None:
    """In the newest such row: the mention with these words, else whom the row is about."""
    newest = [row for row in rows if row.extraction == max(r.extraction for r in rows)]
    same = [row for row in newest if _plain(row.text) == _plain(anchor.words)]
    about = [row for row in newest if row.reference == row.subject]
    found = next(iter(same or about), None)
    return (found.extraction, found.reference) if found else None


def _score(row: Row[Any], anchor: Anchor) -> tuple[int, int]:
    """How well the words fit (0: not at all), then how many neighbouring code points are the same."""
    words, wanted = _plain(row.text), _plain(anchor.words)
    before, after = _around(row)
    near = _alike(before[::-1], anchor.before[::-1]) + _alike(after, anchor.after)
    if words == wanted:
        return _SAME, near
    stands = _plain(anchor.before + anchor.words + anchor.after) in _plain(row.passage_text)
    return (_PART if stands and (words in wanted or wanted in words) else 0), near


def _around(row: Row[Any]) -> tuple[str, str]:
    text, start = row.passage_text, row.start - row.passage_start
    return text[:start], text[start + len(row.text) :]


def _alike(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _mentions(connection: Connection, *conditions: Any) -> list[Row[Any]]:
    """Mentions with their passage's text and, in a register, their row's key and subject; in their order."""
    m, p, k = t.mentions.c, t.passages.c, t.records.c
    placed = p.start.label("passage_start"), p.text.label("passage_text")
    query = (
        select(m.extraction, m.number, m.reference, m.type, m.start, m.text, *placed, k.register, k.key, k.subject)
        .join(t.passages, and_(p.extraction == m.extraction, p.number == m.passage))
        .join(t.extractions, t.extractions.c.id == m.extraction)
        .outerjoin(t.records, and_(k.extraction == m.extraction, k.passage == m.passage))
        .where(m.retired_by.is_(None), *conditions)
        .order_by(m.extraction, m.number)
    )
    return list(connection.execute(query))


def places_of(connection: Connection, entities: Iterable[str]) -> list[Place]:
    """The references of these entities, the first read first."""
    r = t.resolutions.c
    query = select(r.extraction, r.reference).where(r.entity.in_(list(entities))).order_by(r.extraction, r.reference)
    return [(extraction, reference) for extraction, reference in connection.execute(query)]
