"""Actions in running text: participatory processes, meetings and events, quoted titles, services by their noun."""

from collections.abc import Iterator

from ingest.language.draft import Draft
from ingest.language.lexicon import Lexicon
from ingest.language.patterns import expression, word_set
from ingest.language.phrases import GENERAL, PhraseReach, compiled
from ingest.language.words import Words

_EVENT_TAIL = expression("actions.event_tail")
_NOT_THING = word_set("actions.not_thing")
_TITLE = expression("actions.title")
_TITLE_WORDS = 14


class Actions:
    def __init__(self, lexicon: Lexicon, reach: PhraseReach) -> None:
        self._heads = lexicon.action_heads
        self._reach = reach
        self._processes = compiled(
            rf"\b(?:{lexicon.spans['actions']['processes']}|{lexicon.spans['actions']['consultations']})\b"
        )

    def find(self, text: str, w: Words, taken: list[tuple[int, int]]) -> list[Draft]:
        if not len(w):
            return []
        start, end = w.start[0], w.end[-1]
        found = [*self._made_together(text, start, end), *self._titled(text, start, end)]
        busy = taken + [(d.start, d.end) for d in found]
        found += [d for d in self._headed(text, w) if not any(d.start < e and s < d.end for s, e in busy)]
        return sorted(found, key=lambda d: d.start)

    def _made_together(self, text: str, start: int, end: int) -> Iterator[Draft]:
        for match in self._processes.finditer(text, start, end):
            if not text[max(start, match.start() - 4) : match.start()].endswith((", ",)):
                yield Draft("Action", match.start(), match.end(), "action_process", {"kind": "other"}, "processo")

    def _titled(self, text: str, start: int, end: int) -> Iterator[Draft]:
        for match in _TITLE.finditer(text, start, end):
            words = tuple(f"{match['head']}{match['mid']}".lower().split())
            kind = next((k for n in range(len(words)) if (k := self._heads.entries.get(words[n : n + 1]))), None)
            if kind and len(match["title"].split()) <= _TITLE_WORDS:
                yield Draft(
                    "Action", match.start("title"), match.end("title"), "action_title", {"kind": kind}, words[0]
                )

    def _headed(self, text: str, w: Words) -> Iterator[Draft]:
        i = 0
        while i < len(w):
            match = self._heads.match(w.low, i, len(w))
            if match is None or (w.capital(i) and i and w.text[i - 1] not in (".", "–", ":", "•")):
                i += 1
                continue
            draft = self._event(text, w, i, match) if match[1] == "event" else self._service(w, i, match)
            if draft:
                yield draft
            i = match[0]

    def _event(self, text: str, w: Words, i: int, match: tuple[int, str, str]) -> Draft | None:
        if (
            not (
                w.definite(i - 1)
                or w.lower(i - 1) in ("un", "una", "un'", "uno", "prossima", "prossimo", "primo", "secondo", "ultimo")
            )
            and i
        ):
            return None
        if (
            match[2]
            in (
                "giornata",
                "incontro",
                "visita",
                "tappa",
                "evento",
                "festa",
                "lancio",
                "mostra",
                "cena",
                "conferenza",
                "giornate",
            )
            and w.lower(match[0]) in ("di", "tra", "fra", "con", "e", "del")
            and not _EVENT_TAIL.match(text, w.end[match[0] - 1])
        ) and match[2] not in ("lancio", "incontro", "evento", "conferenza"):
            return None
        start, end = w.start[i], w.end[match[0] - 1]
        if tail := _EVENT_TAIL.match(text, end):
            end = tail.end()
        if w.lower(i - 1) in ("prossima", "prossimo"):
            start = w.start[i - 1]
        return Draft("Action", start, end, "action_event", {"kind": "event"}, match[2])

    def _service(self, w: Words, i: int, match: tuple[int, str, str]) -> Draft | None:
        after, kind, head = match
        if head in (
            "centro",
            "scuola",
            "spazio",
            "biblioteca",
            "orto",
            "servizio",
            "trasporto",
            "contributo",
            "progetto",
            "percorso",
            "iniziativa",
            "processo",
            "consulenza",
            "valutazione",
            "formazione",
            "corso",
            "mediazione",
            "regolamento",
            "incentivo",
            "accompagnamento",
            "consultazione",
        ) and (
            w.lower(after) not in ("di", "per", "d'")
            or w.lower(i - 1)
            not in (
                "un",
                "una",
                "uno",
                "un'",
                "il",
                "lo",
                "la",
                "l'",
            )
        ):
            return None
        if any(w.lower(j) in _NOT_THING for j in range(max(0, i - 3), i)):
            return None
        end = self._reach.noun_phrase(w, after, GENERAL, limit=9, over_and=False)
        if end == after and not w.definite(i - 1):
            return None
        if head in ("processo", "percorso", "progetto", "iniziativa") and end == after:
            return None
        if w.lower(i - 1) not in (
            "un",
            "uno",
            "una",
            "un'",
            "lo",
            "il",
            "la",
            "l'",
            "i",
            "le",
            "gli",
            "dello",
            "del",
            "della",
            "dell'",
            "allo",
            "al",
            "alla",
            "all'",
            "nello",
            "nel",
            "nella",
            "sullo",
        ):
            return None
        return Draft("Action", w.start[i], w.end[end - 1], "action_service", {"kind": kind}, head)
