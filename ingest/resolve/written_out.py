"""What a document leaves out of a public body's name because its reader knows.

The class that a list says once ("Ministeri della giustizia e dell'interno"), the words of an acronym, the place of a
class word ("il Comune"), the end of a long name. Each is written out only as the one public body of the registers at
hand that it can be; nothing is guessed.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from typing import Final

from graph.kinds import agree
from graph.ledger.bodies import Spot
from ingest.resolve.matching.entries import Entry
from ingest.resolve.names import (
    PUBLIC_KINDS,
    Words,
    is_generic,
    municipality_names,
    name_rules,
    name_words,
    plain_words,
)
from ingest.resolve.surroundings import Places

_JOINING: Final = re.compile(
    r"(?:\s|,|\b(?:ed?|o|nonch[eé]|d(?:i|el|ei|egli|ella|elle|ello))\b|\bd(?:ell)?['’])*", re.I
)
"""What stands between the members of a list of bodies that share their class word."""

_IPA: Final = "ipa"
_PUBLIC: Final = "public_body"
_OWN: Final = PUBLIC_KINDS - {_PUBLIC}
"""Kinds whose bodies are told by a name of their own: a school by whom it is named after."""
_PLACED: Final = PUBLIC_KINDS | {"consortium", "other"}
"""Kinds that a place tells where a name does not."""
_LOCAL: Final = frozenset({"school", "health_body", "other"})
"""Kinds whose bodies are named where they are: elsewhere one called so is another."""
_COMUNE: Final = "comune"
_CAPITAL: Final = "roma"
_LETTERS: Final = (3, 8)
"""Letters of an acronym, at least and at most."""


class PublicBodies:
    """The public bodies of the registers, by the words of their names, their seats and their acronyms.

    `same`: body → the body of another register that it is.
    """

    def __init__(self, registered: Mapping[tuple[str, str], Entry], same: Mapping[str, str]) -> None:
        self._same = same
        self._entries: dict[str, Entry] = {}
        self._names: dict[str, list[Words]] = {}
        self._holding: dict[str, set[str]] = defaultdict(set)
        self._acronyms: dict[str, set[str]] = defaultdict(set)
        self._first: Counter[tuple[str, str]] = Counter()
        for (register, number), entry in registered.items():
            names = entry.names
            if register == _IPA or entry.kind in PUBLIC_KINDS:
                self._entries[entry.id] = entry
                self._names[entry.id] = [_official(name, entry) for name in names]
                for words in self._names[entry.id]:
                    for word in words:
                        self._holding[word].add(entry.id)
                if register == _IPA and any(is_acronym(number.casefold(), name) for name in names):
                    self._acronyms[number.casefold()].add(entry.id)
            elif entry.municipality and (words := plain_words(entry.name)):
                self._first[entry.municipality, words[0]] += 1

    def called(self, name: str) -> Entry | None:
        """The only body whose name has exactly these telling words."""
        return self._only(self._called(name_words(name)))

    def by_acronym(self, name: str, kind: str | None, places: Collection[str]) -> Entry | None:
        """The only body that has this acronym: one of the whole country, or of these places."""
        words = plain_words(name)
        if len(words) != 1 or kind in name_rules().never_public:
            return None
        entry = self._only(self._acronyms.get(words[0], set()))
        national = entry and (entry.municipality == _CAPITAL or entry.kind == "university")
        return entry if entry and (national or entry.municipality in places) else None

    def fitting(self, name: str, kind: str, places: Places) -> tuple[Entry | None, str]:
        """The only body of this kind that the name can be, and by what it is told.

        By its name alone; else by its place, in the first of the document's scopes that holds a body whose name begins
        so or has these words in this order; else, if it is a body of the whole country, by the beginning of its name.
        """
        words = name_words(name)
        exact = {i for i in self._called(words, kind) if kind not in _OWN or kind == self._entries[i].kind}
        entry = None if is_generic(name) else self._only(exact)
        here = not places.region or (entry and entry.municipality in (None, _CAPITAL, *places.region))
        if kind not in _PLACED or (entry and here):
            return entry, "called so"
        found = {i for i in self._with(words) if self._fits(words, kind, self._entries[i])}
        close = {i for i in found if self._begins(words, i)}
        scopes = [(scope, close if entry else found) for scope in places.near]
        if kind != "school":
            scopes += [(scope, found if kind in _OWN else close) for scope in places.far]
        for scope, fitting in scopes:
            if near := {i for i in fitting if self._entries[i].municipality in scope}:
                told = self._only(near & exact) or self._only(near & close or near)
                rivals = told and is_generic(name) and self._first[told.municipality or "", words[0]]
                return (None if rivals else told), "of its place"
        if entry and kind not in _LOCAL:
            return entry, "called so"
        entry = None if is_generic(name) else self._only(close)
        everywhere = entry and (entry.municipality == _CAPITAL or entry.kind == kind == "university")
        return (entry if everywhere else None), "that begins so"

    def _called(self, words: Words, kind: str | None = None) -> set[str]:
        found = {i for i in self._with(words) if words in self._names[i]}
        if kind == _PUBLIC and words in municipality_names():
            found |= {i for i in self._with((_COMUNE, *words)) if (_COMUNE, *words) in self._names[i]}
        return found

    def _with(self, words: Words) -> set[str]:
        return set.intersection(*(self._holding.get(word, set()) for word in words)) if words else set()

    def _fits(self, words: Words, kind: str, entry: Entry) -> bool:
        """Whether a name of the body has the words in their order; but for schools and the like at its beginning."""
        if kind != entry.kind and not (kind not in _OWN and agree(_PUBLIC, entry.kind)):
            return False
        return any(_in_order(words, n) and (entry.kind in _OWN or words[0] in n[:2]) for n in self._names[entry.id])

    def _begins(self, words: Words, body: str) -> bool:
        """Whether a name of the body begins with these words, or with one word and these ("Comune di")."""
        size = len(words)
        return any(
            words == name[:size] or (words == name[1 : size + 1] and (size > 1 or name[0] == _COMUNE))
            for name in self._names[body]
        )

    def _only(self, found: Set[str]) -> Entry | None:
        bodies = {self._same.get(i, i) for i in found}
        return self._entries[min(found)] if len(bodies) == 1 else None


def _official(name: str, entry: Entry) -> Words:
    words = name_words(name)
    return (_COMUNE, *words) if entry.kind == _PUBLIC and words in municipality_names() else words


def _in_order(words: Words, name: Words) -> bool:
    rest = iter(name)
    return all(word in rest for word in words)


def is_acronym(letters: str, name: str) -> bool:
    """Whether a name sets these letters apart ("… - ISTAT"), or its words begin with them in their order."""
    if not letters.isalpha() or not _LETTERS[0] <= len(letters) <= _LETTERS[1] or letters in name_rules().generic_words:
        return False
    parts = re.split(r"\s+[-–]\s+|[()]", name.casefold())
    return (len(parts) > 1 and letters in {"".join(plain_words(part)) for part in parts}) or spells(letters, name)


def spells(letters: str, name: str, *, whole: bool = True) -> bool:
    """Whether the words of the name (or the first of them), small or not, begin with these letters in their order."""
    return letters != "".join(words := plain_words(name)) and _spell(letters, words, whole)


def _spell(letters: str, words: Words, whole: bool) -> bool:
    if not words or not (letters or whole):
        return not letters
    first, rest = words[0], words[1:]
    if first in name_rules().stop_words and _spell(letters, rest, whole):
        return True
    begun = (n for n in range(1, min(len(first), len(letters)) + 1) if first.startswith(letters[:n]))
    return any(_spell(letters[n:], rest, whole) for n in begun)


def shared_classes(text: str, spots: Sequence[Spot]) -> Iterator[tuple[int, str]]:
    """References that a list names after a class word in the plural, and their names with it: "ministero giustizia"."""
    plurals = name_rules().plurals
    shared, end = "", 0
    for spot in spots:
        if spot.start < end:
            continue
        name = text[spot.start : spot.end]
        first, _, rest = name.partition(" ")
        if own := plurals.get("".join(plain_words(first))):
            shared, name = own, rest
        elif own := plurals.get(_last_telling(text[max(0, spot.start - 40) : spot.start])):
            shared = own
        elif not _JOINING.fullmatch(text, end, spot.start):
            shared = ""
        end = spot.end
        if shared:
            yield spot.reference, f"{shared} {name}"


def _last_telling(text: str) -> str:
    return next((w for w in reversed(plain_words(text)) if w not in name_rules().stop_words), "")


def _spelt(letters: str, name: str) -> bool:
    return _LETTERS[0] <= len(letters) <= _LETTERS[1] and spells(letters, name, whole=False)


def spelt_out(names: Sequence[str]) -> list[str]:
    """The names without the acronyms that others of them spell."""
    return [name for name in names if not any(_spelt("".join(plain_words(name)), other) for other in names)]


def fullest(names: Sequence[str]) -> list[str]:
    """The names that no other says fuller: neither an acronym that another spells, nor one whose words another has."""
    words = {name: set(name_words(name)) for name in names}
    return [name for name in spelt_out(names) if not any(words[name] < words[n] for n in names)]
