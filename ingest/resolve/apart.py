"""What keeps two bodies apart beyond likeness, if people do not say otherwise: kinds that differ, words too many."""

import difflib
from collections.abc import Mapping, Sequence
from typing import Final

from graph.kinds import agree
from graph.ledger.bodies import BodyRow
from ingest.resolve.matching.comparisons import HARDLY, JUST_ANOTHER, ORGAN, OTHER_KIND, SAID, SAID_MORE
from ingest.resolve.matching.contest import is_apart
from ingest.resolve.matching.entries import Entry, Match
from ingest.resolve.matching.model import bundled_model
from ingest.resolve.names import is_generic, kind_parts, name_rules, name_words
from ingest.resolve.written_out import fullest, spelt_out

_SAME: Final = "same words"
_WITHIN: Final = "one within the other"
_IN_COMMON: Final = "in common"

_ALIKE: Final = 0.84
"""Two words so much alike are one with a slip of the pen: "Paraolimpico", "Paralimpico"."""
_LONG: Final = 5
"""Letters of the shortest word that may have one."""


def named_apart(match: Match, row: BodyRow, right: Entry, *, tax: bool) -> Match:
    """The match, with what the document says that speaks against this record; `tax`: it has a codice fiscale."""
    level = _against(match, row, right, tax)
    return match if level is None else match.told(SAID, level, 0.0)


def records_apart(match: Match, left: Entry, right: Entry) -> Match:
    """The match of bodies of two registers, kept apart where neither name holds the other nor both are of one kind."""
    same = _level(match) == _SAME or (left.kind is not None and left.kind == right.kind)
    holds = same or any(_holds(a, name) for a, b in ((left, right), (right, left)) for name in b.names)
    return match if holds else match.told(SAID, HARDLY, 0.0)


def others_behind(pairs: Sequence[Match], row: BodyRow, registered: Mapping[str, Entry]) -> Sequence[Match]:
    """The pairs of a named body; where a record bears just its name, all others are behind.

    One that sits elsewhere is no such record.
    """
    just = {m.right for m in pairs if not is_apart(m) and bears_just(row.names, registered[m.right])}
    behind = {m.right for m in pairs if just and not bears_just(row.names, registered[m.right])}
    return [m.told(*JUST_ANOTHER, -bundled_model().just) if m.right in behind else m for m in pairs]


def bears_just(names: Sequence[str], entry: Entry) -> bool:
    """Whether a name of the record has the words of the longest of these and no others, class words aside."""
    longest = max(map(_told, names), key=len)
    return any(_told(name) == longest for name in entry.names)


def telling(names: Sequence[str]) -> Sequence[str]:
    """Those that are more than class words; all where none is."""
    return [name for name in names if not is_generic(name)] or names


def _told(name: str) -> frozenset[str]:
    words = frozenset(name_words(name))
    return words - name_rules().class_words or words


def _against(match: Match, row: BodyRow, right: Entry, tax: bool) -> str | None:
    if row.kind == "organ" and tax:
        return ORGAN
    level = _level(match)
    parts = level != _SAME or kind_parts(row.names, row.kind)
    if parts and not agree(row.kind, right.kind) and (tax or row.kind in name_rules().never_public):
        return OTHER_KIND
    placed = any(f.name == "place" for f in match.features)
    if level.removesuffix(", telling").endswith(_IN_COMMON) or (level == _WITHIN and not placed):
        return HARDLY
    names = spelt_out(row.names) if level == _SAME else fullest(row.names)
    return None if any(_holds(right, name) for name in telling(names)) else SAID_MORE


def _level(match: Match) -> str:
    return next((f.level for f in match.features if f.name == "name"), "")


def _holds(entry: Entry, name: str) -> bool:
    """Whether a name of the record has all words of this one, but for its town and what says what a body is."""
    needless = name_rules().class_words.union((entry.municipality or "").split())
    words = [word for word in name_words(name) if word not in needless]
    return any(all(_has(set(name_words(n)), word) for word in words) for n in entry.names)


def _has(words: set[str], word: str) -> bool:
    return word in words or (len(word) >= _LONG and bool(difflib.get_close_matches(word, words, 1, _ALIKE)))
