"""Windows of annotated documents with what is right in them, as arrays of one size."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.extraction import Extraction
from graph.model import CLAIM_TYPES
from ingest.language.encoder.pairs import RELATIONS, SAME, SAYS, SINCE, STATUSES, UNTIL, VIA, allowed
from ingest.language.encoder.reader import MENTIONS
from ingest.language.encoder.spans import PLACED, ROLE, TAGS, TIME, TYPES, attributes
from ingest.language.encoder.windows import PAD, PIECES, UNKNOWN, WORDS, Tokenizer, Window, windows_of
from ingest.language.values import Time, times

_SAME = RELATIONS.index(SAME)
_NEAR = 600
"""Code points between a thing and the time that is its beginning or end."""
_DATED = {"Plan": {SINCE, UNTIL}, "Action": {SINCE, UNTIL}, "Organisation": {SINCE}}
_HIDDEN = 0.04
"""Share of pieces that training does not see."""
_DROPPED, _SHIFTED, _INVENTED = 0.08, 0.1, 5
"""Shares of mentions left out and moved by a word, most false ones a window: as predictions will be."""

Array = np.ndarray[Any, Any]
Arrays = dict[str, Array]
Pair = tuple[int, int]
Attributes = Mapping[tuple[str, str, str], int]


@dataclass(frozen=True, slots=True)
class Example:
    """One window. Mentions are (first word, last word, type), times among them; pairs are of their numbers.

    `ignored` has pairs that say again what another pair of the same two things says: neither right nor wrong.
    `roles`: first and last word of what persons are in a body.
    """

    window: Window
    mentions: Sequence[tuple[int, int, int]]
    attributes: Sequence[int]
    relations: frozenset[tuple[int, int, int]]
    ignored: frozenset[tuple[int, int, int]]
    statuses: Mapping[Pair, int]
    roles: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a document says, before it is cut into windows: triples are of ids of mentions (or times) and relations.

    `again` are triples of the same things by other mentions.
    """

    spans: Mapping[str, tuple[int, int, int]]
    attributes: Mapping[str, int]
    triples: Mapping[tuple[str, str, int], int]
    again: frozenset[tuple[str, str, int]]
    roles: Sequence[tuple[int, int]]


def attribute_numbers() -> dict[tuple[str, str, str], int]:
    """(type, property, word) → its number."""
    return {attribute: number for number, attribute in enumerate(attributes())}


def examples_of(tokenizer: Tokenizer, gold: Extraction, numbers: Attributes) -> list[Example]:
    """The windows of one annotated document."""
    said = _said(gold, numbers)
    return [_example(w, said) for w in windows_of(tokenizer, gold.document.text)]


def _said(gold: Extraction, numbers: Attributes) -> _Said:
    entity = {m.id: m.entity for m in gold.mentions}
    members: dict[str, list[str]] = {}
    for m in gold.mentions:
        members.setdefault(m.entity, []).append(m.id)
    spans = {m.id: (m.start, m.end, TYPES.index(m.type)) for m in gold.mentions}
    named = times(gold.document.text, (gold.document.date or "")[:4] or None)
    spans |= {f"t{n}": (t.start, t.end, PLACED.index(TIME)) for n, t in enumerate(named)}
    triples: dict[tuple[str, str, int], int] = {}
    for claim in gold.claims:
        relation, status = RELATIONS.index(claim.type), STATUSES.index(claim.status)
        triples[claim.subject, claim.object, relation] = status
        if CLAIM_TYPES[claim.type].symmetric:
            triples[claim.object, claim.subject, relation] = status
        if (via := str(claim.properties.get("via", ""))) in entity:
            triples[claim.subject, via, RELATIONS.index(VIA)] = -1
        if (speaker := str(claim.properties.get("attributed_to", ""))) in entity:
            for end in {claim.subject, claim.object} - {speaker}:
                triples[speaker, end, RELATIONS.index(SAYS)] = -1
    triples |= dict.fromkeys(_dated(gold, named), -1)
    again = {
        (x, y, r)
        for s, o, r in triples
        for x in members.get(entity.get(s, ""), [s])
        for y in members.get(entity.get(o, ""), [o])
        if x != y
    }
    triples |= {(x, y, _SAME): -1 for own in members.values() for x in own for y in own if x != y}
    kinds = {m.id: _attribute(m.type, m.properties, numbers) for m in gold.mentions}
    return _Said(spans, kinds, triples, frozenset(again - set(triples)), list(_roles(gold)))


def _dated(gold: Extraction, named: Sequence[Time]) -> Iterator[tuple[str, str, int]]:
    """Which time of the text gives each beginning and end that the annotation has: the nearest of that value."""
    for m in gold.mentions:
        wanted = {"since": (SINCE, 0), "founded": (SINCE, 0), "until": (UNTIL, 1)}
        for name, (relation, side) in wanted.items():
            value = m.properties.get(name)
            near = [
                (abs(t.start - m.start), n)
                for n, t in enumerate(named)
                if (t.first, t.last)[side] == value and abs(t.start - m.start) < _NEAR
            ]
            if near and relation in _DATED[m.type]:
                yield f"t{min(near)[1]}", m.id, RELATIONS.index(relation)


def _roles(gold: Extraction) -> Iterator[tuple[int, int]]:
    """Where the words of roles stand: of several places the one nearest to the person."""
    person = {m.id: m.start for m in gold.mentions}
    for claim in gold.claims:
        if role := str(claim.properties.get("role", "")):
            places = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(role)}(?!\w)", gold.document.text)]
            if places:
                yield min(places, key=lambda p: abs(p[0] - person[claim.subject]))


def _example(window: Window, said: _Said) -> Example:
    starts = {a: i for i, (a, _) in enumerate(window.words) if a >= 0}
    ends = {b: i for i, (a, b) in enumerate(window.words) if a >= 0}
    here = sorted((s for s in said.spans.items() if s[1][0] in starts and s[1][1] in ends), key=lambda s: s[1])
    here = here[:MENTIONS]
    number = {name: i for i, (name, _) in enumerate(here)}
    inside = {(number[s], number[o], r): k for (s, o, r), k in said.triples.items() if s in number and o in number}
    return Example(
        window,
        [(starts[a], ends[b], kind) for _, (a, b, kind) in here],
        [said.attributes.get(name, -1) for name, _ in here],
        frozenset(inside),
        frozenset((number[s], number[o], r) for s, o, r in said.again if s in number and o in number),
        {(s, o): status for (s, o, _), status in inside.items() if status >= 0},
        [(starts[a], ends[b]) for a, b in said.roles if a in starts and b in ends],
    )


def _attribute(kind: str, properties: Mapping[str, Any], numbers: Attributes) -> int:
    named = (numbers.get((kind, name, str(value)), -1) for name, value in properties.items())
    return max(named, default=-1)


def batch(chosen: Sequence[Example], rng: np.random.Generator) -> Arrays:
    """Arrays of the examples, cut to the longest; mentions are disturbed as predictions are."""
    a = _empty(len(chosen))
    for row, example in enumerate(chosen):
        fill_words(a, row, example.window)
        hidden = (rng.random(PIECES) < _HIDDEN) & (a["pieces"][row] > UNKNOWN)
        a["pieces"][row][hidden] = UNKNOWN
        _fill_labels(a, row, example)
        _fill_pairs(a, row, example, rng)
    return _cut(a)


def _cut(a: Arrays) -> Arrays:
    """Without the padding that all rows have."""
    pieces, words = int(a["mask"].sum(1).max()), max(map(_last, a["word_mask"]))
    weighed: Array = np.asarray(a["weight"].any((2, 3)))
    mentions = max(1, *map(_last, weighed), *map(_last, a["end"]))
    cut: Arrays = {name: a[name][:, :pieces] for name in ("pieces", "mask")}
    cut |= {name: a[name][:, :words] for name in ("first", "word_mask", "lines", "bio")}
    cut |= {name: a[name][:, :mentions] for name in ("start", "end", "type", "attribute")}
    return cut | {name: a[name][:, :mentions, :mentions] for name in ("relation", "weight", "status")}


def _last(row: Array) -> int:
    """How long a row is without the zeros at its end."""
    return int(np.max(np.nonzero(row)[0], initial=-1)) + 1


def words_only(windows: Iterable[Window]) -> Arrays:
    """The arrays that the encoder itself needs, without labels."""
    listed = list(windows)
    a = _empty_words(len(listed))
    for row, window in enumerate(listed):
        fill_words(a, row, window)
    return a


def _empty_words(rows: int) -> Arrays:
    return {
        "pieces": np.full((rows, PIECES), PAD, np.int32),
        "mask": np.zeros((rows, PIECES), bool),
        "first": np.zeros((rows, WORDS), np.int32),
        "word_mask": np.zeros((rows, WORDS), np.float32),
        "lines": np.zeros((rows, WORDS), np.int32),
    }


def _empty(rows: int) -> Arrays:
    pairs = (rows, MENTIONS, MENTIONS)
    return _empty_words(rows) | {
        "bio": np.zeros((rows, WORDS, len(TAGS)), np.int32),
        "start": np.zeros((rows, MENTIONS), np.int32),
        "end": np.zeros((rows, MENTIONS), np.int32),
        "type": np.zeros((rows, MENTIONS), np.int32),
        "attribute": np.full((rows, MENTIONS), -1, np.int32),
        "relation": np.zeros((*pairs, len(RELATIONS)), np.uint8),
        "weight": np.zeros((*pairs, len(RELATIONS)), np.uint8),
        "status": np.full(pairs, -1, np.int8),
    }


def fill_words(a: Arrays, row: int, window: Window) -> None:
    pieces, words = len(window.ids), len(window.words)
    a["pieces"][row, :pieces], a["mask"][row, :pieces] = window.ids, True
    a["first"][row, :words], a["lines"][row, :words] = window.first, window.lines
    a["word_mask"][row, :words] = [float(start >= 0) for start, _ in window.words]


def _fill_labels(a: Arrays, row: int, example: Example) -> None:
    tagged = [*example.mentions, *((first, last, TAGS.index(ROLE)) for first, last in example.roles)]
    for first, last, kind in sorted(tagged):
        if kind == PLACED.index(TIME):
            continue
        inside = a["bio"][row, first : last + 1, kind]
        if not inside.any():
            inside[:] = 2
            inside[0] = 1


def _fill_pairs(a: Arrays, row: int, example: Example, rng: np.random.Generator) -> None:
    words = len(example.window.words)
    kept = [i for i in range(len(example.mentions)) if rng.random() > _DROPPED]
    place = {i: at for at, i in enumerate(kept)}
    for i, at in place.items():
        first, last, kind = example.mentions[i]
        if rng.random() < _SHIFTED:
            last = min(words - 1, max(first, last + int(rng.integers(-1, 2))))
        a["start"][row, at], a["end"][row, at], a["type"][row, at] = first, last, kind
        a["attribute"][row, at] = example.attributes[i]
    count = _invent(a, row, len(kept), words, rng)
    kinds = a["type"][row, :count]
    weight = allowed()[kinds[:, None], kinds[None, :]].astype(np.uint8)
    weight[np.arange(count), np.arange(count)] = 0
    a["weight"][row, :count, :count] = weight
    for wanted, pairs in ((1, example.relations), (0, example.ignored)):
        for i, j, r in pairs:
            if i in place and j in place:
                a["relation"][row, place[i], place[j], r] = wanted
                a["weight"][row, place[i], place[j], r] = wanted
    for (i, j), status in example.statuses.items():
        if i in place and j in place:
            a["status"][row, place[i], place[j]] = status


def _invent(a: Arrays, row: int, count: int, words: int, rng: np.random.Generator) -> int:
    """Adds some mentions that are none; gives how many there are now."""
    for _ in range(int(rng.integers(0, _INVENTED))):
        if count < MENTIONS and words > 8:
            first = int(rng.integers(0, words - 4))
            a["start"][row, count], a["end"][row, count] = first, first + int(rng.integers(0, 4))
            a["type"][row, count] = int(rng.integers(0, len(TYPES)))
            count += 1
    return count
