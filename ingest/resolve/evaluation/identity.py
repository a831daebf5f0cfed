"""How well two registers are linked when their keys are hidden."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ingest.resolve.evaluation.registers import Side, may_teach
from ingest.resolve.matching.choosing import choose, one_body
from ingest.resolve.matching.entries import Entry, Match
from ingest.resolve.matching.linking import link
from ingest.resolve.matching.model import Model

_LEFT, _RIGHT = "left ", "right "


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
        return f_measure(self.precision, self.recall)


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
    held_out: frozenset[str]
    """Left entries whose key taught the model nothing."""
    own: frozenset[str]
    """Entries of either side, as `left` or `right` and id, whose key was given to a body without a partita IVA."""


@dataclass(frozen=True, slots=True)
class Linked:
    """The pairs that linking found, to be judged at any threshold."""

    hidden: Hidden
    matches: tuple[Match, ...]

    def chosen(self, model: Model, threshold: float | None = None) -> dict[str, str]:
        """Left entry → right entry, of the chosen pairs of two keyed entries."""
        return {m.left: m.right for m in self.chosen_matches(model, threshold)}

    def chosen_matches(self, model: Model, threshold: float | None = None) -> list[Match]:
        """The chosen pairs of two keyed entries, with their probabilities."""
        h = self.hidden
        found = choose(self.matches, model, threshold=threshold, same=one_body(h.left)).chosen
        return [m for m in found if m.left in h.keyed and m.right in h.keyed_right]

    def judged(self, chosen: Mapping[str, str]) -> dict[str, str]:
        """Those of which one side is known to have its like on the other, less the second rows.

        Of the rest the keys say little: many bodies stand in one register under their codice fiscale and in another
        under their partita IVA.
        """
        known = set(self.hidden.truth.values())
        second = self.second_rows(chosen)
        return {
            left: right
            for left, right in chosen.items()
            if left in self.hidden.truth or (right in known and left not in second)
        }

    def second_rows(self, chosen: Mapping[str, str]) -> set[str]:
        """Left entries that are called like one that was linked rightly to the same right entry, under another key.

        Only where one key is a partita IVA and the other was given to a body without one: two of a kind are two bodies.
        """
        h, names = self.hidden, one_body(self.hidden.left)
        first = {right: left for left, right in chosen.items() if h.truth.get(left) == right}
        return {
            left
            for left, right in chosen.items()
            if left not in h.truth
            and (other := first.get(right)) is not None
            and names.get(left) == names.get(other)
            and (_LEFT + left in h.own) != (_LEFT + other in h.own)
        }

    def told_apart(self, chosen: Mapping[str, str]) -> dict[str, str]:
        """Of the pairs that are not judged, those that two keys of a kind, or two natures of them, tell apart."""
        own, judged = self.hidden.own, self.judged(chosen)
        return {
            left: right
            for left, right in chosen.items()
            if left not in judged and (_LEFT + left in own) == (_RIGHT + right in own)
        }

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
        frozenset(e.id for e, key in zip(left.entries, left.keys, strict=True) if key and not may_teach(key)),
        frozenset((*_own(left, _LEFT), *_own(right, _RIGHT))),
    )


def _own(side: Side, name: str) -> Iterable[str]:
    """The entries whose codice fiscale is no partita IVA: those of bodies begin with 8 or 9."""
    return (name + e.id for e, key in zip(side.entries, side.keys, strict=True) if key and key[0] in "89")


def linked(hidden: Hidden, model: Model) -> Linked:
    return Linked(hidden, tuple(link(hidden.left, hidden.right, model)))


def _placeless(entry: Entry) -> Entry:
    return replace(entry, municipality=None, province=None, region=None, address=None)


def f_measure(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
