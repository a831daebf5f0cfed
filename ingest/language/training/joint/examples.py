"""Windows of annotated documents with what is right in them, as arrays of one size."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.extraction import Extraction
from graph.model import CLAIM_TYPES
from ingest.language.encoder.pairs import RELATIONS, SAME, STATUSES, allowed
from ingest.language.encoder.spans import TYPES, attributes
from ingest.language.encoder.windows import PAD, PIECES, WORDS, Tokenizer, Window, windows_of

MENTIONS = 80
_SAME = RELATIONS.index(SAME)
_LENGTHS = (256, PIECES)
_DROPPED, _SHIFTED, _INVENTED = 0.08, 0.1, 5
"""Shares of mentions left out and moved by a word, most false ones a window: as predictions will be."""

Array = np.ndarray[Any, Any]
Arrays = dict[str, Array]
Pair = tuple[int, int]
Attributes = Mapping[tuple[str, str, str], int]


@dataclass(frozen=True, slots=True)
class Example:
    """One window. Mentions are (first word, last word, type); pairs of them by their numbers.

    `ignored` has pairs that say again what another pair of the same two things says: neither right nor wrong.
    """

    window: Window
    mentions: Sequence[tuple[int, int, int]]
    attributes: Sequence[int]
    relations: frozenset[tuple[int, int, int]]
    ignored: frozenset[tuple[int, int, int]]
    statuses: Mapping[Pair, int]


def attribute_numbers() -> dict[tuple[str, str, str], int]:
    """(type, property, word) → its number."""
    return {attribute: number for number, attribute in enumerate(attributes())}


def examples_of(tokenizer: Tokenizer, gold: Extraction, numbers: Attributes) -> list[Example]:
    """The windows of one annotated document."""
    triples = {(_entity(gold, c.subject), _entity(gold, c.object), RELATIONS.index(c.type)) for c in gold.claims}
    triples |= {(o, s, r) for s, o, r in triples if _is_symmetric(r)}
    return [_example(w, gold, triples, numbers) for w in windows_of(tokenizer, gold.document.text)]


def _entity(gold: Extraction, mention: str) -> str:
    return next(m.entity for m in gold.mentions if m.id == mention)


def _is_symmetric(relation: int) -> bool:
    return relation != _SAME and CLAIM_TYPES[RELATIONS[relation]].symmetric


def _example(window: Window, gold: Extraction, triples: set[tuple[str, str, int]], numbers: Attributes) -> Example:
    starts = {a: i for i, (a, _) in enumerate(window.words) if a >= 0}
    ends = {b: i for i, (a, b) in enumerate(window.words) if a >= 0}
    here = [m for m in gold.mentions if m.start in starts and m.end in ends][:MENTIONS]
    number = {m.id: i for i, m in enumerate(here)}
    of_entity: dict[str, list[int]] = {}
    for m in here:
        of_entity.setdefault(m.entity, []).append(number[m.id])
    statuses: dict[Pair, int] = {}
    relations: set[tuple[int, int, int]] = set()
    for claim in gold.claims:
        if claim.subject in number and claim.object in number:
            i, j, r = number[claim.subject], number[claim.object], RELATIONS.index(claim.type)
            for pair in ((i, j), (j, i)) if _is_symmetric(r) else ((i, j),):
                relations.add((*pair, r))
                statuses[pair] = STATUSES.index(claim.status)
    again = {(i, j, r) for s, o, r in triples for i in of_entity.get(s, ()) for j in of_entity.get(o, ()) if i != j}
    ignored = frozenset(again - relations)
    relations |= {(i, j, _SAME) for members in of_entity.values() for i in members for j in members if i != j}
    return Example(
        window,
        [(starts[m.start], ends[m.end], TYPES.index(m.type)) for m in here],
        [_attribute(m.type, m.properties, numbers) for m in here],
        frozenset(relations),
        ignored,
        statuses,
    )


def _attribute(kind: str, properties: Mapping[str, Any], numbers: Attributes) -> int:
    named = (numbers.get((kind, name, str(value)), -1) for name, value in properties.items())
    return max(named, default=-1)


def batch(chosen: Sequence[Example], rng: np.random.Generator) -> Arrays:
    """Arrays of the examples, cut to the longest; mentions are disturbed as predictions are."""
    a = _empty(len(chosen))
    for row, example in enumerate(chosen):
        fill_words(a, row, example.window)
        _fill_labels(a, row, example)
        _fill_pairs(a, row, example, rng)
    longest = int(a["mask"].sum(1).max())
    length = next(n for n in _LENGTHS if n >= longest)
    return a | {"pieces": a["pieces"][:, :length], "mask": a["mask"][:, :length]}


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
        "bio": np.zeros((rows, WORDS, len(TYPES)), np.int32),
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
    for first, last, kind in example.mentions:
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
