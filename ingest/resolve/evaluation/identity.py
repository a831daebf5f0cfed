"""How well two registers are linked when their keys are hidden."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ingest.resolve.evaluation.registers import Side
from ingest.resolve.matching.choosing import choose
from ingest.resolve.matching.entries import Entry, Match
from ingest.resolve.matching.linking import link
from ingest.resolve.matching.model import Model


@dataclass(frozen=True, slots=True)
class Score:
    """`pairs` there are, `found` were chosen, `right` of them are."""

    pairs: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.pairs if self.pairs else 1.0

    @property
    def f1(self) -> float:
        return _f1(self.precision, self.recall)


@dataclass(frozen=True, slots=True)
class Point:
    """Precision and recall where pairs from `threshold` bits on are chosen."""

    threshold: float
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class Hidden:
    """Two sides to link, and what the keys say: of each keyed left entry its right one, if there is one."""

    left: tuple[Entry, ...]
    right: tuple[Entry, ...]
    truth: Mapping[str, str]
    keyed: frozenset[str]
    """Left entries with a key; of the others nobody knows who they are."""
    keyed_right: frozenset[str]
    differ: frozenset[str]
    """Left entries whose name is written otherwise on the right."""


@dataclass(frozen=True, slots=True)
class Linked:
    """The pairs that linking found, to be judged at any threshold."""

    hidden: Hidden
    matches: tuple[Match, ...]

    def chosen(self, model: Model, threshold: float | None = None) -> dict[str, str]:
        """Left entry → right entry, of the chosen pairs of two keyed entries."""
        h = self.hidden
        found = choose(self.matches, model, threshold=threshold).chosen
        return {m.left: m.right for m in found if m.left in h.keyed and m.right in h.keyed_right}

    def judged(self, chosen: Mapping[str, str]) -> dict[str, str]:
        """Those of which one side is known to have its like on the other.

        Of the rest the keys say little: many bodies stand in one register under their codice fiscale and in another
        under their partita IVA.
        """
        known = set(self.hidden.truth.values())
        return {left: right for left, right in chosen.items() if left in self.hidden.truth or right in known}

    def score(self, chosen: Mapping[str, str], among: Iterable[str] | None = None) -> Score:
        """The score of these pairs, overall or of these left entries."""
        truth = self.hidden.truth
        left = truth.keys() | chosen.keys() if among is None else set(among)
        right = sum(chosen[n] == truth.get(n) for n in left & chosen.keys())
        return Score(len(truth.keys() & left), len(chosen.keys() & left), right)

    def curve(self, model: Model) -> list[Point]:
        """Precision and recall from the model's floor to where hardly anything is chosen, every bit."""
        thresholds = [model.floor + step for step in range(31)]
        scores = [(t, self.score(self.judged(self.chosen(model, t)))) for t in thresholds]
        return [Point(t, s.precision, s.recall) for t, s in scores if s.found]


def hide(left: Side, right: Side, *, place: bool = True) -> Hidden:
    """The sides without their keys (the entries never had them) and, on demand, without their places."""
    other = right.numbers()
    pairs = [(left.entries[n], right.entries[other[k]]) for n, k in enumerate(left.keys) if k in other]
    return Hidden(
        left.entries if place else tuple(map(_placeless, left.entries)),
        right.entries if place else tuple(map(_placeless, right.entries)),
        {a.id: b.id for a, b in pairs},
        frozenset(e.id for e, key in zip(left.entries, left.keys, strict=True) if key),
        frozenset(e.id for e, key in zip(right.entries, right.keys, strict=True) if key),
        frozenset(a.id for a, b in pairs if a.name != b.name),
    )


def linked(hidden: Hidden, model: Model) -> Linked:
    return Linked(hidden, tuple(link(hidden.left, hidden.right, model)))


def as_json(found: Linked, model: Model, seconds: float, memory_mb: float) -> dict[str, Any]:
    """The report for programs. `strict_precision` counts as wrong also the pairs that the keys hardly judge."""
    linked_pairs = found.chosen(model)
    chosen = found.judged(linked_pairs)
    overall, differ = found.score(chosen), found.score(chosen, found.hidden.differ)
    return {
        **_row(overall),
        "names_differ": _row(differ),
        "clusters": clusters(found.hidden, chosen),
        "by_kind": {kind: _row(found.score(chosen, ids)) for kind, ids in sorted(_by_kind(found.hidden).items())},
        "unjudged": len(linked_pairs) - len(chosen),
        "strict_precision": round(found.score(linked_pairs).precision, 4),
        "seconds": round(seconds, 1),
        "memory_mb": round(memory_mb),
    }


def clusters(hidden: Hidden, chosen: Mapping[str, str]) -> dict[str, float]:
    """B³ over the keyed entries of both sides: each is in a cluster of one or two, by the keys and by the choice."""
    truth = hidden.truth
    items = len(hidden.keyed) + len(hidden.keyed_right)
    right = sum(truth.get(a) == b for a, b in chosen.items())
    wrong = len(chosen) - right
    # Of a wrong pair both members have precision 1/2; of a missed one recall 1/2.
    precision = (items - wrong) / items if items else 1.0
    recall = (items - (len(truth) - right)) / items if items else 1.0
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(_f1(precision, recall), 4),
        "count": items - len(chosen),
    }


def _by_kind(hidden: Hidden) -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = defaultdict(set)
    for entry in hidden.left:
        kinds[entry.kind or "unknown"].add(entry.id)
    return {kind: ids for kind, ids in kinds.items() if ids & hidden.truth.keys()}


def _row(score: Score) -> dict[str, Any]:
    return {
        "pairs": score.pairs,
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
    }


def _placeless(entry: Entry) -> Entry:
    return replace(entry, municipality=None, province=None, region=None, address=None)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
