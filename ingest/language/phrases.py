"""How far a noun phrase reaches: the common part of the recognisers of long spans."""

import re
from functools import cache

from ingest.language.lexicon import Lexicon
from ingest.language.patterns import word_set
from ingest.language.words import Words, verb_pattern

_OF = word_set("phrases.of")
_STOP = word_set("phrases.stop")


class PhraseReach:
    """Decides where a noun phrase ends; built once a document."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._verbs = frozenset(lexicon.cues["verbs"]["words"])
        self._ending = verb_pattern(lexicon.cues["verbs"]["endings"])

    def is_verb(self, w: Words, i: int) -> bool:
        low = w.lower(i)
        return low in self._verbs or self._ending.fullmatch(low) is not None

    def stops(self, w: Words, i: int) -> bool:
        """Whether no phrase goes on over word `i`."""
        return i >= len(w) or not w.is_word(i) or w.lower(i) in _STOP or self.is_verb(w, i)

    def noun_phrase(
        self, w: Words, i: int, prepositions: frozenset[str], limit: int = 12, over_and: bool = True
    ) -> int:
        """One past a noun phrase whose head ends before `i`: adjectives, complements, "e" between them."""
        end = i
        while end < len(w) and end - i < limit:
            low = w.lower(end)
            if low in prepositions:
                after = self._complement(w, end)
                if after == 0:
                    break
                end = after
            elif low in ("e", "ed") and over_and:
                after = self._conjunct(w, end, prepositions)
                if after == 0:
                    break
                end = after
            elif (
                self.stops(w, end)
                or w.article(end)
                or w.connector(end)
                or low in ("per", "con", "a", "in", "tra", "fra", "da", "su")
            ):
                break
            else:
                end += 1
        return end

    def _complement(self, w: Words, i: int) -> int:
        """One past "per l'economia": preposition, articles, first noun; 0 when no noun follows."""
        j = i + 1
        while j < len(w) and (w.article(j) or w.lower(j) in _OF) and j - i < 3:
            j += 1
        if w.text[j : j + 1] and w.text[j] in '«“"':
            return 0
        return 0 if self.stops(w, j) or w.lower(j) in ("e", "ed") else j + 1

    def _conjunct(self, w: Words, i: int, prepositions: frozenset[str]) -> int:
        j = i + 1
        while j < len(w) and (w.article(j) or w.lower(j) in prepositions) and j - i < 3:
            j += 1
        if self.stops(w, j) or w.lower(j) in ("e", "ed", "con", "per", "in", "a", "da"):
            return 0
        nxt = j + 1
        if nxt < len(w) and self.is_verb(w, nxt):
            return 0
        return j + 1


PLAN_PREPOSITIONS = word_set("phrases.plan_prepositions")
GENERAL = word_set("phrases.general")
OF = _OF


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
