"""One document compared: which mentions and claims were found, which were missed, which are too many.

Mentions match one to one, best overlap first, when their types agree and they overlap enough (relaxed). A predicted
entity is the gold entity with which it shares most matched mentions, those of the same type counting double. A claim
is right when its type and both entities are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Protocol

from graph.extraction import Claim, Evidence, Extraction, Mention
from graph.model import CLAIM_TYPES
from ingest.language.corpus.gold import Gold

OVERLAP = 0.5
"""Of the characters of both mentions together, that they share."""
OVERLAP_AT_EDGE = 0.3
"""The same, for mentions that begin or end together."""

Pair = tuple[Mention, Mention]
Triple = tuple[str, str, str]


class _Span(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was right, missed and too many in one document. Pairs are (gold, predicted)."""

    name: str
    gold: Gold
    mentions: tuple[Pair, ...]
    missed_mentions: tuple[Mention, ...]
    extra_mentions: tuple[Mention, ...]
    claims: tuple[tuple[Claim, Claim], ...]
    missed_claims: tuple[Claim, ...]
    extra_claims: tuple[Claim, ...]
    predicted: Extraction


def compare(name: str, gold: Gold, predicted: Extraction) -> Comparison:
    """Compares one document. The texts may differ in white space: predictions are moved onto the gold's text."""
    moved = _moved(predicted, gold.extraction.document.text)
    pairs = match(gold, moved.mentions, typed=True)
    found = {g.id for g, _ in pairs}, {p.id for _, p in pairs}
    entity_of = _entities(match(gold, moved.mentions, typed=False))
    wanted = _by_triple(gold.extraction, {m.entity: m.entity for m in gold.extraction.mentions})
    said = _by_triple(moved, entity_of)
    return Comparison(
        name,
        gold,
        tuple(pairs),
        tuple(m for m in gold.extraction.mentions if m.id not in found[0]),
        tuple(m for m in moved.mentions if m.id not in found[1]),
        tuple((claim, said[triple]) for triple, claim in wanted.items() if triple in said),
        tuple(claim for triple, claim in wanted.items() if triple not in said),
        tuple(claim for triple, claim in said.items() if triple not in wanted),
        moved,
    )


def match(gold: Gold, predicted: Sequence[Mention], *, typed: bool) -> list[Pair]:
    """One-to-one pairs of mentions, best overlap first; `typed` asks for the same or an accepted type."""
    near = [
        (share, p.type == g.type, i, j)
        for i, j, share in _overlapping(gold.extraction.mentions, predicted)
        if (g := gold.extraction.mentions[i])
        and (p := predicted[j])
        and (not typed or p.type in gold.types_of(g.id, g.type))
        and share >= (OVERLAP_AT_EDGE if g.start == p.start or g.end == p.end else OVERLAP)
    ]
    pairs: list[Pair] = []
    taken: tuple[set[int], set[int]] = set(), set()
    for _, _, i, j in sorted(near, reverse=True):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append((gold.extraction.mentions[i], predicted[j]))
    return pairs


def overlap(a: _Span, b: _Span) -> float:
    """Shared characters over those of both together."""
    both = max(min(a.end, b.end) - max(a.start, b.start), 0)
    return both / max(a.end - a.start + b.end - b.start - both, 1)


def _overlapping(first: Sequence[Mention], second: Sequence[Mention]) -> Iterable[tuple[int, int, float]]:
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            if a.start < b.end and b.start < a.end:
                yield i, j, overlap(a, b)


def _entities(pairs: Sequence[Pair]) -> dict[str, str]:
    """Predicted entity → the gold entity it stands for."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for g, p in pairs:
        votes[p.entity][g.entity] += 1 + (p.type == g.type)
    return {entity: counts.most_common(1)[0][0] for entity, counts in votes.items()}


def _by_triple(extraction: Extraction, entity_of: Mapping[str, str]) -> dict[Triple, Claim]:
    """The surest claim of each triple; an entity that the gold does not know keeps its own name, marked."""
    entity = {m.id: entity_of.get(m.entity, f"?{m.entity}") for m in extraction.mentions}
    found: dict[Triple, Claim] = {}
    for claim in extraction.claims:
        ends = [entity[claim.subject], entity[claim.object]]
        if CLAIM_TYPES[claim.type].symmetric:
            ends.sort()
        triple = claim.type, ends[0], ends[1]
        if triple not in found or claim.confidence > found[triple].confidence:
            found[triple] = claim
    return found


def _moved(predicted: Extraction, text: str) -> Extraction:
    """The prediction with its offsets on the gold's text; what has no place there is put before its beginning."""
    own = predicted.document.text
    if own == text:
        return predicted
    at: dict[int, int] = {}
    for a, b, size in SequenceMatcher(None, own, text, autojunk=False).get_matching_blocks():
        at.update((a + i, b + i) for i in range(size))

    def place(span: _Span) -> tuple[int, int]:
        kept = [at[i] for i in range(span.start, span.end) if i in at]
        return (kept[0], kept[-1] + 1) if kept else (-1, -1)

    def moved(evidence: Evidence) -> Evidence:
        start, end = place(evidence)
        return replace(evidence, start=start, end=end)

    mentions = []
    for mention in predicted.mentions:
        start, end = place(mention)
        mentions.append(replace(mention, start=start, end=end))
    claims = tuple(replace(c, evidence=tuple(map(moved, c.evidence))) for c in predicted.claims)
    return replace(predicted, mentions=tuple(mentions), claims=claims)
