"""What it is worth to be the best of both sides: learnt from pairs whose keys say who is who."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from ingest.resolve.apart import bears_just
from ingest.resolve.evaluation.identity import Linked
from ingest.resolve.matching.choosing import crowned_weight, one_body
from ingest.resolve.matching.contest import Contest
from ingest.resolve.matching.model import Model

Won = tuple[float, float, bool]
"""Of a pair that won: its bits, how many the next is behind, and whether it is one body."""

_STEP: Final = 0.25
_ALONE: Final = [n * _STEP for n in range(65)]
_AHEAD: Final = [n * _STEP for n in range(-8, 25)]


def won(found: Linked, model: Model, entries: Collection[str]) -> Iterable[Won]:
    """The pairs of these left entries that are the best of both sides and that the keys judge."""
    contest = Contest(found.matches, model.margin, many=False, same=one_body(found.hidden.left))
    pairs = {m.left: (m, ahead) for m, ahead in contest.won() if m.right in found.hidden.keyed_right}
    for left in found.judged({left: m.right for left, (m, _) in pairs.items() if left in entries}):
        match, ahead = pairs[left]
        yield match.weight, ahead, found.hidden.truth.get(left) == match.right


def worth(pairs: Sequence[Won]) -> tuple[float, float]:
    """`alone` and `ahead` of the model: with them what was seen is likeliest, to a quarter of a bit."""
    alone, ahead = 0.0, 0.0
    for _ in range(4):
        alone = max(_ALONE, key=lambda a: _likelihood(pairs, a, ahead))
        ahead = max(_AHEAD, key=lambda b: _likelihood(pairs, alone, b))
    return alone, ahead


def just(found: Linked, entries: Collection[str]) -> float:
    """Bits: how much more often one of these left entries is a right one of just its name than one of another.

    Counted where both are among its candidates.
    """
    left, right = ({e.id: e for e in side} for side in (found.hidden.left, found.hidden.right))
    candidates: dict[str, list[str]] = defaultdict(list)
    for m in found.matches:
        if m.left in entries and m.left in found.hidden.truth:
            candidates[m.left].append(m.right)
    counts = Counter(dict.fromkeys((True, False), 0))
    for of, near in candidates.items():
        bears = {e: bears_just(left[of].names, right[e]) for e in near}
        truth = found.hidden.truth[of]
        if len(set(bears.values())) == len(counts) and truth in bears:
            counts[bears[truth]] += 1
    return round(math.log2((counts[True] + 0.5) / (counts[False] + 0.5)), 2)


def _likelihood(pairs: Sequence[Won], alone: float, ahead: float) -> float:
    """The logarithm of the probability of what was seen."""
    bits = ((crowned_weight(w, a, alone, ahead), right) for w, a, right in pairs)
    return -sum(math.log2(1 + 2 ** (-b if right else b)) for b, right in bits)
