"""Groups of people and kinds of organisations: a noun of the lexicon with the words that bound it."""

from graph.model import Value
from ingest.language.draft import Draft
from ingest.language.lexicon import Lexicon
from ingest.language.phrases import PhraseReach
from ingest.language.values import ages
from ingest.language.words import Words


class Groups:
    def __init__(self, lexicon: Lexicon, reach: PhraseReach) -> None:
        self._heads = lexicon.group_heads
        self._adjectives = frozenset(lexicon.groups["bounds"]["adjectives"])
        self._reach = reach

    def find(self, w: Words, taken: list[tuple[int, int]]) -> list[Draft]:
        found: list[Draft] = []
        i = 0
        while i < len(w):
            match = None if any(s <= w.start[i] < e for s, e in taken) else self._heads.match(w.low, i, len(w))
            if match is None or not self._plausible(w, i, match[0], match[2]):
                i += 1
                continue
            end = self._bound(w, match[0], match[1])
            of, category = match[1].split()
            text = " ".join(w.text[i:end])
            properties: dict[str, Value] = {"of": of, "category": category, **(ages(text) if of == "people" else {})}
            found.append(Draft("Group", w.start[i], w.end[end - 1], "group", properties, match[2]))
            i = end
        return found

    def _plausible(self, w: Words, i: int, end: int, head: str) -> bool:
        """ "università" is a kind of body only in the plural; "la cooperazione" is a topic."""
        before = w.lower(i - 1)
        if (
            w.capital(i)
            and i
            and w.text[i - 1] not in ("«", "“", '"', "(", "|", ":", "–", "-", "•", "→", ".")
            and w.lower(i) not in ("terzo",)
        ):
            return False
        if head in ("università", "comunità", "municipalità") and (
            w.capital(end) or before in ("l'", "la", "dell'", "all'", "dall'", "un'", "nell'", "della", "alla")
        ):
            return False
        if head in (
            "terzo settore",
            "volontariato",
            "cooperazione",
            "accademia",
            "cittadinanza",
            "popolazione",
            "non profit",
            "associazionismo",
            "privato sociale",
        ):
            return (
                before in ("il", "del", "al", "dal", "la", "alla", "dalla", "l'", "dell'", "all'", "dall'", "e", ",")
                and not w.capital(end)
                and before not in ("di",)
            )
        if head == "comuni" and not (w.article(i - 1) or before in ("di", ",", "e", "tra", "con", "")):
            return False
        if before in ("di", "tra", "fra") and head in (
            "istituzioni",
            "regioni",
            "province",
            "servizi sociali",
            "giovani",
            "imprese",
        ):
            return w.lower(end) not in ("e",) or (before == "di" and False)
        return True

    def _bound(self, w: Words, i: int, kind: str) -> int:
        end = i
        while w.lower(end) in self._adjectives or (
            w.lower(end) in ("e",) and w.lower(end + 1) in self._adjectives and w.lower(end - 1) in self._adjectives
        ):
            end += 1
        if kind.startswith("people"):
            end = self._age(w, end)
            end = self._people_tail(w, end)
        else:
            end = self._organisation_tail(w, end)
        return end

    def _age(self, w: Words, i: int) -> int:
        low = w.lower(i)
        if low in ("under", "over"):
            return i + 2 if w.text[i + 1 : i + 2] and w.text[i + 1].isdigit() else i
        if low.startswith(("under-", "over-")):
            return i + 1
        if low in ("tra", "fra", "dai", "da", "dagli", "oltre", "sotto", "sopra") and any(
            w.text[j : j + 1] and w.text[j][0].isdigit() for j in (i + 1, i + 2)
        ):
            end = i + 1
            while (
                end < len(w)
                and end - i < 9
                and (w.text[end][0].isdigit() or w.lower(end) in ("i", "gli", "e", "ai", "a", "agli", "anni"))
            ):
                end += 1
            while w.lower(end - 1) in ("e", "a", "i", "ai"):
                end -= 1
            return end
        return i

    def _people_tail(self, w: Words, i: int) -> int:
        low = w.lower(i)
        if low in ("con", "senza", "privi", "prive", "in", "a", "soli", "fuori"):
            if low == "in" and w.lower(i + 1) not in (
                "pensione",
                "cerca",
                "carico",
                "difficoltà",
                "condizione",
                "condizioni",
                "situazione",
                "povertà",
                "uscita",
                "messa",
                "esecuzione",
                "età",
            ):
                return i
            if low == "a" and w.lower(i + 1) not in ("riposo", "rischio", "basso", "bassa"):
                return i
            if low == "fuori" and w.lower(i + 1) != "sede":
                return i
            return self._reach.noun_phrase(
                w, i, frozenset({low, "di", "a", "dei", "del", "d'"}), limit=6, over_and=False
            )
        if (
            low in ("delle", "dei", "del", "della", "dell'", "degli", "di")
            and not w.capital(i + 1)
            and w.lower(i + 1)
            in (
                "frazioni",
                "centro",
                "quartiere",
                "territorio",
                "medie",
                "superiori",
                "vallata",
                "valle",
                "rione",
                "settore",
                "zona",
                "comuni",
                "elementari",
                "montagna",
                "città",
                "paese",
                "scuole",
                "luogo",
            )
        ):
            return min(i + 2, len(w))
        return i

    def _organisation_tail(self, w: Words, i: int) -> int:
        low = w.lower(i)
        if low in ("del", "dei", "della", "delle", "dell'", "di", "prive", "privi"):
            if w.lower(i + 1) in ("terzo",) and w.lower(i + 2) == "settore":
                return i + 3
            if w.lower(i + 1) in (
                "territorio",
                "zona",
                "volontariato",
                "categoria",
                "settore",
                "quartiere",
                "formazione",
                "sede",
                "credito",
                "inquilini",
                "abitanti",
                "promozione",
                "genitori",
                "area",
                "città",
                "distretto",
                "migranti",
                "famiglie",
                "produttori",
                "consumatori",
                "pazienti",
                "cura",
                "rappresentanza",
            ):
                return i + 2
        return i
