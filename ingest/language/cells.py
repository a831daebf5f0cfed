"""What stands in a cell of a known header is a mention, whether its words give it away or not."""

import re
from collections.abc import Iterator, Sequence

from ingest.language.encoder import TYPES, Span
from ingest.language.fields import Field
from ingest.language.patterns import expression
from ingest.language.values import MONEY

_ITEM = re.compile(r"[^;,]+(?:\([^)]*\))?")
_ACTOR = re.compile(r"(?:[^;,(\s]|\s(?![-–]\s)|\([^)]*\))+")
_CONNECTS = re.compile(r"\b(?:con|ed?|insieme|tramite|presso|per|d['’]intesa)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"[ \w]+")
_RESOURCE_ITEM = re.compile(r"[^;]+")
_BRACKET = re.compile(r"\s*\([^)]*\)\s*$")
_PROVIDED = expression("cells.provided")
_COVER = re.compile(r"\s*(?:la |di )?(?:copertura|restante|parte restante)\b", re.IGNORECASE)
_LISTS = re.compile(r"[,;/]")
_BOLD = re.compile(r"\W{0,2}\*\*(?P<title>[^*\n]{4,90})\*\*")
_BARE_NUMBER = re.compile(r"\d{1,3}(?:[. ]\d{3})+(?:,\d{2})?|\d{3,}(?:,\d{2})?")
_WORD = re.compile(r"[A-Za-zÀ-ÿ]")
_CODE = re.compile(r"(?:\d{1,2}|[IVX]{1,4})(?:\.\d{1,2})+[.)]?\s+(?:[-–—]\s)?(?=\w)")
_SENTENCES = re.compile(r"\.\s+[A-ZÀ-Ý]")
_ACTORS = frozenset({"lead", "partner", "promoter", "funder"})
_TITLED = {"title": "Action", "heading": "Area"}
"""Fields that are a title from end to end, and of what."""
_OPENS = {"»": "«", "”": "“"}
_LONGEST_NAME = 80
_SHORTEST_TITLE = 12
INDICATOR_VALUE = expression("cells.value")


def fill(text: str, fields: Sequence[Field], spans: Sequence[Span]) -> list[Span]:
    """The mentions of a row, given those that the encoder found in it."""
    filler = _Cells(text, list(spans))
    for field in fields:
        filler.fill(field)
    return filler.spans


class _Cells:
    def __init__(self, text: str, spans: list[Span]) -> None:
        self._text = text
        self.spans = spans

    def fill(self, field: Field) -> None:
        if field.role in _ACTORS:
            self._actors(field)
        elif field.role == "action":
            self._action(field)
        elif field.role in _TITLED:
            self._drop(field.start, field.end, "Group", "Organisation", "Person", "Place", "Plan")
            self._add(_TITLED[field.role], field.start, field.end)
            self._untitled(field.end)
        elif field.role == "group":
            if not self._in(field.start, field.end, "Group", "Organisation"):
                for start, end in self._pieces(field, _ITEM):
                    self._add("Group", start, end)
        elif field.role == "money":
            self._money(field)
        elif field.role in ("resource", "need"):
            self._resources(field)
        elif field.role == "indicator":
            self._indicators(field)
        elif field.role == "area":
            self._area(field)

    def _untitled(self, start: int) -> None:
        """What stands behind a title in its line is no other area."""
        line = self._text.find("\n", start)
        end = line if line >= 0 else len(self._text)
        self.spans = [s for s in self.spans if not (start <= s.start < end and s.name == "Area")]

    def _in(self, start: int, end: int, *types: str) -> list[Span]:
        return [s for s in self.spans if s.start < end and start < s.end and (not types or s.name in types)]

    def _drop(self, start: int, end: int, *but: str) -> None:
        self.spans = [s for s in self.spans if not (s.start < end and start < s.end) or s.name in but]

    def _add(self, kind: str, start: int, end: int) -> None:
        while start < end and self._text[start] in ' «“"-–•':
            start += 1
        while end > start and self._text[end - 1] in ' .;,:»”"' and not self._closes(start, end):
            end -= 1
        if end - start > 1 and _WORD.search(self._text, start, end):
            self.spans.append(Span(start, end, TYPES.index(kind), 1.0))

    def _closes(self, start: int, end: int) -> bool:
        """Whether the last sign closes quotes that were opened within."""
        within, last = self._text[start : end - 1], self._text[end - 1]
        return within.count('"') % 2 == 1 if last == '"' else within.count(_OPENS.get(last, "\n")) > within.count(last)

    def _pieces(self, field: Field, expression: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        for match in expression.finditer(self._text, field.start, field.end):
            yield match.start(), match.end()

    def _actors(self, field: Field) -> None:
        """Whatever is named in such a cell is a body, from its first word to its last."""
        for start, end in self._pieces(field, _ACTOR):
            bracket = _BRACKET.search(self._text, start, end)
            stop = bracket.start() if bracket else end
            words = self._text[start:stop].strip()
            known = self._in(start, stop, "Organisation", "Person", "Group")
            if words[:1].isupper() and len(words) <= _LONGEST_NAME and self._is_one(known, start, stop):
                self._drop(start, stop)
                self._add("Organisation", start, stop)

    def _is_one(self, known: Sequence[Span], start: int, end: int) -> bool:
        """Whether a piece names one thing: nothing known in it, classes of bodies, or a body with more words beside.

        A person's name behind a body's, without a sign between, is a part of it ("Istituto superiore Ada Negri").
        """
        bodies = [s for s in known if s.name == "Organisation"]
        if len(bodies) == 1:
            body = bodies[0]
            beside = self._text[start : body.start] + "|" + self._text[body.end : end]
            behind = all(_BETWEEN.fullmatch(self._text, body.end, s.start) for s in known if s is not body)
            return behind and not _CONNECTS.search(beside)
        return all(s.name == "Group" for s in known)

    def _action(self, field: Field) -> None:
        """The whole cell behind a code, up to a bracket or colon, or to the comma behind a title of some length.

        Sentences title nothing: they say why nothing else stands there.
        """
        code = _CODE.match(self._text, field.start, field.end)
        start, end = code.end() if code else field.start, field.end
        if not code and _SENTENCES.search(self._text, start, end):
            return
        if bold := _BOLD.match(self._text, start, end):
            start, end = bold.span("title")
        colon = self._text.find(": ", start, end)
        end = colon if colon - start > _SHORTEST_TITLE // 2 else end
        bracket = self._text.find(" (", start, end)
        end = bracket if bracket > 0 else end
        comma = self._text.find(", ", start, end)
        end = comma if comma - start > _SHORTEST_TITLE else end
        self._drop(field.start, field.end, "Group", "Organisation", "Person", "Place")
        self._drop(field.start, end, "Group")
        self._add("Action", start, end)

    def _money(self, field: Field) -> None:
        match = _BARE_NUMBER.match(self._text, field.start, field.end)
        if match and match.end() >= field.end - 4 and not self._in(field.start, field.end, "Resource"):
            self.spans.append(Span(match.start(), match.end(), TYPES.index("Resource"), 1.0))

    def _resources(self, field: Field) -> None:
        for start, end in self._pieces(field, _RESOURCE_ITEM):
            told = MONEY.search(self._text, start, end) or _COVER.match(self._text, start, end)
            if told or self._in(start, end, "Resource"):
                continue
            stop = next((m.start() for m in _PROVIDED.finditer(self._text, start + 3, end)), end)
            bracket = self._text.find(" (", start, stop)
            stop = bracket if bracket > 0 else stop
            named = [s.start for s in self._in(start, end, "Organisation")]
            if not named or min(named) > start + 1:
                self._drop(start, stop)
                self._add("Resource", start, stop)

    def _indicators(self, field: Field) -> None:
        self._drop(field.start, field.end)
        for start, end in self._pieces(field, _RESOURCE_ITEM):
            value = INDICATOR_VALUE.search(self._text, start, end)
            self._add("Indicator", start, value.start() if value else end)

    def _area(self, field: Field) -> None:
        """The whole cell behind a code; of a cell that lists several areas those that are known."""
        words = self._text[field.start : field.end]
        known = self._in(field.start, field.end, "Area")
        if _LISTS.search(words) if known else len(words) <= 8 or re.fullmatch(r"[\w.]{1,5}", words):
            return
        self._drop(field.start, field.end, "Group")
        code = re.match(r"(?:[A-Z]?\d+(?:\.\d+)*|[A-Z]{1,2}\.?\d*|[IVX]+)[.):]?\s+(?:[–-]\s)?", words)
        self._add("Area", field.start + (code.end() if code else 0), field.end)
