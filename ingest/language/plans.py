"""Plans, programmes, agreements, calls and funds: by name, by quoted title, by "il Piano"."""

import re

from ingest.language.draft import Draft
from ingest.language.lexicon import Lexicon
from ingest.language.phrases import PLAN_PREPOSITIONS, PhraseReach
from ingest.language.words import Words

_YEARS = re.compile(r"(?:19|20)\d\d(?:[-–/]\d{2,4})?")
_ADJECTIVE = re.compile(r"[a-zàèéìòù]{3,}(?:ale|ali|ico|ica|ivo|iva|ario|aria|ile|ese|are|oso|osa)")
_OPEN = '«“"'
_CLOSE = '»”"'


class Plans:
    def __init__(self, lexicon: Lexicon, reach: PhraseReach) -> None:
        self._heads = lexicon.plan_heads
        self._adjectives = frozenset(a.replace("’", "'") for a in lexicon.spans["plans"]["adjectives"])
        self._references = lexicon.spans["plans"]["references"]
        self._reach = reach

    def find(self, w: Words, taken: list[tuple[int, int]]) -> list[Draft]:
        found: list[Draft] = []
        i = 0
        while i < len(w):
            draft, after = self._at(w, i, taken)
            if draft:
                found.append(draft)
            i = max(after, i + 1)
        return found

    def _at(self, w: Words, i: int, taken: list[tuple[int, int]]) -> tuple[Draft | None, int]:
        match = self._heads.match(w.low, i, len(w))
        if any(s <= w.start[i] < e for s, e in taken):
            return None, i
        if match is None:
            return self._reference(w, i)
        after, kind, head = match
        start = i
        if w.lower(i - 1) == "presente":
            start = i - 1
        if w.lower(i - 1) in ("primo", "piano", "in") and not w.capital(i):
            return None, after
        end = self._adjectives_end(w, after)
        quoted = self._quoted(w, end)
        if quoted:
            return Draft("Plan", w.start[quoted[0]], w.end[quoted[1] - 1], "plan_title", {"kind": kind}, head), quoted[
                1
            ] + 1
        named = self._reach.noun_phrase(w, end, PLAN_PREPOSITIONS, limit=14) if self._goes_on(w, end) else end
        named = self._years(w, named)
        if w.capital(i) and not w.shouted():
            named = max(named, self._capitals(w, end))
        bare = named == after
        if bare:
            if (
                start < i
                or (w.definite(i - 1) and (w.capital(i) or kind in ("agreement", "call", "plan", "programme")))
                or (w.capital(i) and i == 0 and kind != "fund")
            ):
                draft = Draft("Plan", w.start[start], w.end[after - 1], "plan_reference", {"kind": kind}, head)
                draft.reference = True
                return draft, after
            return None, after
        if not (
            w.capital(i)
            or w.article(i - 1)
            or i == 0
            or w.lower(i - 1) in ("di", "a", "proprio", "nuovo", "primo", "tra")
        ):
            return None, after
        indefinite = w.lower(i - 1) in ("un", "uno", "una", "un'")
        if not w.capital(i) and (
            (indefinite and w.lower(end) not in PLAN_PREPOSITIONS)
            or (w.lower(end) in PLAN_PREPOSITIONS and w.capital(end + 1))
        ):
            return None, after
        if (
            not w.capital(i)
            and w.lower(after) in ("di", "del", "della", "dell'", "d'")
            and head in ("fondo", "accordo", "intesa", "carta")
        ):
            return None, after
        return Draft("Plan", w.start[start], w.end[named - 1], "plan_name", {"kind": kind}, head), named

    def _reference(self, w: Words, i: int) -> tuple[Draft | None, int]:
        if w.low[i] in self._references and w.definite(i - 1) and not w.capital(i + 1):
            following = w.lower(i + 1)
            if following in ("di", "del", "della", "per", "dei", "delle", "d'", "«", "“", '"') or w.lower(i - 1) in (
                "un",
                "una",
                "un'",
            ):
                return None, i
            draft = Draft("Plan", w.start[i], w.end[i], "plan_reference", {}, w.low[i])
            draft.reference = True
            return draft, i + 1
        return None, i

    def _adjectives_end(self, w: Words, i: int) -> int:
        while w.lower(i) in self._adjectives or w.lower(i) in ("pubblico", "quadro"):
            i += 1
        return i

    def _quoted(self, w: Words, i: int) -> tuple[int, int] | None:
        if i < len(w) and w.text[i] in _OPEN:
            for j in range(i + 1, min(i + 14, len(w))):
                if w.text[j] in _CLOSE:
                    return (i + 1, j) if j > i + 1 else None
        return None

    def _goes_on(self, w: Words, i: int) -> bool:
        """Whether a name goes on here: with a complement, or with a word that looks like an adjective."""
        return w.lower(i) in PLAN_PREPOSITIONS or _ADJECTIVE.fullmatch(w.lower(i)) is not None

    def _years(self, w: Words, i: int) -> int:
        if i < len(w) and _YEARS.fullmatch(w.text[i]):
            i += 1
            if i + 1 < len(w) and w.text[i] in "-–" and w.text[i + 1].isdigit():
                i += 2
        return i

    def _capitals(self, w: Words, i: int) -> int:
        """ "Agenda Valli che restano 2026-2030", "Fondo Radici": a title in capitals straight behind the head."""
        end = i
        while (
            end < len(w)
            and end - i < 8
            and (
                w.capital(end)
                or (
                    end > i
                    and w.lower(end) in ("di", "del", "della", "per", "e", "dei", "d'", "che")
                    and w.capital(end + 1)
                )
            )
        ):
            end += 1
        return self._years(w, end)
