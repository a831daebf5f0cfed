"""What is looked for and what there is to give, by the words alone: lists under a heading or label that says so.

And verbs right before a resource ("servono", "è alla ricerca di", "presta", "ha donato").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.extraction import Passage
from ingest.language.draft import Want
from ingest.language.encoder import TYPES, Span
from ingest.language.patterns import expression, is_trade, word_set
from ingest.language.values import MONEY

_NEEDS, _PROVIDES = "NEEDS", "PROVIDES"
_TOLD = {_NEEDS: "done", _PROVIDES: "under_way"}
_LOOKED_FOR, _OFFERED = expression("wants.needs_label"), expression("wants.offers_label")
_CUE, _PAST, _NOT = (expression(f"wants.{name}") for name in ("cue", "past", "not"))
_ASKS, _MET, _CUT = (expression(f"wants.{name}") for name in ("asks", "met", "cut"))
_HAS = expression("wants.has")
_GIVES, _FREELY, _TERMS = expression("wants.gives"), expression("wants.freely"), expression("wants.terms")
_BESIDE, _REFUSED = expression("wants.beside"), expression("wants.refused")
_ARTICLE, _SOMEONE, _STOP = (expression(f"wants.{name}") for name in ("article", "someone", "stop"))
_THINGS = expression("wants.things")
_MARK = re.compile(r"[\s\-–•*·\d.)]*(?=\D)")
_SIGNS = re.compile(r"^[\W\d_]+|[\W_]+$")
_LABELLED = re.compile(r"\W*(?P<label>[^\W\d][^:.;\n]{2,40}):[\s*]*(?=\S)")
_BOLD = re.compile(r"[^*\n]{0,60}\*\*(?P<bold>[^*\n]{3,80})\*\*")
_AND = re.compile(r"(?:\s*\([^()\n]*\))?(?:\s*,?\sed?\s|[,;]\s)")
_WORD = re.compile(r"[^\W\d_]{4,}")
_WORDS = re.compile(r"[^\W\d_]+")
_SERVES, _TO = "serv", word_set("wants.to")
_NEAR = 20
"""Code points before a name in which its preposition stands."""
_COUNT = re.compile(r"(?:\d+|[a-z]+)\s+", re.IGNORECASE)
_NOUNS = frozenset[str]().union(
    *(word_set(f"resources.{kind}") for kind in ("people", "equipment", "space", "data", "skills"))
)
_RESOURCE = TYPES.index("Resource")
_ARTICLED = re.compile(
    r"\s*(?:un['’]|l['’]|(?:uno|una|un|il|lo|la|i|gli|le|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|venti|\d+|propri[oaie])\s)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?i)(?:una\s)?(?:decina|dozzina|quindicina|ventina|trentina|quarantina|cinquantina)\sd(?:i\s|['’])"
)
_TIME = r"minut[oi]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]"
_MEASURE = re.compile(rf"(?i)\b(?:{_TIME}|or[ae]|chilometr[oi]|km|metri)\b|^(?:se|che)\s")
_WHILE = re.compile(rf"(?i)(?:[^\W_]+\s)?(?:{_TIME})\b")
"""How long something takes ("ci vogliono cinquanta minuti di macchina"): no resource."""
_ASIDE = re.compile(r",?\s(?:per|a|in|ad|al|alla|nel|nella|dal|dalla)\s[^,.;:()]{3,50},(?=\s)")
"""What stands between a verb and what it is about: "mancano, per la consegna, due furgoni"."""
_IF = re.compile(r"(?i)\b(?:se|qualora)\s(?:[\w'’]+\s){0,2}$")
_SEVERAL = re.compile(r"(?:ono|ano|amo)\W*$", re.IGNORECASE)
_PLURAL = re.compile(
    r"(?!altr|molt|tant|tropp|poc|ann|mes|giorn|settiman|or[ae]\b|quell|quest)[a-zà-ù]{3,}[iea]\b(?<!re)(?<!te)\s?",
    re.IGNORECASE,
)
_MOST_WORDS = 9
_BARE = re.compile(r"[^\W_]+")
_DEFINITE = re.compile(r"(?:il|lo|la|i|gli|le)\s|l['’]", re.IGNORECASE)
_OF_IT = re.compile(r"(?i)\bne\s$")
_BEFORE = 30
"""Code points before a verb in which a "non" is looked for."""


def wanted(text: str, passages: Sequence[tuple[int, Passage]], spans: Sequence[Span]) -> tuple[list[Span], list[Want]]:
    """The spans of numbered passages with those of what is wanted or offered there, and what is said of these."""
    finder = _Finder(text, list(spans))
    led: str | None = None
    for number, passage in passages:
        led = led if passage.kind == "item" else _leading(passage.text)
        finder.look(number, passage, led)
    return finder.spans, finder.wants


class _Finder:
    def __init__(self, text: str, spans: list[Span]) -> None:
        self._text = text
        self.spans = spans
        self.wants: list[Want] = []

    def look(self, number: int, passage: Passage, led: str | None) -> None:
        """`led`: what the sentence before a list says of its items ("Per la festa ci servono:")."""
        if passage.kind == "heading":
            return
        kind, start, labelled = _listed(passage, led if passage.kind == "item" else None)
        refused = bool(kind) and bool(_REFUSED.search(passage.text))
        begins = passage.kind == "item" or labelled or _THINGS.match(self._text, start, passage.end)
        if kind and begins and not refused:
            self._list(number, kind, start, passage, labelled)
        else:
            self._verbs(number, kind, passage)
            self._gifts(number, passage)

    def _list(self, number: int, kind: str, start: int, passage: Passage, labelled: bool) -> None:
        """What stands at the beginning of an item: its bold part, else up to where more is told of it."""
        bold = _BOLD.match(self._text, start, passage.end)
        begin, end = bold.span("bold") if bold else (start, passage.end)
        want = Want(kind, begin, number, passage.start, _TOLD[kind], ours=True, refused=False, listed=True)
        while place := self._phrase(begin, end):
            if kind == _NEEDS or self._overlapping(*place, "Resource") or not self._overlapping(*place, "Action"):
                self._take(want, *place)
            following = _AND.match(self._text, place[1], end)
            if following is None or not (labelled or _THINGS.match(self._text, following.end(), end)):
                return
            begin = following.end()

    def _phrase(self, start: int, end: int) -> tuple[int, int] | None:
        """The noun phrase with which a stretch begins, without its article."""
        begin = _article(self._text, start, end)
        about = _ABOUT.match(self._text, begin, end)
        begin = about.end() if about else begin
        first = begin + len("qualcuno che") if _SOMEONE.match(self._text, begin, end) else begin + 1
        stop = _STOP.search(self._text, first, end)
        last = stop.start() if stop else end
        closing = self._text.find("**", first, last)
        if closing > 0 and not _COUNT.fullmatch(f"{self._text[begin:closing]} "):
            last = closing
        words = self._text[begin:last].rstrip()
        return (begin, begin + len(words)) if _WORD.search(words) and len(words.split()) <= _MOST_WORDS else None

    def _verbs(self, number: int, kind: str | None, passage: Passage) -> None:
        """Verbs right before a resource; in a list of what is looked for also before what the encoder does not know."""
        for verb, past in sorted(_verbs(self._text, passage), key=lambda found: found[0].start()):
            before = self._text[max(passage.start, verb.start() - _BEFORE) : verb.start()]
            ours = not past and bool(verb["own"] or verb["our"])
            refused, listed = past or bool(_NOT.search(before) or _IF.search(before)), ours and kind == _NEEDS
            beside = _BESIDE.match(self._text, verb.end(), passage.end)
            if beside and _WHILE.match(self._text, beside.end(), passage.end):
                continue
            serves = self._serves(verb)
            aside = _ASIDE.match(self._text, verb.end(), passage.end)
            start = aside.end() if aside else verb.end()
            place = self._resource(start, passage.end) if not serves else None
            if place is None and listed and not refused:
                place = self._named(start, passage.end)
            elif place is None and not refused and not past and not serves:
                place = self._lacking(verb, start, passage.end)
            if place and _OF_IT.search(before) and _BARE.fullmatch(self._text, *place):
                continue  # "ne occorrono altri otto": the words do not say what
            status = "proposed" if _ASKS.search(verb[0]) else _TOLD[_NEEDS]
            want = Want(_NEEDS, verb.end(), number, verb.start(), status, ours=ours, refused=refused, listed=listed)
            while place is not None:
                self._take(want, *place)
                following = _AND.match(self._text, place[1], passage.end)
                begins_anew = following and _DEFINITE.match(self._text, following.end(), passage.end)
                place = self._resource(following.end(), passage.end) if following and not begins_anew else None

    def _gifts(self, number: int, passage: Passage) -> None:
        """Verbs of giving before what is given, behind to whom and on which terms."""
        for verb in _GIVES.finditer(self._text, passage.start, passage.end):
            before = self._text[max(passage.start, verb.start() - _BEFORE) : verb.start()]
            terms = _TERMS.match(self._text, verb.end(), passage.end)
            start = terms.end() if terms else verb.end()
            freely = _FREELY.search(self._text, verb.start(), start)
            place = self._resource(start, passage.end) or (self._thing(start, passage.end) if freely else None)
            if place is None or _NOT.search(before):
                continue
            status = next(name for name in ("done", "planned", "proposed", "under_way") if verb[name])
            ours = bool(verb["ours"])
            want = Want(_PROVIDES, verb.end(), number, verb.start(), status, ours=ours, refused=False, listed=False)
            while place is not None:
                self._take(want, *place)
                following = _AND.match(self._text, place[1], passage.end)
                place = self._resource(following.end(), passage.end) if following else None

    def _thing(self, start: int, end: int) -> tuple[int, int] | None:
        """The noun phrase that follows, where it has an article or number and is nobody, no money and no action."""
        if not (_ARTICLED.match(self._text, start, end) and (place := self._phrase(start, end))):
            return None
        if _MEASURE.search(self._text, *place):
            return None
        named = self._overlapping(*place, "Organisation", "Person", "Group", "Plan", "Area")
        begins = any(s.start <= place[0] + 1 for s in named)
        return None if begins or MONEY.search(self._text, *place) else place

    def _lacking(self, verb: re.Match[str], begin: int, end: int) -> tuple[int, int] | None:
        """What is lacked, though it is called as no resource is: with a number, of several also without."""
        beside = _BESIDE.match(self._text, begin, end)
        start = beside.end() if beside else begin
        if _THINGS.match(self._text, start, end) and (place := self._thing(start, end)):
            return place
        if not _SEVERAL.search(verb[0]) or not _PLURAL.match(self._text, start, end):
            return None
        place = self._phrase(start, end)
        return place if place and not self._overlapping(*place, "Organisation", "Person", "Group", "Action") else None

    def _serves(self, verb: re.Match[str]) -> bool:
        """Whether "serve" has somebody as its subject ("la mensa serve dieci pasti"), not to whom it is needed."""
        behind = max((s for s in self.spans if s.end <= verb.start()), key=lambda s: s.end, default=None)
        if behind is None or verb[0][: len(_SERVES)].lower() != _SERVES:
            return False
        right_before = not self._text[behind.end : verb.start()].strip(" *_")
        return right_before and _TO.isdisjoint(
            _WORDS.findall(self._text[max(0, behind.start - _NEAR) : behind.start].lower())[-2:]
        )

    def _named(self, start: int, end: int) -> tuple[int, int] | None:
        """What follows right on, whatever it is: in bold, else the noun phrase."""
        beside = _BESIDE.match(self._text, start, end)
        start = beside.end() if beside else start
        bold = _BOLD.match(self._text, start, end)
        return self._phrase(*(bold.span("bold") if bold and bold.start("bold") - start <= len("**") else (start, end)))

    def _resource(self, start: int, end: int) -> tuple[int, int] | None:
        """The resource that follows right on: the encoder's, else a phrase whose noun is one of a resource."""
        beside = _BESIDE.match(self._text, start, end)
        assert beside is not None
        low = beside.end()
        known = (s for s in self.spans if s.type == _RESOURCE and start <= s.start < end and s.end > low)
        for span in sorted(known):
            between = self._text[low : span.start] if span.start > low else ""
            if not between or _COUNT.fullmatch(between):
                words = self._text[span.start : span.end].split("**")[0] or self._text[span.start : span.end]
                whole = self._phrase(span.start, end) if _CUT.fullmatch(words) else None
                return whole or (span.start, span.start + len(words))
        counted = _COUNT.match(self._text, low, end)
        for at in (low, counted.end() if counted else low):
            noun = _WORD.match(self._text, at, end)
            if noun and (noun[0].lower() in _NOUNS or is_trade(noun[0])):
                return self._phrase(low, end)
        return None

    def _overlapping(self, start: int, end: int, *names: str) -> list[Span]:
        return [s for s in self.spans if s.start < end and start < s.end and s.name in names]

    def _take(self, want: Want, start: int, end: int) -> None:
        """Notes a want; its words are one resource, and nothing else but names within."""
        if not any((s.start, s.end, s.type) == (start, end, _RESOURCE) for s in self.spans):
            drop = self._overlapping(start, end, "Resource", "Action", "Group", "Indicator")
            self.spans = [s for s in self.spans if s not in drop and not (s.start == start and s.end <= end)]
            self.spans.append(Span(start, end, _RESOURCE, 1.0))
        self.wants.append(replace(want, start=start))


def _listed(passage: Passage, led: str | None) -> tuple[str | None, int, bool]:
    """What the passage lists by its heading or by its own label (then True), and where the first thing begins."""
    labelled = _LABELLED.match(passage.text)
    if labelled and (kind := _kind(labelled["label"])):
        return kind, passage.start + labelled.end(), True
    mark = _MARK.match(passage.text)
    return led or _kind(passage.heading or ""), passage.start + (mark.end() if mark else 0), False


def _leading(words: str) -> str | None:
    """What a sentence that ends with a label and a colon says of the list behind it."""
    for kind, label in ((_NEEDS, _LOOKED_FOR), (_PROVIDES, _OFFERED)):
        ends = any(
            words[m.end() :].strip(" *_") == ":" and not _NOT.search(words[: m.start()]) for m in label.finditer(words)
        )
        if ends:
            return kind
    return None


def _kind(label: str) -> str | None:
    words = _SIGNS.sub("", label)
    return _NEEDS if _LOOKED_FOR.fullmatch(words) else _PROVIDES if _OFFERED.fullmatch(words) else None


def _article(text: str, start: int, end: int) -> int:
    """Behind the articles; "una mano" keeps its own."""
    while start < end and text[start] in " *_":
        start += 1
    found = _ARTICLE.match(text, start, end)
    return start if found is None or _SOMEONE.match(text, start, end) else found.end()


def _verbs(text: str, passage: Passage) -> Iterator[tuple[re.Match[str], bool]]:
    """The verbs of a passage; True of those that say what is there, or was needed and is no more."""
    yield from ((m, False) for m in _CUE.finditer(text, passage.start, passage.end))
    past = _PAST.finditer(text, passage.start, passage.end)
    yield from ((m, True) for m in past if _MET.search(text, m.end(), passage.end))
    there = _HAS.finditer(text, passage.start, passage.end)
    yield from ((m, True) for m in there if not _NOT.search(text[max(passage.start, m.start() - _BEFORE) : m.start()]))
