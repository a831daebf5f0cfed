"""Resources: amounts of money, counted people and things, and what a sentence says is given or lacking."""

import re
from collections.abc import Iterator

from ingest.language.draft import Draft
from ingest.language.lexicon import Lexicon
from ingest.language.patterns import expression
from ingest.language.phrases import GENERAL, PhraseReach
from ingest.language.values import MONEY, amount
from ingest.language.words import Words

_CUE = expression("resources.cue")
_LIMITS = re.compile(r"\b(?:isee|fino a|inferior|superior|reddito|sotto i|oltre i|massimo|soglia)\b", re.IGNORECASE)


class Resources:
    def __init__(self, lexicon: Lexicon, reach: PhraseReach) -> None:
        self._heads = lexicon.resource_heads
        self._numbers: dict[str, int] = lexicon.spans["numbers"]
        self._reach = reach

    def find(self, text: str, w: Words, taken: list[tuple[int, int]]) -> list[Draft]:
        if not len(w):
            return []
        start, end = w.start[0], w.end[-1]
        found = list(self._money(text, start, end))
        busy = taken + [(d.start, d.end) for d in found]
        cued = _CUE.search(text, start, end) is not None
        found += [d for d in self._things(w, cued) if not any(d.start < e and s < d.end for s, e in busy)]
        return sorted(found, key=lambda d: d.start)

    def _money(self, text: str, start: int, end: int) -> Iterator[Draft]:
        for match in MONEY.finditer(text, start, end):
            value = amount(match, self._numbers)
            if value is None or value == 0 or _LIMITS.search(text, max(start, match.start() - 25), match.start()):
                continue
            stop = match.end()
            yield Draft(
                "Resource",
                match.start(),
                stop,
                "resource_money",
                {"kind": "money", "amount": value, "unit": "EUR"},
                "euro",
            )

    def _things(self, w: Words, cued: bool) -> Iterator[Draft]:
        i = 0
        while i < len(w):
            match = self._heads.match(w.low, i, len(w))
            if match is None or w.capital(i) or match[1] == "money":
                i += 1
                continue
            after, kind, head = match
            count = self._numbers.get(w.lower(i - 1)) or (
                int(w.lower(i - 1)) if w.lower(i - 1).isdigit() and len(w.lower(i - 1)) < 5 else None
            )
            counted = count is not None and w.lower(i - 1) not in ("un", "una", "uno")
            single = w.lower(i - 1) in ("un", "una", "uno", "un'", "il", "la", "lo", "l'", "i", "dei", "del", "delle")
            abstract = head in ("spazio", "spazi", "sede", "ufficio") and w.lower(after) in ("di", "d'", "per")
            if not cued or abstract or not (counted or single):
                i += 1
                continue
            end = self._reach.noun_phrase(w, after, GENERAL, limit=7, over_and=False)
            start = i - 1 if counted else i
            properties = {"kind": kind} | ({"amount": count} if counted and count else {})
            yield Draft("Resource", w.start[start], w.end[end - 1], "resource_thing", dict(properties), head)
            i = max(end, i + 1)
