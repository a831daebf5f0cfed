"""The encoder at work: text → mentions with probabilities, scored pairs, groups of the same thing."""

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ingest.language.encoder.pairs import (
    RELATIONS,
    SAME,
    SAYS,
    SINCE,
    STATUSES,
    UNTIL,
    VIA,
    Heads,
    PairScores,
    Placed,
    clusters,
)
from ingest.language.encoder.spans import PLACED, TIME, TYPES, Span, over_windows, spans_of
from ingest.language.encoder.windows import Tokenizer, Window, windows_of

Array = np.ndarray[Any, Any]

FILES = ("encoder.onnx", "tokenizer.json", "heads.npz", "settings.json")
_FAINTEST = 0.02
"""Scores below are as good as none."""
MENTIONS = 96
"""Most of one window, times among them."""
_REMEMBERED = 8
_SAME_WORDS = 0.97
"""Odds that two names of the same words are one thing."""
_PLAN = TYPES.index("Plan")
_TIME = PLACED.index(TIME)
_SIGNS = re.compile(r"\W+")
_TITLED = frozenset({"Plan", "Area", "Action"})
_BEGINNING = 6
"""Letters by which two words of titles are compared: endings change."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A claim that two mentions may make, with the probability of each status in the order of STATUSES."""

    subject: int
    type: str
    object: int
    odds: float
    statuses: tuple[float, ...]

    @property
    def status(self) -> str:
        return STATUSES[int(np.argmax(self.statuses))]


@dataclass(frozen=True, slots=True)
class Found:
    """What is read in a text: numbers of mentions are places in `mentions`; `entity` has the first of each group.

    `via`: organisations with the person they act through, and its odds; `says`: who speaks, with what is
    told. `times`: (time given, SINCE or UNTIL, mention) and its odds.
    """

    mentions: list[Span] = field(default_factory=list)
    properties: list[dict[str, str]] = field(default_factory=list)
    claims: list[Scored] = field(default_factory=list)
    entity: list[int] = field(default_factory=list)
    roles: list[Span] = field(default_factory=list)
    via: dict[tuple[int, int], float] = field(default_factory=dict)
    says: dict[tuple[int, int], float] = field(default_factory=dict)
    times: dict[tuple[int, str, int], float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the regression that makes a claim's confidence; claims below `least` are not made."""

    bias: float = 0.0
    of: Mapping[str, float] = field(default_factory=lambda: {"odds": 1.0})
    types: Mapping[str, float] = field(default_factory=dict)
    least: float = 0.3


@dataclass(frozen=True, slots=True)
class Settings:
    """What is tuned on the development documents, and the words of properties that the model knows."""

    same: float
    attributes: tuple[tuple[str, str, str], ...]
    confidence: Weights = field(default_factory=Weights)

    @classmethod
    def read(cls, path: Path) -> "Settings":
        data = json.loads(path.read_text(encoding="utf-8"))
        weights = Weights(**data["confidence"]) if "confidence" in data else Weights()
        return cls(data["same"], tuple((a, b, c) for a, b, c in data["attributes"]), weights)


class Session(Protocol):
    """What is used of `onnxruntime.InferenceSession`."""

    def run(self, names: Sequence[str], inputs: dict[str, Array], /) -> Sequence[Array]: ...


@dataclass(frozen=True, slots=True)
class Encoder:
    """Loaded once; reads one text at a time."""

    session: Session
    tokenizer: Tokenizer
    heads: Heads
    settings: Settings
    _last: dict[tuple[int, ...], Array] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, folder: Path, threads: int = 1) -> "Encoder":
        """The model whose FILES lie in a folder."""
        import onnxruntime
        from tokenizers import Tokenizer as Loaded

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(str(folder / FILES[0]), options, providers=["CPUExecutionProvider"])
        with np.load(folder / FILES[2]) as weights:
            heads = Heads(dict(weights))
        return cls(session, Loaded.from_file(str(folder / FILES[1])), heads, Settings.read(folder / FILES[3]))

    def read(
        self,
        text: str,
        merged: Callable[[list[Span]], list[Span]] = list,
        times: Sequence[tuple[int, int]] = (),
    ) -> Found:
        """Everything in a text whose lines are parted by line feeds.

        `merged` may change the mentions, in the order of the text, before pairs of them are weighed; `times` are
        the places of words that name a time.
        """
        windows = windows_of(self.tokenizer, text)
        if not windows:
            return Found()
        states = [self.states(w) for w in windows]
        mentions, roles = spans_of(*over_windows(windows, [self.heads.tags(s) for s in states]))
        return self._pairs(text, windows, states, merged(mentions), roles, times)

    def states(self, window: Window) -> Array:
        """The state of every word, [words, width]; one window at a time, so that no piece is padding.

        The last windows are remembered: texts that repeat themselves without end cost little.
        """
        ids = tuple(window.ids)
        if ids not in self._last:
            (states,) = self.session.run(["states"], {"ids": np.array([window.ids], np.int32)})
            if len(self._last) >= _REMEMBERED:
                del self._last[next(iter(self._last))]
            self._last[ids] = states[0]
        return self._last[ids][window.first]

    def _pairs(  # noqa: PLR0917
        self,
        text: str,
        windows: Sequence[Window],
        states: Sequence[Array],
        mentions: list[Span],
        roles: list[Span],
        times: Sequence[tuple[int, int]],
    ) -> Found:
        """What is said of pairs that stand in one window; of a pair in two windows the likelier score."""
        found = Found(mentions, [{} for _ in mentions], roles=roles)
        placed_spans = sorted(
            [*((s, n) for n, s in enumerate(mentions)), *((Span(*t, _TIME, 1.0), n) for n, t in enumerate(times))]
        )
        known: dict[tuple[int, int, int], Scored] = {}
        same = dict.fromkeys(same_words(mentions, text), _SAME_WORDS)
        for window, own in zip(windows, states, strict=True):
            places, placed = placed_in(window, [s for s, _ in placed_spans])
            if not places:
                continue
            numbers = [placed_spans[p][1] for p in places]
            shown = self.heads.mentions(own, placed)
            for place, scores in zip(places, self.heads.attributes(shown), strict=True):
                span, number = placed_spans[place]
                if span.type != _TIME:
                    found.properties[number] = _property(span.name, scores, self.settings)
            _keep(self.heads.pairs(own, shown, placed), numbers, known, same)
        _sort_out(known.values(), found)
        titles = [title_words(mention, text) for mention in mentions]
        group = clusters(len(mentions), same, self.settings.same, lambda a, b: _differ(titles[a], titles[b]))
        return replace(found, entity=group)


def _keep(
    scored: PairScores,
    numbers: Sequence[int],
    known: dict[tuple[int, int, int], Scored],
    same: dict[tuple[int, int], float],
) -> None:
    """Put the scores of a window's pairs where they are higher than what was known."""
    for pair, kind in np.argwhere(scored.relations >= _FAINTEST).tolist():
        s, o = numbers[scored.subjects[pair]], numbers[scored.objects[pair]]
        odds = float(scored.relations[pair, kind])
        if RELATIONS[kind] == SAME:
            twins = (min(s, o), max(s, o))
            same[twins] = max(same.get(twins, 0.0), odds)
        elif (s, kind, o) not in known or known[s, kind, o].odds < odds:
            known[s, kind, o] = Scored(s, RELATIONS[kind], o, odds, tuple(scored.statuses[pair].tolist()))


def _sort_out(known: Iterable[Scored], found: Found) -> None:
    """Claims, persons acted through, speakers and times each to their own."""
    for scored in known:
        if scored.type == VIA:
            found.via[scored.subject, scored.object] = scored.odds
        elif scored.type == SAYS:
            found.says[scored.subject, scored.object] = scored.odds
        elif scored.type in (SINCE, UNTIL):
            found.times[scored.subject, scored.type, scored.object] = scored.odds
        else:
            found.claims.append(scored)


def same_words(mentions: Sequence[Span], text: str) -> Iterator[tuple[int, int]]:
    """Each organisation, person, place, plan and title with the first before it of the same words."""
    first: dict[tuple[int, str], int] = {}
    for number, mention in enumerate(mentions):
        key = (mention.type, _SIGNS.sub(" ", text[mention.start : mention.end].lower()))
        early = first.setdefault(key, number)
        if early != number and (mention.type <= _PLAN or (mention.name in _TITLED and title_words(mention, text))):
            yield early, number


def title_words(mention: Span, text: str) -> frozenset[str]:
    """The beginnings of the words that tell an action, area, plan or body from others of its type.

    None where it may be any: of a name of one word or without capital ("il progetto", "il Piano"), of a body without
    one behind its first word ("Amministrazione comunale"), which says only what sort of body it is.
    """
    words = re.findall(r"\w{3,}", text[mention.start : mention.end])
    body = mention.name == "Organisation"
    proper = any(word[0].isupper() for word in words[1:]) if body else words and words[0][0].isupper()
    if len(words) < 2 or not proper or not (body or mention.name in _TITLED):
        return frozenset()
    return frozenset(word[:_BEGINNING].lower() for word in words[body:] if len(word) > 3 or word[0].isupper())


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether less than half of the shorter title is in the other."""
    return bool(one and other) and 2 * len(one & other) < min(len(one), len(other))


def placed_in(window: Window, mentions: Sequence[Span]) -> tuple[list[int], Placed]:
    """The numbers of the mentions that lie in the window, and where."""
    starts = {a: i for i, (a, _) in enumerate(window.words) if a >= 0}
    ends = {b: i for i, (a, b) in enumerate(window.words) if a >= 0}
    low = bisect_left(mentions, min(starts), key=lambda m: m.start)
    high = bisect_right(mentions, max(starts), key=lambda m: m.start)
    rows = [
        (n, starts[m.start], ends[m.end], m.type)
        for n, m in enumerate(mentions[low:high], low)
        if m.start in starts and m.end in ends
    ]
    table = np.array(rows[:MENTIONS], np.int64).reshape(-1, 4)
    return table[:, 0].tolist(), Placed(table[:, 1], table[:, 2], table[:, 3], np.array(window.lines, np.int64))


def _property(kind: str, scores: Array, settings: Settings) -> dict[str, str]:
    own = [i for i, (of, _, _) in enumerate(settings.attributes) if of == kind]
    if not own:
        return {}
    _, name, word = settings.attributes[max(own, key=lambda i: float(scores[i]))]
    return {name: word}
