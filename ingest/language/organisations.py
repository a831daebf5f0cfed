"""Names of organisations in one passage: a head word and its name, a legal form, a known body, an acronym."""

import re
from collections.abc import Iterator

from ingest.language.draft import Draft
from ingest.language.lexicon import Lexicon
from ingest.language.patterns import word_set
from ingest.language.words import Words

_ACRONYM = re.compile(r"[A-ZÀ-Ý][A-Za-zÀ-ÿ]*[A-ZÀ-Ý][A-Za-z0-9]*(?:[-/][A-Z0-9]+)*|[A-ZÀ-Ý]{2,8}\d?")
_CODE = re.compile(r"\d{1,4}°?|[A-Z]{1,4}\d{1,3}|[IVX]{1,4}")
_OPEN_QUOTES = '«“"‘'
_CLOSE_QUOTES = {"«": "»", "“": "”", '"': '"', "‘": "’"}
_QUALIFIERS = word_set("organisations.qualifiers")
_INNER = word_set("organisations.inner_prepositions")
_NAME_ARTICLES = word_set("organisations.name_articles")
_INNER_WORDS = 4
_OPEN_KINDS = frozenset({"association", "company", "cooperative", "informal_group", "other", "social_cooperative"})
_NAME_WORDS = 9


def organisations(words: Words, lexicon: Lexicon) -> list[Draft]:
    """Organisations of a passage, from left to right, none inside another."""
    return list(_Scanner(words, lexicon).scan())


def bodies_of_mayors(words: Words, taken: list[tuple[int, int]]) -> list[Draft]:
    """ "sindaco di Fiorano": a place known by its mayor is its municipality."""
    found = []
    for i in range(2, len(words)):
        if words.lower(i - 1) in ("di", "d'") and words.lower(i - 2) in _MAYORS and words.capital(i):
            end = i + 1
            while words.capital(end) and words.text[end][0].isalpha():
                end += 1
            if not any(s < words.end[end - 1] and words.start[i] < e for s, e in taken):
                found.append(
                    Draft(
                        "Organisation", words.start[i], words.end[end - 1], "organisation_city", {"kind": "public_body"}
                    )
                )
    return found


_MAYORS = word_set("organisations.mayors")


class _Scanner:
    def __init__(self, words: Words, lexicon: Lexicon) -> None:
        self._w = words
        self._lex = lexicon
        self._modifiers = frozenset(lexicon.organisations["modifiers"]["words"])
        self._shouted = words.shouted()

    def scan(self) -> Iterator[Draft]:
        i = 0
        while i < len(self._w):
            found = self._headed(i) or self._known(i) or self._with_suffix(i) or self._in_brackets(i)
            if found is None:
                i += 1
                continue
            draft, i = found
            yield draft

    # --- a head word and its name -------------------------------------------------------------------------------

    def _headed(self, i: int) -> tuple[Draft, int] | None:
        match = self._lex.organisation_heads.match(self._w.low, i, len(self._w))
        if match is None or (i and self._w.lower(i - 1) in _QUALIFIERS):
            return None
        after, kind, head = match
        end, own = self._name_end(after, kind, head)
        if self._shouted:
            return self._shouted_name(i, after, kind, head)
        if not own and not (self._w.capital(i) or (" " in head and end > after)):
            return self._reference(i, after, kind, head)
        if not own and end == after and not self._stands_alone(i, head):
            return None
        if self._plural_or_generic(i, own, kind, head):
            return None
        kind, end = self._suffix(self._inner_preposition(end) if own else end, kind)
        if own and kind in _OPEN_KINDS and end - i > 2:
            kind, _ = self._suffix(end - 1, kind)
        return self._draft(i, end, kind, head, "head"), end

    def _inner_preposition(self, end: int) -> int:
        """ "Associazione Mani in Pasta ODV": a name goes on behind a preposition where it ends in a legal form."""
        if self._suffix_at(end):
            return end
        if self._w.lower(end) not in _INNER or self._heads_at(end + 1):
            return end
        after = end + 1
        while after - end <= _INNER_WORDS and self._names(after) and not self._suffix_at(after):
            after += 1
        return after if after > end + 1 and self._suffix_at(after) else end

    def _suffix_at(self, i: int) -> bool:
        return self._lex.organisation_suffixes.match(self._w.low, i, len(self._w)) is not None

    def _plural_or_generic(self, i: int, own: bool, kind: str, head: str) -> bool:
        if head in (
            "unione",
            "ente",
            "gruppo",
            "società",
            "azienda",
            "impresa",
            "istituto",
            "agenzia",
            "scuola",
            "oratorio",
            "comitato",
            "rete",
            "classe",
            "servizio",
            "servizi sociali",
            "tavolo",
            "forum",
            "conferenza",
            "alleanza",
        ) and not self._w.capital(i):
            return not own
        return kind == "organ" and not self._w.capital(i) and not own and " " not in head

    def _stands_alone(self, i: int, head: str) -> bool:
        """ "la Fondazione", "il Comune": capital, after an article, and no name behind it."""
        if head in ("unione europea", "commissione europea", "roma capitale"):
            return True
        if not self._w.capital(i):
            return False
        return self._w.definite(i - 1)

    def _reference(self, i: int, after: int, kind: str, head: str) -> tuple[Draft, int] | None:
        """ "la fondazione", "l'ente capofila" in lower case: to be tied to something named, or dropped."""
        end = after
        while self._w.lower(end) in self._modifiers and not self._w.capital(end):
            end += 1
        phrase = " ".join(self._w.low[i:end])
        allowed = self._lex.organisations["references"]["lower"]
        if not self._w.definite(i - 1) or (phrase not in allowed and head not in allowed):
            return None
        if self._w.lower(end) in (
            "di",
            "del",
            "della",
            "dell'",
            "dei",
            "d'",
            "per",
            "che",
            "degli",
            "delle",
        ) and phrase not in ("ente capofila", "ente gestore"):
            return None
        draft = self._draft(i, end, kind, head, "reference")
        draft.reference = True
        return draft, end

    def _shouted_name(self, i: int, after: int, kind: str, head: str) -> tuple[Draft, int] | None:
        end = after
        while self._w.is_word(end) and end - i < _NAME_WORDS:
            if (self._w.connector(end) or self._w.lower(end) in ("e", "per")) and self._heads_at(end + 1):
                break
            end += 1
        while end > after and (self._w.connector(end - 1) or self._w.lower(end - 1) in ("e", "per", "presenta")):
            end -= 1
        if end == after and not self._w.definite(i - 1):
            return None
        return self._draft(i, end, kind, head, "head"), end

    def _name_end(self, i: int, kind: str, head: str) -> tuple[int, bool]:
        """(one past the name that begins at `i`, whether it has words of its own)."""
        end, own, proper = i, False, False
        while end - i < _NAME_WORDS and end < len(self._w):
            step = self._step(end, kind, head, own, proper)
            if step is None:
                break
            own = own or step[1]
            proper = proper or (step[1] and not step[2])
            end = step[0]
        return end, own

    def _step(self, i: int, kind: str, head: str, own: bool, proper: bool) -> tuple[int, bool, bool] | None:
        """(next word, whether own words were taken, whether after a connector), or None where the name ends."""
        w = self._w
        if w.text[i] in _OPEN_QUOTES:
            return self._quoted(i)
        if self._names(i):
            if w.lower(i) in self._lex.given_names and proper and kind == "public_body":
                return None
            return i + 1, True, False
        if not own and w.lower(i) in self._modifiers:
            return i + 1, False, False
        if not own and self._before_titled_name(i):
            return i + 1, False, False
        if w.lower(i) in self._modifiers and w.lower(i) in ("onlus", "sociale", "scientifico") and not w.capital(i):
            return i + 1, own, False
        if w.text[i] in ("&", "–") and own and w.capital(i + 1) and w.text[i] == "&":
            return i + 2, True, False
        if _CODE.fullmatch(w.text[i]) and (own or kind in ("health_body", "organ", "school")):
            return i + 1, True, False
        if (
            w.lower(i) == "e"
            and own
            and kind not in ("public_body", "health_body", "school", "bank", "trade_union")
            and self._names(i + 1)
        ):
            return (
                (i + 2, True, False)
                if not self._heads_at(i + 1) and w.lower(i + 1) not in self._lex.given_names
                else None
            )
        return self._connected(i, kind, head, own, proper)

    def _names(self, i: int) -> bool:
        w = self._w
        return (
            w.capital(i) and w.text[i][0].isalpha() and not (w.article(i) and i + 1 < len(w) and not w.capital(i + 1))
        )

    def _before_titled_name(self, i: int) -> bool:
        """ "Circolo anziani Il Platano": a lower-case word between the head and a name that has its own article."""
        w = self._w
        return (
            w.is_word(i)
            and w.text[i].islower()
            and not (w.connector(i) or w.article(i))
            and w.capital(i + 1)
            and w.lower(i + 1) in _NAME_ARTICLES
            and w.capital(i + 2)
            and not self._heads_at(i + 2)
        )

    def _quoted(self, i: int) -> tuple[int, bool, bool] | None:
        closing = _CLOSE_QUOTES[self._w.text[i]]
        for j in range(i + 1, min(i + 9, len(self._w))):
            if self._w.text[j] == closing:
                return j + 1, True, False
        return None

    def _connected(self, i: int, kind: str, head: str, own: bool, proper: bool) -> tuple[int, bool, bool] | None:
        """ "di Torino", "per l'edilizia", "degli Studi dell'Aquila": a connector and what it brings."""
        w = self._w
        if not (w.connector(i) or w.lower(i) == "per"):
            return None
        j = i + 1
        while j < len(w) and w.article(j) and not w.connector(j) and not w.capital(j):
            j += 1
        of_all = w.lower(i) in ("di", "d'", "del", "della", "dell'", "dei", "degli", "delle", "dello")
        if not of_all and w.lower(i) not in ("per", "sull'", "sulla", "sul", "sui", "sulle", "sugli"):
            return None
        if self._heads_at(j) and w.capital(j):
            return None
        if of_all and kind == "organ" and self._body_follows(j):
            return None
        if self._names(j):
            if proper and of_all and self._place_at(j) and w.lower(i) in ("di", "d'"):
                return None
            return (j + 2 if w.lower(j) == "terzo" and w.lower(j + 1) == "settore" else j + 1), True, True
        if self._names(j + 1) and own and kind == "network" and w.lower(j) == "terzo":
            return j + 2, True, True
        if not own and self._topic(i, kind, head):
            return self._topic_end(j), True, True
        return None

    def _topic(self, i: int, kind: str, head: str) -> bool:
        """ "Tavolo per l'abitare", "Azienda regionale territoriale per l'edilizia": words that name the field."""
        if kind in ("network", "organ"):
            return True
        return (
            self._w.lower(i) == "per" and head not in ("comune", "provincia", "regione", "città metropolitana")
        ) or head in ("agenzia regionale", "ministero", "assessorato", "ordine degli", "ordine dei")

    def _topic_end(self, i: int) -> int:
        end = min(i + 1, len(self._w))
        while end < len(self._w) and self._w.lower(end) in self._modifiers:
            end += 1
        return end

    def _body_follows(self, i: int) -> bool:
        return self._heads_at(i) or self._place_at(i)

    def _heads_at(self, i: int) -> bool:
        if i >= len(self._w):
            return False
        match = self._lex.organisation_heads.match(self._w.low, i, len(self._w))
        return match is not None or self._w.text[i] in self._lex.known_bodies

    def _place_at(self, i: int) -> bool:
        return self._w.capital(i) and self._lex.places_named.match(self._w.low, i, len(self._w)) is not None

    # --- other shapes -------------------------------------------------------------------------------------------

    def _suffix(self, end: int, kind: str) -> tuple[str, int]:
        match = self._lex.organisation_suffixes.match(self._w.low, end, len(self._w))
        if match is None:
            return kind, end
        return (match[1] if match[1] != "-" and kind in _OPEN_KINDS else kind), match[0]

    def _known(self, i: int) -> tuple[Draft, int] | None:
        kind = self._lex.known_bodies.get(self._w.text[i])
        if kind is None or (self._shouted and self._w.lower(i) in ("libera", "cia")):
            return None
        if self._w.text[i] in ("Libera", "Intesa", "Cia") and not self._w.article(i - 1):
            return None
        end = i + 1
        while end < len(self._w) and self._names(end) and not self._heads_at(end):
            end += 1
        if self._w.lower(end) in ("regionale", "provinciale", "nazionale") or self._w.lower(end) in self._modifiers:
            end += 1
        kind, end = self._suffix(end, kind)
        return self._draft(i, end, kind, self._w.lower(i), "known"), end

    def _with_suffix(self, i: int) -> tuple[Draft, int] | None:
        """ "Il Larice s.c.s.": capitalised words, then a legal form."""
        if not self._names(i) or (i and self._names(i - 1)) or (self._w.article(i) and self._heads_at(i + 1)):
            return None
        end = i + 1
        while end < len(self._w) and end - i < _NAME_WORDS:
            match = self._lex.organisation_suffixes.match(self._w.low, end, len(self._w))
            if match is not None:
                kind = match[1] if match[1] != "-" else "association"
                stop = match[0]
                return self._draft(i, self._suffix(stop, kind)[1], kind, "", "suffix"), stop
            joins = (
                self._w.lower(end) in ("e", "&", "d'", "per", "di", "del", "della", "dei", "dell'", "al", "a", "in")
                and end + 1 < len(self._w)
                and self._w.is_word(end + 1)
            )
            if not self._names(end) and not joins:
                return None
            end += 1
        return None

    def _in_brackets(self, i: int) -> tuple[Draft, int] | None:
        """An acronym in brackets, right behind a name; also "(di seguito X)", "(in breve X)"."""
        if self._w.text[i] != "(":
            return None
        j = i + 1
        if self._w.lower(j) in ("di", "in", "d'ora", "d'"):
            while j < len(self._w) and j < i + 5 and not self._w.capital(j):
                j += 1
        end = j
        while end < len(self._w) and end < j + 3 and (self._w.capital(end) or _CODE.fullmatch(self._w.text[end])):
            end += 1
        if end == j or self._w.text[end : end + 1] != [")"]:
            return None
        name = " ".join(self._w.text[j:end])
        if (
            not _ACRONYM.match(self._w.text[j])
            and not (self._w.lower(i + 1) in ("in", "di") and j > i + 1)
            and not (len(name) <= 6 and i)
        ):
            return None
        return self._draft(j, end, "", "", "acronym"), end

    def _draft(self, i: int, end: int, kind: str, head: str, rule: str) -> Draft:
        properties = {"kind": kind} if kind else {}
        return Draft(
            "Organisation", self._w.start[i], self._w.end[end - 1], f"organisation_{rule}", dict(properties), head
        )
