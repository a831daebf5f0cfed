"""Places in one passage: venues, streets, districts by their first word; municipalities, regions, countries by name."""

from ingest.language.draft import Draft
from ingest.language.lexicon import Lexicon, Phrases, compile_phrases
from ingest.language.patterns import word_set
from ingest.language.words import Words

_LOCATIVE = word_set("places.locative")
_LINKS = word_set("places.links")


class Places:
    """Finds places; built once a document."""

    def __init__(self, lexicon: Lexicon) -> None:
        data = lexicon.places
        self._named = lexicon.places_named
        self._ambiguous = frozenset(w.lower() for w in data["ambiguous"])
        self._begin: Phrases = compile_phrases(
            {"venue": data["venues"], "street": data["streets"], "district": data["districts"], "region": data["areas"]}
        )
        self._strong = frozenset(data["strong_venues"])
        self._given = lexicon.given_names
        self._provinces = frozenset(p.lower() for p in data["provinces"])

    def begun(self, words: Words, taken: list[tuple[int, int]]) -> list[Draft]:
        """Venues, streets, districts and landscapes: "Sala Panoramica", "via Mazzini 4", "ex mercato del pesce"."""
        found = []
        i = 0
        while i < len(words):
            end, kind = (0, "") if _overlaps(words.start[i], words.end[i], taken) else self._begun_end(words, i)
            if end:
                start = i if kind != "district" else i + 1
                found.append(
                    Draft(
                        "Place",
                        words.start[start],
                        words.end[end - 1],
                        "place_begun",
                        {"kind": _KINDS[kind]},
                        words.lower(i),
                    )
                )
            i = max(end, i + 1)
        return found

    def _begun_end(self, w: Words, i: int) -> tuple[int, str]:
        match = self._begin.match(w.low, i, len(w))
        if match is None:
            return 0, ""
        after, kind, head = match
        if kind == "venue" and not (
            w.article(i - 1)
            or w.lower(i - 1) in ("a", "di", "ad", "presso", ":", "|", ";", ",", "e", "–", "(")
            or w.capital(i)
        ):
            return 0, ""
        if kind == "region" and not w.capital(i):
            return 0, ""
        if head == "ex" and w.is_word(after) and not w.capital(after):
            after += 1
        end = self._tail(w, after)
        if end == after and head != "ex":
            return (after, kind) if head in ("sala", "auditorium") and w.capital(i) and False else (0, "")
        if head == "ex" and not w.article(i - 1):
            return 0, ""
        if kind == "venue" and head not in self._strong and not w.capital(i):
            return 0, ""
        if kind == "street" and w.lower(i) in ("campo", "corso", "via") and not w.capital(after):
            return 0, ""
        if kind == "street":
            if w.text[end : end + 1] == [","] and end + 1 < len(w) and w.text[end + 1].isdigit():
                end += 2
            elif end < len(w) and w.text[end].isdigit():
                end += 1
        return end, kind

    def _tail(self, w: Words, i: int) -> int:
        """One past the capitalised words and what links them."""
        end = i
        while end < len(w) and end - i < 7:
            if w.capital(end) and w.text[end][0].isalpha():
                end += 1
            elif w.lower(end) in _LINKS and (w.capital(end + 1) or (w.lower(end + 1) in _LINKS and w.capital(end + 2))):
                if self._begin.match(w.low, end + 1, len(w)) or (end > i and self._named.match(w.low, end + 1, len(w))):
                    break
                end += 1
            elif end == i and w.lower(end) in (
                "consiliare",
                "consiglio",
                "conferenze",
                "convegni",
                "polifunzionale",
                "civico",
                "comunale",
                "civica",
            ):
                end += 1
            elif end == i and w.text[end] in '«“"':
                close = next((j for j in range(end + 1, min(end + 7, len(w))) if w.text[j] in '»”"'), 0)
                return close + 1 if close else end
            else:
                break
        while end > i and w.lower(end - 1) in _LINKS and not w.capital(end - 1):
            end -= 1
        return end

    def named(self, words: Words, taken: list[tuple[int, int]]) -> list[Draft]:
        """Municipalities, regions and countries that stand by themselves."""
        found = []
        i = 0
        shouted = words.shouted()
        while i < len(words):
            match = self._named.match(words.low, i, len(words)) if words.capital(i) else None
            if (
                match is None
                or _overlaps(words.start[i], words.end[match[0] - 1], taken)
                or not self._plausible(words, i, match[0], match[2], shouted)
            ):
                i += 1
                continue
            found.append(
                Draft("Place", words.start[i], words.end[match[0] - 1], "place_named", {"kind": match[1]}, match[2])
            )
            i = match[0]
        return found

    def _plausible(self, w: Words, i: int, end: int, name: str, shouted: bool) -> bool:
        if shouted and len(w) > 3:
            return False
        if w.capital(end) and w.text[end][0].isalpha() and not w.article(end):
            return False
        if (
            i
            and w.capital(i - 1)
            and w.text[i - 1][0].isalpha()
            and w.lower(i - 1) not in _LOCATIVE
            and not w.article(i - 1)
        ):
            return False
        if w.text[end : end + 1] in (["–"], ["("], [","]) and i == 0:
            return True
        if name in self._ambiguous or (name in self._given and " " not in name and name not in self._provinces):
            return w.lower(i - 1) in ("a", "ad", "di", "da", "in")
        return True


_KINDS = {"venue": "venue", "street": "other", "district": "district", "region": "other"}


def _overlaps(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return any(start < e and s < end for s, e in taken)
