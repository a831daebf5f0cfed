"""Names that the encoder cut, made whole: bodies, areas joined by "e", lists of areas, titles in quotes or headings."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from graph.extraction import Passage
from ingest.language.encoder import TYPES, Span
from ingest.language.patterns import expression, numbers, word_set

_TITLED = frozenset({"Action", "Plan", "Area"})
_NAMES = frozenset({"Organisation", "Person", "Place"})

_QUOTED = re.compile(r"[«“](?P<title>[A-ZÀ-Ý][^«»“”\n]{3,79})[»”]|\"(?P<plain>[A-ZÀ-Ý][^\"\n]{3,79})\"")
_AND = (" e", " ed")
_ITEM_MARK = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+|#+\s+)*")
_ITEM = re.compile(r"(?:[-•–]|\d{1,2}[.)]|[a-z]\))?\s*(?P<name>[^\s,;:.()][^,;:.()]{2,79}?)\s*[.;]?")
_LACKING = expression("rows.lacking")
_MOST_WORDS = 8
_REST = re.compile(r"(?:,? [^\s\d,;:.()«»]+){1,6}")
_OF_PLACE = re.compile(r" (?:di|del|della|dell['’]|dei) ?")
_AREA_AND = re.compile(r" ed? (?!(?:[dns][aeu]?|a)(?:ll|gl|i\b)|per\b|con\b|che\b|non\b)[a-zà-ù]{4,}\b(?!['’])")
_ADDRESS, _LETTER = expression("whole.address"), expression("whole.letter")
_CAPITAL = re.compile(rf"(?: (?!(?i:{'|'.join(sorted(word_set('whole.beginnings')))})\b)[A-ZÀ-Ý][a-zà-ÿ]+)+(?![\w'’])")
_ONE = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ]+")
_NOTHING = re.compile(rf"\d{{1,3}}|(?i:coperture?|altr[oaie]|quest[oaie]|quell[oaie]|{'|'.join(numbers())})")
_HYPHEN = re.compile(r"(?<=\w)-[^\W\d_]{2,}")
_CLOSES = {"»": "«", "”": "“"}
_FORM = re.compile(r"(?:APS|ODV|ETS|ONLUS|ASD|SSD|S\.?R\.?L\.?|S\.?P\.?A\.?|(?i:soc\. coop\.?(?: soc\.?)?))[.,]?")
_NAME_BEFORE = re.compile(r"(?P<name>[A-ZÀ-Ý][\w'’]+(?: [A-ZÀ-Ý][\w'’]+| d[aei]l?l?a?){0,4}) $")
_LONGEST_NAME = 60
_CUE = 12
_ACTION_CUE = re.compile(
    r"(?i)\b(?:azion[ei]|az\.|scheda|intervento|attività) (?:n\. ?)?(?:[\w.]{1,6},? )?(?:[-–:] )?[«“\"'(]?$"
)
_CODED, _RUNNING = expression("whole.coded"), frozenset({"sentence", "item"})
_AREA_CUE = re.compile(r"(?i)(?:\barea|\basse|\bambito) [«“]?$")


def whole(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans in the order of the text, those that are pieces of one name joined, without what names nothing."""
    bodies = {s.end for s in spans if s.name == "Organisation"}
    spans = [named for span in spans if (named := _named(text, span, bodies)) is not None]
    words = [_closed(text, _unaddressed(text, _compound(text, span))) for span in spans]
    found = _quoted(text, list(_joined(text, list(_bodies(text, words)))))
    ends = {s.start: s.end for s in found if s.name == "Place"}
    longer = sorted(_longer(text, _shorter(text, span), ends) for span in found if not _nameless(text, span))
    starts = [s.start for s in longer]
    proper = [_proper(text, s, next((b for b in starts if b >= s.end), len(text))) for s in longer]
    return [_called(text, span) for span in proper]


def whole_passages(text: str, passages: Sequence[Passage], spans: Sequence[Span]) -> list[Span]:
    """The spans; an item of a list in which only an area is found is that area from its first word to its last, and so
    is a heading the title with which it begins.
    """
    kept = list(spans)
    for passage in passages:
        kept += _by_code(text, passage, kept)
        if passage.kind == "heading":
            kept = [_heading(text, passage, span) for span in kept]
        found = _ITEM.fullmatch(text, passage.start, passage.end) if passage.kind == "item" else None
        inside = [s for s in kept if passage.start <= s.start and s.end <= passage.end]
        if not found or not inside or len(found["name"].split()) > _MOST_WORDS:
            continue
        if min(inside).start == found.start("name") and all(s.name == "Area" for s in inside):
            kept = [s for s in kept if s not in inside]
            kept.append(_over(inside, *found.span("name")))
    return kept


def _by_code(text: str, passage: Passage, spans: Sequence[Span]) -> Iterator[Span]:
    """Actions that running text calls by nothing but their code ("la scheda 2 è senza capofila")."""
    for found in _CODED.finditer(text, passage.start, passage.end) if passage.kind in _RUNNING else ():
        if not any(s.start < found.end() and found.start() < s.end for s in spans):
            yield Span(*found.span(), TYPES.index("Action"), 1.0)


def _nameless(text: str, span: Span) -> bool:
    """Whether it is a mere number or "copertura", how a letter addresses somebody, or a letter ("la Vostra")."""
    if span.name == "Resource":
        return bool(_NOTHING.fullmatch(text, span.start, span.end))
    if span.name in _NAMES:
        return span.name == "Organisation" and bool(_ADDRESS.fullmatch(text, span.start, span.end))
    return bool(_LETTER.fullmatch(text, span.start, span.end))


def _proper(text: str, span: Span, following: int) -> Span:
    """A name of one capital goes on with its capitals ("Borgo", "Lariano"), up to where the next name begins."""
    alone = span.name in _NAMES and _ONE.fullmatch(text, span.start, span.end)
    more = _CAPITAL.match(text, span.end, following) if alone else None
    return _over((span,), span.start, more.end()) if more else span


def _named(text: str, span: Span, ends: Collection[int]) -> Span | None:
    """A legal form alone with the name before it, where that is no body's yet ("Frantumi APS"); None without one."""
    if span.name != "Organisation" or span.start - 1 in ends or not _FORM.fullmatch(text, span.start, span.end):
        return span
    before = _NAME_BEFORE.search(text, max(0, span.start - _LONGEST_NAME), span.start)
    return _over((span,), before.start("name"), span.end) if before else None


def _closed(text: str, span: Span) -> Span:
    """A name that opens quotes goes on to their end where that is the next sign."""
    following = text[span.end : span.end + 1]
    opens = _CLOSES.get(following, "\n")
    open_ = following in _CLOSES and text.count(opens, span.start, span.end) > text.count(
        following, span.start, span.end
    )
    return _over((span,), span.start, span.end + 1) if open_ else span


def _compound(text: str, span: Span) -> Span:
    """No name ends before the hyphen of a word ("Trasporto casa-lavoro")."""
    rest = _HYPHEN.match(text, span.end)
    return _over((span,), span.start, rest.end()) if rest else span


def _unaddressed(text: str, span: Span) -> Span:
    """A body without how a letter addresses it ("Spett.le Cooperativa")."""
    address = _ADDRESS.match(text, span.start, span.end) if span.name == "Organisation" else None
    stands = address and text[address.end() : address.end() + 1] == " " and address.end() + 1 < span.end
    return _over((span,), address.end() + 1, span.end) if address and stands else span


def _called(text: str, span: Span) -> Span:
    """What a text calls an action, or a sheet, by its code or name is no area."""
    is_action = span.name == "Area" and _ACTION_CUE.search(text, max(0, span.start - _CUE - _CUE), span.start)
    return Span(span.start, span.end, TYPES.index("Action"), span.odds) if is_action else span


def _heading(text: str, passage: Passage, span: Span) -> Span:
    """A title with capital that begins a heading goes on to its end, where no number or sign stands in between."""
    if span.name not in _TITLED or not passage.start <= span.start < span.end < passage.end:
        return span
    begins = _ITEM_MARK.fullmatch(text, passage.start, span.start) and text[span.start].isupper()
    goes_on = begins and _REST.fullmatch(text, span.end, passage.end)
    return _over((span,), span.start, passage.end) if goes_on else span


def _shorter(text: str, span: Span) -> Span:
    """What is still to be found is named without these words ("tre tutor da trovare")."""
    lacks = _LACKING.search(text, span.start, span.end) if span.name == "Resource" else None
    ends = lacks and lacks.end() == span.end and lacks.start() > span.start + 1
    return _over((span,), span.start, lacks.start() - 1) if lacks and ends else span


def _longer(text: str, span: Span, ends: Mapping[int, int]) -> Span:
    """A title with the place that tells it from others ("Doposcuola di Selvarotta"), an area called so with its "e"."""
    if span.name == "Action" and text[span.start].isupper() and (of := _OF_PLACE.match(text, span.end)):
        return _over((span,), span.start, ends.get(of.end(), span.end))
    if (
        span.name == "Area"
        and text[span.start].isupper()
        and _AREA_CUE.search(text, max(0, span.start - _CUE), span.start)
    ):
        more = _AREA_AND.match(text, span.end)
        return _over((span,), span.start, more.end()) if more else span
    return span


def _bodies(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Names of bodies with nothing but a space between them are one ("Cooperativa La", "Lanterna")."""
    bodies = [s for s in spans if s.name == "Organisation"]
    yield from (s for s in spans if s.name != "Organisation")
    while bodies:
        first = bodies.pop(0)
        while bodies and _goes_on(text, first, bodies[0]):
            following = bodies.pop(0)
            first = Span(first.start, following.end, first.type, min(first.odds, following.odds))
        yield first


def _goes_on(text: str, first: Span, following: Span) -> bool:
    """Whether nothing but a space, or an article that ends the one, stands between two pieces."""
    between = text[first.end : following.start]
    return between == " " or (not between and text[first.end - 1] in "'’")


def _joined(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """No name ends in "e": such a piece of an area goes on in the next."""
    pending = None
    for span in sorted(spans):
        if pending and span.type == pending.type and span.start - pending.end == 1:
            yield _over((pending, span), pending.start, span.end)
            pending = None
        elif span.name == "Area" and text[span.start : span.end].endswith(_AND):
            pending = span
        else:
            yield span
    if pending:
        yield pending


def _quoted(text: str, spans: list[Span]) -> list[Span]:
    """A title in quotes is one name where a piece of it that begins with it is an action, plan or area."""
    for found in _QUOTED.finditer(text):
        start, end = found.span("title" if found["title"] else "plain")
        inside = [s for s in spans if start <= s.start and s.end <= end]
        first = next((s for s in inside if s.start == start and s.name in _TITLED), None)
        if first is not None:
            spans = [s for s in spans if s not in inside or s.name not in _TITLED]
            spans.append(Span(start, end, TYPES.index(first.name), first.odds))
    return spans


def _over(pieces: Sequence[Span], start: int, end: int) -> Span:
    return Span(start, end, pieces[0].type, max(piece.odds for piece in pieces))
