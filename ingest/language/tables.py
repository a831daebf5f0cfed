"""Tables and sheets, first part: what stands in a cell of a known header is a mention, named or not."""

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from graph.model import Value
from ingest.language.draft import KEY, Draft, Reading, Row
from ingest.language.fields import Field, Headers
from ingest.language.lexicon import words_of
from ingest.language.patterns import expression
from ingest.language.values import MONEY, duration, first_date, number, period

_ITEM = re.compile(r"[^;,]+(?:\([^)]*\))?")
_RESOURCE_ITEM = re.compile(r"[^;]+")
_BRACKET = re.compile(r"\s*\([^)]*\)\s*$")
_VALUE = expression("tables.value")
_PROVIDED = expression("tables.provided")
_BARE_NUMBER = re.compile(r"\d{1,3}(?:[. ]\d{3})+(?:,\d{2})?|\d{3,}(?:,\d{2})?")
_ACTORS = frozenset({"lead", "partner", "promoter", "funder"})
_WORD = re.compile(r"[A-Za-zÀ-ÿ]")


@Language.component("intreccio_tables")
def tables(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if not reading.italian:
        return doc
    headers = Headers(reading.lexicon.tables)
    by_passage = reading.by_passage()
    gone: set[int] = set()
    for passage_number, passage in enumerate(reading.passages):
        fields = headers.of_row(reading.text, passage)
        sheet = not fields
        if sheet:
            fields = headers.of_line(reading.text, passage)
        if fields and (len(fields) > 1 or sheet):
            filler = _Cells(reading, passage_number, by_passage.get(passage_number, []), gone)
            for field in fields:
                filler.fill(field)
            reading.rows.append(Row(passage_number, tuple(fields), sheet))
    reading.mentions = [m for m in reading.mentions if id(m) not in gone]
    return doc


class _Cells:
    """Fills the cells of one row with mentions."""

    def __init__(self, reading: Reading, passage: int, mentions: list[Draft], gone: set[int]) -> None:
        self._reading = reading
        self._gone = gone
        self._passage = passage
        self._mentions = mentions

    def fill(self, field: Field) -> None:
        if field.role in _ACTORS:
            self._actors(field)
        elif field.role == "action":
            self._action(field)
        elif field.role == "group":
            self._items(field, "Group", {"of": "people", "category": "other"})
        elif field.role == "money":
            self._money(field)
        elif field.role in ("resource", "need"):
            self._resources(field)
        elif field.role == "indicator":
            self._indicators(field)
        elif field.role == "area":
            self._area(field)

    def _in(self, start: int, end: int, *types: str) -> list[Draft]:
        return [
            m
            for m in self._mentions
            if m.start < end and start < m.end and (not types or m.type in types) and not m.reference
        ]

    def _drop(self, start: int, end: int, keep: tuple[str, ...]) -> None:
        dropped = {id(m) for m in self._mentions if m.start < end and start < m.end and m.type not in keep}
        self._gone |= dropped
        self._mentions = [m for m in self._mentions if id(m) not in dropped]

    def _add(self, kind: str, start: int, end: int, properties: dict[str, Value], head: str = "") -> None:
        text = self._reading.text
        while start < end and text[start] in ' «“"-–•':
            start += 1
        while end > start and text[end - 1] in ' .;,:»”"':
            end -= 1
        if end - start > 1 and _WORD.search(text, start, end):
            draft = Draft(kind, start, end, f"table_{kind.lower()}", properties, head, self._passage)
            self._mentions.append(draft)
            self._reading.mentions.append(draft)

    def _pieces(self, field: Field, expression: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        for match in expression.finditer(self._reading.text, field.start, field.end):
            yield match.start(), match.end()

    def _actors(self, field: Field) -> None:
        for start, end in self._pieces(field, _ITEM):
            words = self._reading.text[start:end].strip()
            if self._in(start, end, "Organisation", "Person", "Group") or not words[:1].isupper() or len(words) > 80:
                continue
            if self._in(start, end, "Place"):
                self._drop(start, end, ())
                self._add("Organisation", start, end, {"kind": "public_body"})
                continue
            self._drop(start, end, ())
            bracket = _BRACKET.search(self._reading.text, start, end)
            self._add("Organisation", start, bracket.start() if bracket else end, {"kind": "other"})

    def _action(self, field: Field) -> None:
        text, end = self._reading.text, field.end
        bracket = text.find(" (", field.start, end)
        if bracket > 0:
            end = bracket
        comma = text.find(", ", field.start, end)
        if comma > 0 and comma - field.start > 12:
            end = comma
        self._drop(field.start, end, ("Group",))
        words = words_of(text[field.start : end])
        heads = self._reading.lexicon.action_heads.entries
        kind = next((heads[(w,)] for w in words[:3] if (w,) in heads), "project")
        self._add("Action", field.start, end, {"kind": kind}, words[0] if words else "")

    def _items(self, field: Field, kind: str, properties: dict[str, Value]) -> None:
        if self._in(field.start, field.end, kind, "Organisation"):
            return
        for start, end in self._pieces(field, _ITEM):
            self._add(kind, start, end, dict(properties))

    def _money(self, field: Field) -> None:
        if self._in(field.start, field.end, "Resource"):
            return
        match = _BARE_NUMBER.match(self._reading.text, field.start, field.end)
        amount = number(match[0]) if match else None
        if match and amount and match.end() >= field.end - 4:
            draft = Draft(
                "Resource",
                match.start(),
                match.end(),
                "table_resource",
                {"kind": "money", "amount": amount, "unit": "EUR"},
                "euro",
                self._passage,
            )
            self._mentions.append(draft)
            self._reading.mentions.append(draft)

    def _resources(self, field: Field) -> None:
        text = self._reading.text
        for start, end in self._pieces(field, _RESOURCE_ITEM):
            if MONEY.search(text, start, end) or self._in(start, end, "Resource"):
                continue
            stop = next((m.start() for m in _PROVIDED.finditer(text, start + 3, end)), end)
            bracket = text.find(" (", start, stop)
            stop = bracket if bracket > 0 else stop
            named = [m.start for m in self._in(start, end, "Organisation")]
            if named and min(named) <= start + 1:
                continue
            self._drop(start, stop, ("Organisation", "Place", "Person"))
            properties = self._counted(text[start:stop].split())
            self._add("Resource", start, stop, properties)

    def _counted(self, words: list[str]) -> dict[str, Value]:
        heads, numbers = self._reading.lexicon.resource_heads.entries, self._reading.lexicon.spans["numbers"]
        kind = next((heads[(w.lower(),)] for w in words if (w.lower(),) in heads), "other")
        properties: dict[str, Value] = {"kind": kind}
        count = numbers.get(words[0].lower()) or number(words[0]) if words else None
        if count and words[0].lower() not in ("un", "una", "uno"):
            properties["amount"] = count
        return properties

    def _indicators(self, field: Field) -> None:
        text = self._reading.text
        self._drop(field.start, field.end, ())
        for start, end in self._pieces(field, _RESOURCE_ITEM):
            value = _VALUE.search(text, start, end)
            properties: dict[str, Value] = {}
            stop = end
            if value:
                stop = value.start()
                found = {"target": number(value["to"].rstrip(".,")), "baseline": number(value["from"] or "")}
                properties = {k: v for k, v in found.items() if v is not None}
                if value["unit"]:
                    properties["unit"] = value["unit"]
            self._add("Indicator", start, stop, properties)

    def _area(self, field: Field) -> None:
        words = self._reading.text[field.start : field.end]
        if not self._in(field.start, field.end, "Area") and len(words) > 8 and not re.fullmatch(r"[\w.]{1,5}", words):
            self._drop(field.start, field.end, ())
            code = re.match(r"([A-Z]?\d+(?:\.\d+)*|[A-Z]{1,2}\.?\d*|[IVX]+)[.):]?\s+(?:[–-]\s)?", words)
            start = field.start + (code.end() if code else 0)
            properties: dict[str, Value] = {"level": "area"}
            if code:
                properties["code"] = code[1]
            self._add("Area", start, field.end, properties)


def period_of(text: str, numbers: dict[str, int], year: str | None) -> dict[str, Value]:
    """since, until and duration that a cell about time states."""
    found: dict[str, Value] = {}
    if lasting := duration(text, numbers):
        found["duration"] = lasting
    first = first_date(text, year)
    if first is None:
        return found
    second = first_date(text[first.end :], year)
    if second is not None:
        return found | {"since": first.value, "until": second.value}
    if years := period(text):
        return found | {"since": years[0], "until": years[1]}
    return found | {"until": first.value}
