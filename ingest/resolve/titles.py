"""Which action that a plan sets out a document means by a short name: how its title begins, its quoted part, its code.

Names are compared by their stems (`graph/analysis/gaps/meaning.py`): articles, prepositions and endings tell nothing,
and one noun stands for those that notices use for it. Of one word also the ending counts: "ambulatori" are not the
"Ambulatorio mobile". `graph/data/italian.toml` holds the words that alone tell no action.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from graph.analysis.gaps.common import italian
from graph.analysis.gaps.meaning import stems, stems_in_order, without_deed
from graph.analysis.selection import folded
from graph.ledger.anchors import Place
from ingest.resolve.names import name_rules

_QUOTED: Final = re.compile(r"[«“\"]([^«»“”\"]{3,})[»”\"]|(?<!\w)['‘]([^'’]{3,})['’](?!\w)")
_WORD: Final = re.compile(r"[a-z]+")
_ABBREVIATION: Final = re.compile(r"\b[A-Z]{2,4}\b")
_TELLING: Final = 2
"""So many telling words stand in one title by no chance, wherever in it."""

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """An action that a plan sets out: where it stands first, the document, what is read of it."""

    at: Place
    thing: str
    """What is the same for titles of one action."""
    text: str
    code: str | None
    numbers: frozenset[str]
    """Its CUP or CIG."""

    @property
    def stems(self) -> Stems:
        return stems_in_order(without_deed(self.text))


@dataclass(frozen=True, slots=True)
class Called:
    """How a document calls an action: all names, none of which is only a code, the code, its CUP or CIG."""

    names: tuple[str, ...]
    code: str | None
    numbers: frozenset[str]


class Titles:
    """All titles, by their stems and codes."""

    def __init__(self, titles: Iterable[Title]) -> None:
        self._holding: dict[str, set[Title]] = defaultdict(set)
        self._coded: dict[str, set[Title]] = defaultdict(set)
        self._found: dict[str, dict[Title, str]] = {}
        for title in titles:
            for stem in set(title.stems):
                self._holding[stem].add(title)
            if title.code:
                self._coded[title.code].add(title)

    def meant(self, called: Called) -> dict[Title, str]:
        """The titles that may be meant, each with how it is told."""
        if not called.names:
            return dict.fromkeys(self._coded.get(called.code or "", ()), "its code")
        found: dict[Title, str] = {}
        for name in called.names:
            for title, how in self._named(name).items():
                found.setdefault(title, how)
        return {title: how for title, how in found.items() if _agrees(called, title)}

    def _named(self, name: str) -> dict[Title, str]:
        if name not in self._found:
            fitting = self._fitting(stems_in_order(without_deed(name)))
            self._found[name] = {title: how for title, how in fitting if _is_so_written(name, title)}
        return self._found[name]

    def _fitting(self, name: Stems) -> Iterator[tuple[Title, str]]:
        """Also without the word before it that says what it is ("progetto", "servizio")."""
        for words in (name, name[1:]) if name and name[0] in _class_stems().leading else (name,):
            holding = sorted((self._holding.get(stem, set()) for stem in set(words)), key=len)
            for title in set.intersection(*holding) if holding else ():
                if how := _how(words, title, without_noun=words is not name):
                    yield title, how


def _how(name: Stems, title: Title, *, without_noun: bool) -> str | None:
    """How these stems, which all stand in the title, are the title in short; None where they do not tell enough."""
    telling = [stem for stem in name if stem not in _class_stems().alone]
    if not telling:
        return None
    if name == title.stems:
        return "its title"
    if any(name == quoted for quoted in _quoted(title.text)):
        return "what its title has in quotes"
    if title.stems[: len(name)] == name:
        return "the beginning of its title"
    if without_noun and title.stems[1:] == name:
        return "its title but for the first noun"
    enough = len(telling) >= _TELLING or name[0] == title.stems[0]
    return "words of its title" if enough else None


def _is_so_written(name: str, title: Title) -> bool:
    """Whether the title holds the words of a name of one stem as they are, and every abbreviation as one."""
    short = set() if name.isupper() else set(_ABBREVIATION.findall(name))
    words, held = (set(_WORD.findall(folded(text))) for text in (name, title.text))
    as_they_are = len(stems(name)) > 1 or any(stems(word) and word in held for word in words)
    return as_they_are and short <= set(_ABBREVIATION.findall(title.text))


def _agrees(called: Called, title: Title) -> bool:
    """Whether no code, CUP, CIG or other name speaks of something else."""
    if called.code and title.code and called.code != title.code:
        return False
    if called.numbers and title.numbers and called.numbers.isdisjoint(title.numbers):
        return False
    said = frozenset(title.stems)
    return all(stems(name) <= _class_stems().leading or stems(name) & said for name in called.names)


@cache
def _quoted(text: str) -> tuple[Stems, ...]:
    return tuple(stems_in_order(one or other) for one, other in _QUOTED.findall(text))


@dataclass(frozen=True, slots=True)
class _ClassStems:
    """Of words that say of which class an action is; of those that alone tell none."""

    leading: frozenset[str]
    alone: frozenset[str]


@cache
def _class_stems() -> _ClassStems:
    data = italian()["titles"]
    leading = stems(data["leading"])
    return _ClassStems(leading, leading | stems(data["alone"]) | stems(" ".join(name_rules().generic_words)))


@cache
def plan_stems() -> frozenset[str]:
    """Stems that alone name no plan."""
    return stems(italian()["titles"]["plans"])


def longest(names: Sequence[str]) -> str:
    """The fullest of the names of one title."""
    return max(names, key=lambda name: (len(stems(name)), len(name)))
