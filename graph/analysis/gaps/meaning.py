"""Whether two names of things mean the same: by the stems of their words, or by a measure that is handed in.

The stems are of a small Italian normaliser: no case, no accents, no words that name nothing (numbers, articles), the
endings of Savoy's light stemmer (2001, "Report on CLEF-2001 experiments"; Lucene's ItalianLightStemmer) from four
letters on rather than six, "-trice" as "-tore", and one stem for words of which notices use any for the same thing
(`data/italian.toml`).
The measure is the overlap coefficient |A ∩ B| / min(|A|, |B|) (Szymkiewicz 1934; Simpson 1960), without the words that
only say of which kind a thing is ("spazio", "competenze") where both names say more than that. The noun comes
first: names that begin with another noun are of another thing, however they go on ("sedie pieghevoli", "lettini
pieghevoli"), and count as having one more stem apart.
`python -m benchmarks.meaning` prints its error on written pairs.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import islice
from typing import Final

from graph.analysis.gaps.common import italian
from graph.analysis.selection import folded

_WORD: Final = re.compile(r"[a-z]+")
_AND: Final = re.compile(r"\b(?:ed?|od?)\b|[,;/]")
_PURPOSE: Final = re.compile(r"\s(?:per|che)\s.*")
_CREW, _ROOM = "people", "space"
_DEED: Final = re.compile(
    r"\W*(?!\w*(?:iere|gnere)\s|(?:welfare|opere|camere|torre|terre|mare|care|sere|pare|lettere|carcere|genere)\s)"
    r"\w*(?:[aei]re|rre|far|dar)(?:si|ne|l[aoie])?\s+(?=\w)",
    re.IGNORECASE,
)
_SHORTEST: Final = 4
_SHE: Final = ("trice", "trici")
"""Endings of a woman's trade ("educatrice"), of which the man's ends in "tore"; not of "matrice", "cicatrice"."""
_LONG_ENOUGH: Final = 9
AT_LEAST: Final = 0.5
SURE: Final = 2 / 3
"""Overlap from which two names may mean the same, and from which they do; chosen on the pairs to choose by."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another measure of two texts in [0, 1] (a sentence encoder's): from where they may mean the same, and do."""

    measure: Callable[[str, str], float]
    at_least: float
    sure: float


@dataclass(frozen=True)
class Index:
    """Texts, and which of them mean the same as another text; without `likeness` by their stems."""

    texts: Sequence[str]
    likeness: Likeness | None = None

    def alike(self, text: str) -> dict[int, float]:
        """Number in `texts` → likeness in [0, 1], for those that may mean the same as `text`."""
        if self.likeness is not None:
            measured = {n: self.likeness.measure(text, other) for n, other in enumerate(self.texts)}
            return {n: value for n, value in measured.items() if value >= self.likeness.at_least}
        sharing = sorted({n for stem in stems(text) for n in self._holding.get(stem, ())})
        measured = {n: overlap(text, self.texts[n]) for n in sharing}
        return {n: value for n, value in measured.items() if value >= AT_LEAST}

    @cached_property
    def _holding(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(self.texts):
            for stem in stems(text):
                found[stem].append(number)
        return dict(found)


def overlap(one: str, other: str) -> float:
    """The overlap coefficient of the stems of two texts, one more apart where their nouns are, 0 where one has none."""
    left, right = stems(one), stems(other)
    telling = left - _words().generic, right - _words().generic
    left, right = telling if all(telling) else (left, right)
    apart = nouns(one).isdisjoint(nouns(other)) and _words().generic.isdisjoint(nouns(one) | nouns(other))
    return len(left & right) / (min(len(left), len(right)) + apart) if left and right else 0.0


def may_be_given(wanted: Collection[str], called: Collection[str], kind: str, *, for_it: bool) -> bool:
    """Whether a thing may be what is wanted, as that names no more than a kind.

    `for_it`: it is given for just this. Then any space may be the one ("l'ex canonica" for "un locale riscaldato"), the
    name of the wanted may say what it is for ("volontari per i compiti"), and people that are given may be called no
    more than that ("cinque persone").
    """
    if may_mean(wanted, called, kind) or (for_it and kind == _ROOM):
        return True
    plain = [_PURPOSE.sub("", name) for name in wanted]
    return for_it and (may_mean(plain, called, kind) or (kind == _CREW and may_mean(called, wanted, kind)))


def may_mean(named: Iterable[str], called: Collection[str], kind: str) -> bool:
    """Whether names of a thing say no more than its kind ("uno spazio più grande"), and what is called so may be it."""
    meant = [_by_kind(name, kind) for name in named]
    return None not in meant and any(not of or of & nouns(name) for of in meant if of is not None for name in called)


@lru_cache(maxsize=65_536)
def _by_kind(text: str, kind: str) -> frozenset[str] | None:
    """The nouns that a name may stand for which says no more than a kind, none for any; None of one that says more."""
    said = frozenset(_plain(folded(text)))
    rows = (row for row in _words().kinds if row.kind == kind)
    return next((row.of for row in rows if said & row.nouns and said <= row.nouns | _words().vague), None)


def number_in_words(word: str) -> float | None:
    """ "12" → 12, "due" → 2; None for what is no number."""
    return float(word) if word.isdecimal() else _numbers().get(word)


def without_deed(title: str) -> str:
    """A title without the verb with which it begins ("Aprire lo sportello"): nobody says that again."""
    match = _DEED.match(title)
    return title[match.end() :] if match else title


def parts_of(words: str) -> Iterator[tuple[float, float]]:
    """How many of how many, as folded words tell it: "quattro tratti su sei", "uno dei due", "nove invece di dodici";
    each with the larger number second.
    """
    for match in _part().finditer(words):
        part, whole = number_in_words(match["part"]), number_in_words(match["whole"])
        if part is not None and whole is not None and part < whole:
            yield part, whole


@lru_cache(maxsize=65_536)
def stems(text: str) -> frozenset[str]:
    """The stems of the words of a text that name something."""
    return frozenset(_stemmed(folded(text)))


@lru_cache(maxsize=65_536)
def stems_in_order(text: str) -> tuple[str, ...]:
    """`stems` as they stand in the text."""
    return tuple(_stemmed(folded(text)))


@lru_cache(maxsize=65_536)
def nouns(text: str) -> frozenset[str]:
    """The first stem of a name, and of what an "e" or "o" adds to it."""
    return frozenset(noun for part in _AND.split(folded(text)) for noun in islice(_stemmed(part), 1))


def _stemmed(text: str) -> Iterator[str]:
    same = _words().same
    return (same.get(stem, stem) for stem in _plain(text))


def _plain(text: str) -> Iterator[str]:
    empty = _words().empty
    return (_stem(word) for word in _WORD.findall(text) if len(word) > 1 and word not in empty)


def _stem(word: str) -> str:
    """A word without its ending for gender and number."""
    if len(word) < _SHORTEST or word[-1] not in "aeio":
        return word
    if len(word) > _LONG_ENOUGH and word.endswith(_SHE):
        return word[:-5] + "tor"
    before = {"a": "i", "e": "ih", "i": "ih", "o": "i"}[word[-1]]
    return word[:-2] if word[-2] in before else word[:-1]


@dataclass(frozen=True, slots=True)
class _Kind:
    """Stems of nouns that name a kind of resource and not which, and of nouns that they may stand for (none: any)."""

    kind: str
    nouns: frozenset[str]
    of: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Words:
    """Words that name nothing; stem → the stem that stands for all of its row; stems that only name a kind, those that
    stand beside them and say no more.
    """

    empty: frozenset[str]
    same: Mapping[str, str]
    generic: frozenset[str]
    kinds: tuple[_Kind, ...]
    vague: frozenset[str]


@cache
def _words() -> _Words:
    data = italian()
    same = {_stem(word): _stem(row[0]) for row in data["same"] for word in row}
    kinds = tuple(
        _Kind(
            row["kind"],
            frozenset(map(_stem, row["nouns"])),
            frozenset(same.get(stem, stem) for stem in map(_stem, row.get("of", ()))),
        )
        for row in data["kinds"]
    )
    generic, vague = (frozenset(map(_stem, words)) for words in (data["generic"], data["vague"].split()))
    return _Words(frozenset(data["empty"].split()), same, generic, kinds, vague)


@cache
def _part() -> re.Pattern[str]:
    number = "|".join((r"\d{1,4}", *sorted(_numbers(), key=len, reverse=True)))
    between = r"(?: [a-z]+){0,2} (?:su|dei|delle|degli|invece (?:di|dei|delle|degli)) (?:le |i |gli )?"
    return re.compile(rf"\b(?P<part>{number})\b{between}(?P<whole>{number})\b")


@cache
def _numbers() -> dict[str, float]:
    return {word: float(number) for word, number in italian()["numbers"].items()}
