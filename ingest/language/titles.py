"""Titles of actions in the running text of a plan, and what is said of each below its title.

A title is a numbered sheet ("Scheda 3 – Title"), a numbered paragraph or heading ("2.1 Title. …"), emphasised words
before a code ("*Title* (4.1)"), a heading below which labels stand ("Capofila: …"), or, where a plan has none of these,
the bold words with which items begin, what is to be done as paragraphs begin ("Aprire lo sportello. …"), or what it
calls by a name in quotes («Title»). What stands below belongs to it up to the next title or heading; headings that
only ask ("Chi lo fa", "Che cosa serve") are labels.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from ingest.language.coded import HEADING
from ingest.language.draft import Reading, Row
from ingest.language.fields import Field, Headers
from ingest.language.patterns import expression
from ingest.language.prose import told_in_prose
from ingest.language.values import MONEY

_SHEET: Final = expression("titles.sheet")
_NUMBERED: Final = expression("titles.numbered")
_BEFORE_CODE: Final = expression("titles.before_code")
_QUOTED: Final = expression("titles.quoted")
_DEED: Final = expression("titles.deed")
_BOLD: Final = re.compile(
    r"\W{0,3}\*\*(?P<title>[A-ZÀ-Ý«“\"][^*\n]{3,90}?)(?:\s\([\w.]{1,6}\))?[.:]?\*\*(?=\s?[.:–—-]|\s+[A-ZÀ-Ýa-zà-ù(])"
)
_NO_AREA: Final = expression("titles.no_area")
_STYLE: Final = re.compile(
    r"[\W_]*(?:(?P<roman>[IVX]{1,4})|(?P<number>\d{1,2})|(?P<letter>[A-Z]))(?:[.)]|\s?[-–—])\s+(?=\w)"
)
_SIGNS: Final = re.compile(r"[\W_]*")
_LINED: Final = "-–—=*_# "
"""What may stand around a heading."""
_SURE: Final = frozenset({_SHEET, _BEFORE_CODE})
_IN_SENTENCES: Final = frozenset({_BEFORE_CODE, _QUOTED})
"""Titles that are a part of a sentence, which may say something of them before."""
_SPOKEN_OF: Final = (expression("titles.until"), expression("titles.expected"), expression("wants.cue"), MONEY)
"""What is said of an action, and hardly in a chapter that sets none out."""
_OF_ACTIONS: Final = frozenset({"lead", "partner", "deadline", "indicator", "period"})
_OF_LABELS: Final = _OF_ACTIONS | {"resource", "need", "money", "funder", "group", "promoter", "place"}
_LEAST: Final = 2
"""Labels under a heading that make it an action's, and numbered titles with labels that make all of them such."""
_SEVERAL: Final = 3
"""Titles without labels from which on they may be such: at least half of them with something said of them."""
_LONGEST: Final = 120
_LABEL: Final = 60
"""Code points of a heading that is a label."""


@dataclass(frozen=True, slots=True)
class _Title:
    """Where a title stands, and by which expression it was found (None: a heading with labels below)."""

    passage: int
    fields: tuple[Field, ...]
    shape: re.Pattern[str] | None


def with_titles(reading: Reading, rows: Sequence[Row], labels: Collection[int], headers: Headers) -> list[Row]:
    """The rows of a plan, in order, with those of its titles, each row below one with the number of its title.

    `labels`: the passages in which labels stand, whether or not anything stands behind them.
    """
    labelled = {row.passage: row for row in rows if row.is_sheet}
    if reading.genre != "plan" or any(f.role == "action" for row in labelled.values() for f in row.fields):
        return list(rows)
    tabled = any(field.role == "action" for row in rows for field in row.fields)
    closing = {row.passage for row in rows if row.fields[0].role == "heading"}
    finder = _Finder(reading, labelled, labels, headers, closing, tabled=tabled)
    titles = finder.titles()
    below = finder.below(titles)
    reading.below = below
    for number in (n for n, title in titles.items() if title.shape is _DEED):
        reading.passages[number] = replace(reading.passages[number], kind="item")
    made = [row for row in rows if row.passage not in titles and not (row.is_sheet and row.passage in below)]
    for number, title in titles.items():
        own = labelled[number].fields if number in labelled else ()
        fields = (*title.fields, *(f for f in own if f.start >= title.fields[-1].end))
        made.append(Row(number, fields, is_sheet=True, title=number))
    for number, title_number in below.items():
        if row := finder.said_below(number):
            made.append(replace(row, title=title_number))
    made = _as_indicators(made)
    ends = {n: reading.passages[n].start if t.shape in _IN_SENTENCES else t.fields[-1].end for n, t in titles.items()}
    found = [*made, *told_in_prose(reading, made, ends, below), *finder.areas(titles)]
    return [_one_row(list(of)) for _, of in groupby(sorted(found, key=_passage), _passage)]


def _passage(row: Row) -> int:
    return row.passage


def _one_row(rows: Sequence[Row]) -> Row:
    """What was found in one passage, in order."""
    fields = sorted((field for row in rows for field in row.fields), key=lambda field: field.start)
    return replace(rows[0], fields=tuple(fields)) if len(rows) > 1 else rows[0]


def _as_indicators(rows: Sequence[Row]) -> list[Row]:
    """The rows; how much is to be reached is what an action is measured by, where no other label says that."""
    measured = {row.title for row in rows for field in row.fields if field.role == "indicator"}
    return [
        row
        if row.title < 0 or row.title in measured
        else replace(row, fields=tuple(replace(f, role="indicator") if f.role == "target" else f for f in row.fields))
        for row in rows
    ]


class _Finder:
    """Finds a plan's titles; `closing`: passages that title an area by their code; `tabled`: a table has actions."""

    def __init__(
        self,
        reading: Reading,
        labelled: Mapping[int, Row],
        labels: Collection[int],
        headers: Headers,
        closing: set[int],
        *,
        tabled: bool,
    ) -> None:
        self._reading, self._text, self._passages = reading, reading.text, reading.passages
        self._labelled, self._labels, self._closing = labelled, labels, closing
        self._asking = dict(self._label_headings(headers))
        self._headers, self._tabled = headers, tabled
        self._headings_at = [n for n, p in enumerate(self._passages) if p.kind == "heading"]

    def titles(self) -> dict[int, _Title]:
        """Passage → the title in it, by the surest shape that the plan has."""
        found = {t.passage: t for t in self._candidates() if t.passage not in self._closing}
        below = self.below(found)
        with_labels = {below.get(number, number) for number in (*self._labels, *self._asking)}
        kinds = Counter(self._kind(n) for n in with_labels if n in found and found[n].shape is _NUMBERED)
        told = self._spoken_of(found, below, self._kind)
        kept = {
            n: t
            for n, t in found.items()
            if t.shape in _SURE or kinds[self._kind(n)] >= _LEAST or self._kind(n) in told
        }
        kept = kept or {t.passage: t for t in self._headings()}
        return kept or ({} if self._tabled else self._bold() or self._deeds() or self._quoted())

    def below(self, titles: Mapping[int, _Title]) -> dict[int, int]:
        """Passage → the title that it stands below; of a title in a sentence also what its paragraph says before."""
        found: dict[int, int] = {}
        title: int | None = None
        for number in range(len(self._passages)):
            if number in titles:
                title = number
                if titles[number].shape is _QUOTED:
                    found |= dict.fromkeys(self._before(number, titles), number)
            elif self._closes(number):
                title = None
            elif title is not None:
                found[number] = title
        return found

    def _closes(self, number: int) -> bool:
        """Whether what stands above ends there: rows, headings that are no labels."""
        closes = self._kind(number) == "heading" and number not in self._asking
        return number in self._closing or self._kind(number) == "row" or closes

    def said_below(self, number: int) -> Row | None:
        """What the labels of a passage below a title say, be the label the heading above."""
        if number in self._labelled:
            return self._labelled[number]
        passage = self._passages[number]
        if passage.kind == "heading":
            return None
        at = bisect_right(self._headings_at, number)
        role = self._asking.get(self._headings_at[at - 1]) if at else None
        if role is None or self._headers.is_blank(passage.text):
            return None
        return Row(number, (Field(role, passage.start, passage.end),), is_sheet=True)

    def areas(self, titles: Mapping[int, _Title]) -> Iterator[Row]:
        """The chapters in which the titles stand, where no heading says by its code that it titles an area; numbered
        ones also without titles.
        """
        if self._closing or not titles:
            return
        heads = [n for n, p in enumerate(self._passages) if p.kind == "heading" and n not in titles]
        heads = [n for n in heads if n not in self._asking and not _NO_AREA.search(self._passages[n].text)]
        above = {heads[at - 1] for n in titles if (at := bisect_right(heads, n))}
        styles = {style for n in above if (style := self._style(n))}
        for number in heads:
            if len(above) >= _LEAST and (number in above or self._style(number) in styles):
                passage = self._passages[number]
                code = _STYLE.match(passage.text) or _SIGNS.match(passage.text)
                start = passage.start + (code.end() if code else 0)
                end = passage.end - len(passage.text) + len(passage.text.rstrip(_LINED))
                yield Row(number, (Field("heading", start, end),), False)

    def _style(self, number: int) -> str | None:
        """How a heading is numbered, or by which signs it is set off."""
        text = self._passages[number].text
        match = _STYLE.match(text)
        return match.lastgroup if match else text[0] if text[:1] in _LINED else None

    def _kind(self, number: int) -> str:
        return self._passages[number].kind

    def _label_headings(self, headers: Headers) -> Iterator[tuple[int, str | None]]:
        """Headings that are labels: those of a role, and what stands above several parts (of no role: None)."""
        heads = [(n, p) for n, p in enumerate(self._passages) if p.kind == "heading" and len(p.text) <= _LABEL]
        times = Counter(passage.text.strip().lower() for _, passage in heads)
        for number, passage in heads:
            role = headers.role(passage.text)
            several = times[passage.text.strip().lower()] >= _LEAST
            if number not in self._closing and (several or role in _OF_LABELS) and not _coded(passage.text):
                yield number, role if role in _OF_LABELS else None

    def _candidates(self) -> Iterator[_Title]:
        for number, passage in enumerate(self._passages):
            if passage.kind in {"item", "sentence", "heading"}:
                for shape in (_SHEET, _NUMBERED):
                    if match := shape.match(self._text, passage.start, passage.end):
                        yield _Title(number, _fields(match), shape)
                        break
                else:
                    if match := _BEFORE_CODE.search(self._text, passage.start, passage.end):
                        yield _Title(number, _fields(match), _BEFORE_CODE)

    def _spoken_of(self, found: Mapping[int, _Title], below: Mapping[int, int], kind: Callable[[int], str]) -> set[str]:
        """Sorts of titles, of which there are several, of at least half of which something is said as of an action."""
        told = {
            below.get(number, number)
            for number, passage in enumerate(self._passages)
            if (number in below or number in found)
            and any(shape.search(self._text, passage.start, passage.end) for shape in _SPOKEN_OF)
        }
        of = Counter(kind(number) for number in found)
        spoken = Counter(kind(number) for number in found if number in told)
        return {sort for sort, times in of.items() if times >= _SEVERAL and 2 * spoken[sort] >= times}

    def _headings(self) -> Iterator[_Title]:
        """Headings, none of an area, below which at least two labels of an action stand."""
        heads = [n for n, p in enumerate(self._passages) if p.kind == "heading" and p.end - p.start <= _LONGEST]
        heads = [n for n in heads if n not in self._asking]
        roles: dict[int, set[str]] = {n: set() for n in heads}
        said = [(n, field.role) for n, row in self._labelled.items() for field in row.fields]
        said += [(n, role) for n, role in self._asking.items() if role]
        for number, role in said:
            if at := bisect_right(heads, number):
                roles[heads[at - 1]].add(role)
        for number in heads:
            passage = self._passages[number]
            is_area = number in self._closing or HEADING.match(self._text, passage.start, passage.end)
            if len(roles[number]) >= _LEAST and roles[number] & _OF_ACTIONS and not is_area:
                coded = _NUMBERED.match(self._text, passage.start, passage.end)
                yield _Title(number, _fields(coded) if coded else (Field("title", passage.start, passage.end),), None)

    def _bold(self) -> dict[int, _Title]:
        """The bold words with which items or paragraphs begin, where several do."""
        found = {
            number: _Title(number, (Field("title", *match.span("title")),), _BOLD)
            for number, passage in enumerate(self._passages)
            if passage.kind in {"sentence", "item"}
            and number not in self._labels
            and (match := _BOLD.match(self._text, passage.start, passage.end))
        }
        return self._told(found)

    def _deeds(self) -> dict[int, _Title]:
        """What is to be done, as the first words of items or paragraphs say, where several do."""
        starts = {block.start for block in self._reading.source.blocks}
        found = {
            number: _Title(number, (Field("title", *match.span("title")),), _DEED)
            for number, passage in enumerate(self._passages)
            if passage.kind == "item" or (passage.kind == "sentence" and passage.start in starts)
            if (match := _DEED.match(self._text, passage.start, passage.end))
        }
        return self._told(found)

    def _told(self, found: dict[int, _Title]) -> dict[int, _Title]:
        """Titles of which enough of their sort are spoken of as actions."""
        told = self._spoken_of(found, self.below(found), self._kind)
        return {number: title for number, title in found.items() if self._kind(number) in told}

    def _quoted(self) -> dict[int, _Title]:
        """What is called by a name in quotes, where several are, each where it is first called so."""
        found: dict[int, _Title] = {}
        names = set[str]()
        for number, passage in enumerate(self._passages):
            if passage.kind not in {"sentence", "item"}:
                continue
            for match in _QUOTED.finditer(self._text, passage.start, passage.end):
                if (name := match["title"].lower()) not in names and number not in found:
                    names.add(name)
                    found[number] = _Title(number, (Field("title", *match.span("title")),), _QUOTED)
        return found if self._spoken_of(found, self.below(found), lambda _: "quoted") else {}

    def _before(self, number: int, titles: Mapping[int, _Title]) -> Iterator[int]:
        """The passages of the paragraph of a title that stand before it."""
        at = self._passages[number].start
        blocks = self._reading.source.blocks
        place = bisect_right(blocks, at, key=lambda block: block.start) - 1
        block = blocks[place] if place >= 0 else None
        before = number - 1
        while block and before >= 0 and self._passages[before].start >= block.start and before not in titles:
            yield before
            before -= 1


def _coded(text: str) -> bool:
    return bool(_SHEET.match(text) or _NUMBERED.match(text))


def _fields(match: re.Match[str]) -> tuple[Field, ...]:
    named = (Field("code", *match.span("code")), Field("title", *match.span("title")))
    return tuple(sorted(named, key=lambda field: field.start))
