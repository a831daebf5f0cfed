"""Names of persons in one passage: a given name and what follows, a title or a role and a name."""

import re

from ingest.language.draft import Draft
from ingest.language.lexicon import Lexicon, Phrases, compile_phrases
from ingest.language.patterns import word_set
from ingest.language.words import Words

_INITIAL = re.compile(r"[A-Z]\.")
_MAX_PARTS = 4


def role_phrases(lexicon: Lexicon) -> Phrases:
    return compile_phrases({"role": lexicon.people["roles"]})


class People:
    """Finds persons; built once a document."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._given = lexicon.given_names
        self._places = lexicon.places_named
        self._heads = lexicon.organisation_heads
        self._titles = frozenset(t.replace("’", "'") for t in lexicon.people["titles"])
        self._particles = frozenset(lexicon.people["particles"])
        self._roles = role_phrases(lexicon)
        self._stop = frozenset(lexicon.places["venues"]) | frozenset(lexicon.places["streets"])

    def find(self, words: Words, taken: list[tuple[int, int]]) -> list[Draft]:
        if words.shouted() and len(words) > 6:
            return []
        found: list[Draft] = []
        i = 0
        while i < len(words):
            end = 0 if _inside(words.start[i], taken) else self._person_end(words, i)
            if end and not any(_inside(words.start[j], taken) for j in range(i, end)):
                found.append(Draft("Person", words.start[i], words.end[end - 1], "person"))
                i = end
            else:
                i += 1
        return found

    def _person_end(self, w: Words, i: int) -> int:
        """One past the name that begins at word `i`; 0 when none does."""
        if not self._part(w, i) or w.lower(i - 1) in self._stop or self._heads.match(w.low, i, len(w)):
            return 0
        after_title = w.lower(i - 1) in self._titles or (w.text[i - 1 : i] == ["."] and w.lower(i - 2) in self._titles)
        end = self._run(w, i)
        if after_title:
            return end
        given = w.lower(i) in self._given
        if not given and end - i >= 3 and w.lower(i + 1) in self._given and self._opens(w, i):
            return 0
        if end - i >= 2:
            is_name = (
                (given and not self._is_place(w, i, end))
                or (self._roles_before(w, i) and not self._is_place(w, i, end))
                or self._role_after(w, end)
                or self._on_the_roll(w, i, end)
            )
            return end if is_name and w.text[i].lower() not in ("di", "del") else 0
        return 0

    def _opens(self, w: Words, i: int) -> bool:
        """ "Presiede Anna Rossi": the capital of the first word of a sentence says nothing."""
        return (i == 0 or w.text[i - 1] in (".", ":", ";")) and w.lower(i + 2) not in self._given

    def _on_the_roll(self, w: Words, i: int, end: int) -> bool:
        """ "Presenti: Samira Valtorri (Comune di Prato); …": in a list of who was there, a name before its body."""
        if w.text[end : end + 1] != ["("] or not _ROLL.intersection(w.low):
            return False
        return w.text[i - 1 : i] in ([":"], [";"], [","]) and self._heads.match(w.low, end + 1, len(w)) is not None

    def _run(self, w: Words, i: int) -> int:
        end, parts = i + 1, 1
        while end < len(w) and parts < _MAX_PARTS:
            step = end
            while step < len(w) and w.lower(step) in self._particles and w.capital(step) and step - end < 2:
                step += 1
            if (
                not self._part(w, step)
                and w.lower(end) in ("de", "d'", "di", "del", "della", "dal")
                and self._part(w, end + 1)
                and w.lower(end) in ("de", "d'", "dal")
            ):
                step = end + 1
            if not self._part(w, step) or (
                self._heads.match(w.low, step, len(w))
                and w.lower(step)
                in ("comune", "regione", "provincia", "fondazione", "università", "consorzio", "associazione")
            ):
                break
            end, parts = step + 1, parts + 1
        return end

    def _part(self, w: Words, i: int) -> bool:
        if not 0 <= i < len(w):
            return False
        text = w.text[i]
        if _INITIAL.fullmatch(text):
            return True
        core = text.rstrip("'’")
        return (
            text[0].isupper()
            and core.replace("-", "").isalpha()
            and (not text.isupper() or len(text) > 3)
            and w.lower(i) not in _NOT_NAMES
        )

    def _is_place(self, w: Words, i: int, end: int) -> bool:
        match = self._places.match(w.low, i, len(w))
        return match is not None and match[0] >= end

    def _roles_before(self, w: Words, i: int) -> bool:
        """ "la sindaca Diletta Marchioro", or "la presidente della Consulta, Giusi Mancuso"."""
        for size in (1, 2, 3):
            if i - size >= 0 and (match := self._roles.match(w.low, i - size, i)) and match[0] == i:
                return True
        if w.text[i - 1 : i] != [","] or w.text[i + 2 : i + 3] not in ([], [","], ["."], ["e"], [")"], [";"]):
            return False
        return any(
            w.article(j - 1) and not w.capital(j) and self._roles.match(w.low, j, i)
            for j in range(max(1, i - 14), i - 1)
        )

    def _role_after(self, w: Words, end: int) -> bool:
        j = end + 1
        if w.text[end : end + 1] != [","]:
            return False
        if w.article(j):
            j += 1
        return self._roles.match(w.low, j, len(w)) is not None


_NOT_NAMES = word_set("people.not_names")
_ROLL = word_set("people.roll")


def _inside(offset: int, taken: list[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in taken)
