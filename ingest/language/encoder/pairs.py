"""What is said of two mentions of a window: the small heads of the model, in numpy."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.model import CLAIM_TYPES
from ingest.language.encoder.spans import PLACED, TIME, TYPES, log_softmax

Array = np.ndarray[Any, Any]

SAME, VIA, SAYS, SINCE, UNTIL = "SAME", "VIA", "SAYS", "SINCE", "UNTIL"
RELATIONS = (
    "PROMOTES", "LEADS", "PARTICIPATES_IN", "FUNDS", "PROVIDES", "NEEDS", "USED_IN", "SIGNED", "PARTNERS_WITH",
    "MEMBER_OF", "HAS_ROLE", "ADDRESSES", "PART_OF", "SERVES", "INVOLVES", "LOCATED_IN", "OPERATES_IN", "MEASURED_BY",
    "SUCCEEDS", "FOLLOWS", VIA, SINCE, UNTIL, SAYS, SAME,
)  # fmt: skip
"""The claims; a body's act through a person; a time as beginning or end of a thing; who tells of a thing; one thing."""
_BESIDE = {
    VIA: (("Organisation",), ("Person",)),
    SINCE: ((TIME,), ("Plan", "Action", "Organisation")),
    UNTIL: ((TIME,), ("Plan", "Action")),
    SAYS: (("Person", "Organisation"), TYPES),
}
STATUSES = ("done", "under_way", "planned", "proposed", "denied")
DISTANCES = np.array((1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192))
_FAR = len(DISTANCES) + 1
REACH = 24
"""How many words before the first and behind the last of two mentions may tell something of them."""
_PARTS = {("Area", "Plan"), ("Action", "Plan"), ("Organisation", "Plan")}


def allowed() -> Array:
    """[PLACED, PLACED, RELATIONS]: whether the relation may stand between the two."""
    table = np.zeros((len(PLACED), len(PLACED), len(RELATIONS)), bool)
    for number, name in enumerate(RELATIONS[:-1]):
        known = CLAIM_TYPES.get(name)
        subjects, objects = (known.subjects, known.objects) if known else _BESIDE[name]
        for s in subjects:
            for o in objects:
                if name != "PART_OF" or s == o or (s, o) in _PARTS:
                    table[PLACED.index(s), PLACED.index(o), number] = True
    table[: len(TYPES), : len(TYPES), -1] = np.eye(len(TYPES), dtype=bool)
    return table


@dataclass(frozen=True, slots=True)
class Placed:
    """The mentions of one window: first and last word (both inside), type; `lines`: the line of every word."""

    first: Array
    last: Array
    type: Array
    lines: Array


@dataclass(frozen=True, slots=True)
class PairScores:
    """For each pair (subjects, objects: numbers of mentions): relations [pairs, relations], statuses [pairs, 5]."""

    subjects: Array
    objects: Array
    relations: Array
    statuses: Array


class Heads:
    """`weights` as training leaves them, by name."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self._w: dict[str, Array] = {name: np.asarray(value, np.float32) for name, value in weights.items()}
        self._allowed = allowed()
        self._pairs: Array = np.asarray(self._allowed.any(2))

    def mentions(self, states: Array, placed: Placed) -> Array:
        """states [words, width] → what stands for each mention, [mentions, 256]."""
        sums = _sums(states)
        length = (placed.last - placed.first + 1)[:, None].astype(np.float32)
        mean = (sums[placed.last + 1] - sums[placed.first]) / length
        joined = np.concatenate([states[placed.first], states[placed.last], mean], 1)
        w = self._w
        return gelu(joined @ w["mention_w"] + w["mention_b"] + w["type_e"][placed.type])

    def attributes(self, mentions: Array) -> Array:
        """Scores of the words of kind, category and level, [mentions, words]."""
        found: Array = mentions @ self._w["attribute_w"] + self._w["attribute_b"]
        return found

    def tags(self, states: Array) -> Array:
        """Scores of outside, begin and inside of every tag, [words, TAGS, 3]."""
        found: Array = states @ self._w["bio_w"] + self._w["bio_b"]
        return found.reshape(len(states), -1, 3)

    def names(self, states: Array) -> Array:
        """Scores of outside, begin and inside of the names of KIND, [words, 3 × names]."""
        found: Array = states @ self._w["kind_w"] + self._w["kind_b"]
        return found

    def pairs(self, states: Array, mentions: Array, placed: Placed) -> PairScores:
        """Scores of all ordered pairs that the schema lets say something."""
        may = self._pairs[placed.type[:, None], placed.type[None, :]]
        np.fill_diagonal(may, False)
        s, o = np.nonzero(may)
        w = self._w
        hidden = (mentions @ w["s_w"])[s] + (mentions @ w["o_w"])[o]
        hidden += (mentions @ w["u_w"])[s] * (mentions @ w["v_w"])[o]
        hidden += self._between(states, placed, s, o) @ w["between_out"]
        for code in _features(placed, s, o):
            hidden += w["feature_e"][code]
        hidden += w["pair_b"]
        hidden = gelu(hidden + self._around(states, placed, s, o, hidden))
        relations = 1 / (1 + np.exp(-(hidden @ w["relation_w"] + w["relation_b"])))
        relations *= self._allowed[placed.type[s], placed.type[o]]
        statuses = np.exp(log_softmax(hidden @ w["status_w"] + w["status_b"]))
        return PairScores(s, o, relations, statuses)

    def _between(self, states: Array, placed: Placed, s: Array, o: Array) -> Array:
        """The mean state of the words between two mentions, nothing where there is none."""
        sums = _sums(states @ self._w["between_w"])
        low = np.minimum(placed.last[s], placed.last[o]) + 1
        high = np.maximum(placed.first[s], placed.first[o])
        count = high - low
        mean = (sums[high] - sums[low]) / np.maximum(count, 1)[:, None]
        return np.where((count > 0)[:, None], mean, 0)

    def _around(self, states: Array, placed: Placed, s: Array, o: Array, asked: Array) -> Array:
        """What each pair finds in the words around and between its mentions, by attention."""
        w = self._w
        scores = (asked @ w["look_q"]) @ (states @ w["look_k"]).T
        scores += w["look_where"][_where(placed, s, o, len(states))]
        word = np.arange(len(states))[None, :]
        low = np.minimum(placed.first[s], placed.first[o])[:, None] - REACH
        high = np.maximum(placed.last[s], placed.last[o])[:, None] + REACH
        scores[(word < low) | (word > high) | (placed.lines < 0)[None, :]] = -np.inf
        share = np.exp(scores - scores.max(1, keepdims=True))
        share /= share.sum(1, keepdims=True)
        found: Array = share @ (states @ w["look_v"]) @ w["look_out"]
        return found


def _features(placed: Placed, s: Array, o: Array) -> tuple[Array, Array, Array]:
    """Rows of the table of features: distance in words, in lines, and which of the two holds the other."""
    gap = placed.first[o] - placed.first[s]
    distance = np.searchsorted(DISTANCES, np.abs(gap), side="right") + (gap < 0) * _FAR
    line = placed.lines[placed.first]
    step = np.clip(line[o] - line[s], -5, 6) + 5 + 2 * _FAR
    holds = (placed.first[s] <= placed.first[o]) & (placed.last[s] >= placed.last[o])
    lies = (placed.first[s] >= placed.first[o]) & (placed.last[s] <= placed.last[o])
    return distance, step, np.where(holds, 1, np.where(lies, 2, 0)) + 2 * _FAR + 12


def _where(placed: Placed, s: Array, o: Array, words: int) -> Array:
    """Rows of the table of places: where each word stands to the two mentions of each pair, [pairs, words].

    0 before both, 1 between, 2 behind both; 3 in the subject, 4 in the object, 5 in both.
    """
    word = np.arange(words)[None, :]
    first, last = np.minimum(placed.first[s], placed.first[o]), np.maximum(placed.last[s], placed.last[o])
    found = np.where(word < first[:, None], 0, np.where(word > last[:, None], 2, 1))
    inside = [(word >= placed.first[m][:, None]) & (word <= placed.last[m][:, None]) for m in (s, o)]
    held = inside[0] + 2 * inside[1].astype(np.int64)
    return np.where(held > 0, 2 + held, found)


def _sums(values: Array) -> Array:
    """Running sums, beginning with nothing: [rows + 1, width]."""
    return np.concatenate([np.zeros((1, values.shape[1]), np.float32), np.cumsum(values, 0, dtype=np.float32)])


def gelu(x: Array) -> Array:
    found: Array = 0.5 * x * (1 + np.tanh(np.float32(0.7978845608) * (x + np.float32(0.044715) * x * x * x)))
    return found


def clusters(
    count: int,
    same: Mapping[tuple[int, int], float],
    least: float,
    apart: Callable[[int, int], bool] = lambda one, other: False,  # noqa: ARG005
) -> list[int]:
    """For each mention the first of the same thing: joined best pairs first, where their mean is high enough.

    Two of which `apart` says that they cannot be one thing are never joined, nor is what is joined with them.
    """
    group = list(range(count))
    members: dict[int, list[int]] = {i: [i] for i in range(count)}
    for (i, j), odds in sorted(same.items(), key=lambda item: -item[1]):
        if odds < least:
            break
        a, b = group[i], group[j]
        if a == b:
            continue
        known = [same[p] for x in members[a] for y in members[b] if (p := (min(x, y), max(x, y))) in same]
        if sum(known) >= least * 0.8 * len(known) and not any(apart(x, y) for x in members[a] for y in members[b]):
            for k in members.pop(b):
                group[k] = a
                members[a].append(k)
    lowest = {g: min(own) for g, own in members.items()}
    return [lowest[g] for g in group]
