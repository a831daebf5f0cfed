"""Mentions from the scores of outside, begin and inside of every word."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.model import MENTION_TYPES
from ingest.language.encoder.windows import Window

Array = np.ndarray[Any, Any]

TYPES = ("Organisation", "Person", "Place", "Plan", "Area", "Action", "Resource", "Group", "Indicator")
ROLE, TIME = "Role", "Time"
TAGS = (*TYPES, ROLE)
"""What words are tagged with: the types of mentions, and the words that say what a person is in a body."""
PLACED = (*TAGS, TIME)
"""What a span can be; times are found by their words."""
_ATTRIBUTES = ("kind", "category", "level")
NAMES = 3
"""So many of the first types hold nothing and do not overlap."""

_BEGIN, _IN = 1, 2


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A mention: its place in the text, its type, its probability (the geometric mean over its words)."""

    start: int
    end: int
    type: int
    odds: float

    @property
    def name(self) -> str:
        return PLACED[self.type]


def attributes() -> list[tuple[str, str, str]]:
    """(type, property, word) of the one controlled word that every mention of a type has, in the schema's order."""
    return [
        (kind.name, known.name, word)
        for kind in MENTION_TYPES.values()
        for known in kind.properties
        if known.name in _ATTRIBUTES
        for word in known.words
    ]


def log_softmax(scores: Array) -> Array:
    shifted = scores - scores.max(-1, keepdims=True)
    found: Array = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return found


def over_windows(windows: Sequence[Window], scores: Sequence[Array]) -> tuple[list[tuple[int, int]], Array]:
    """The words of the document and the mean of their log probabilities over windows, [words, types, 3]."""
    sums: dict[tuple[int, int], Array] = {}
    counts: dict[tuple[int, int], int] = {}
    for window, own in zip(windows, scores, strict=True):
        for place, row in zip(window.words, log_softmax(own), strict=True):
            if place[0] >= 0:
                sums[place] = sums[place] + row if place in sums else row
                counts[place] = counts.get(place, 0) + 1
    words = sorted(sums)
    shape = (len(words), *(scores[0].shape[1:] if scores else (len(TAGS), 3)))
    return words, np.array([sums[w] / counts[w] for w in words]).reshape(shape)


def best_paths(logs: Array) -> Array:
    """The likeliest labels of every type where inside follows only begin and inside: [words, types]."""
    words, types, _ = logs.shape
    if not words:
        return np.zeros((0, types), np.int8)
    best = logs[0].copy()
    best[:, _IN] = -1e9
    back = np.zeros((words, types, 3), np.int8)
    for i in range(1, words):
        back[i, :, :_IN] = best.argmax(1)[:, None]
        back[i, :, _IN] = np.where(best[:, _BEGIN] >= best[:, _IN], _BEGIN, _IN)
        top = best.max(1)
        best = np.stack([top, top, np.maximum(best[:, _BEGIN], best[:, _IN])], 1) + logs[i]
    path = np.zeros((words, types), np.int8)
    path[-1] = best.argmax(1)
    for i in range(words - 1, 0, -1):
        path[i - 1] = np.take_along_axis(back[i], path[i][:, None].astype(np.int64), 1)[:, 0]
    return path


def runs(path: Array) -> list[tuple[int, int]]:
    """First and last word of every mention in the labels of one type."""
    found = []
    labels = path.tolist()
    for i in np.flatnonzero(path == _BEGIN).tolist():
        last = i
        while last + 1 < len(labels) and labels[last + 1] == _IN:
            last += 1
        found.append((i, last))
    return found


def spans_of(words: Sequence[tuple[int, int]], logs: Array) -> tuple[list[Span], list[Span]]:
    """The mentions in the order of the text, and the words of roles.

    Of overlapping names the likelier stays, and nothing lies in a name.
    """
    paths = best_paths(logs)
    found = []
    for kind in range(logs.shape[1]):
        for first, last in runs(paths[:, kind]):
            inside = logs[first + 1 : last + 1, kind, _IN].sum()
            mean = (logs[first, kind, _BEGIN] + inside) / (last - first + 1)
            found.append(Span(words[first][0], words[last][1], kind, float(np.exp(mean))))
    names = _apart(sorted((s for s in found if s.type < NAMES), key=lambda s: -s.odds))
    roles = sorted(s for s in found if s.name == ROLE)
    return sorted(names + _long([s for s in found if s.name in TYPES[NAMES:]], names)), roles


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Those that overlap none that is given before them, in the order of the text."""
    taken: list[Span] = []
    for span in spans:
        at = bisect_left(taken, span)
        before = at > 0 and taken[at - 1].end > span.start
        behind = at < len(taken) and taken[at].start < span.end
        if not before and not behind:
            taken.insert(at, span)
    return taken


def _long(spans: Sequence[Span], names: Sequence[Span]) -> list[Span]:
    """Long mentions that lie in no name; of two types for one stretch the likelier."""
    kept: dict[tuple[int, int], Span] = {}
    ordered = sorted(names)
    starts = np.array([s.start for s in ordered], np.int64)
    for span in sorted(spans, key=lambda s: -s.odds):
        at = int(np.searchsorted(starts, span.start, "right")) - 1
        inside = at >= 0 and span.end <= ordered[at].end
        if not inside:
            kept.setdefault((span.start, span.end), span)
    return list(kept.values())
