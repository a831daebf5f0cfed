"""Titles of actions in the running text of a plan, and what is said of each below its title.

A title is a numbered sheet ("Scheda 3 – Title"), a numbered paragraph or heading ("2.1 Title. …") of which some are
followed by labels, emphasised words before a code ("*Title* (4.1)"), or a heading below which labels stand ("Capofila:
…"). What stands below belongs to it up to the next title or heading.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from graph.extraction import Passage
from ingest.language.coded import HEADING
from ingest.language.draft import Reading, Row
from ingest.language.fields import Field
from ingest.language.patterns import expression
from ingest.language.values import times

_SHEET: Final = expression("titles.sheet")
_NUMBERED: Final = expression("titles.numbered")
_BEFORE_CODE: Final = expression("titles.before_code")
_LACKS: Final = expression("titles.lacks")
_SURE: Final = frozenset({_SHEET, _BEFORE_CODE})
_OF_ACTIONS: Final = frozenset({"lead", "partner", "deadline", "indicator", "period"})
_LEAST: Final = 2
"""Labels under a heading that make it an action's, and numbered titles with labels that make all of them such."""
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class _Title:
    """Where a title stands, and by which expression it was found (None: a heading with labels below)."""

    passage: int
    fields: tuple[Field, ...]
    shape: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Prose:
    """What prose says where no label of these roles does: a role, its expressions, and whether the words before and the
    words themselves really say it.
    """

    role: str
    labels: frozenset[str]
    shapes: tuple[re.Pattern[str], ...]
    holds: Callable[[str, str], bool]


_PROSE: Final = (
    # until when: "entro …" with a date
    _Prose(
        "deadline",
        frozenset({"deadline", "period"}),
        (expression("titles.until"),),
        lambda _, words: bool(times(words)),
    ),
    # how it is measured: what is to be reached, not what is needed by then
    _Prose(
        "indicator",
        frozenset({"indicator"}),
        (expression("titles.expected"), expression("titles.counted")),
        lambda before, _: not _LACKS.search(before),
    ),
    # with what means: what somebody has of its own ("con il proprio ufficio")
    _Prose(
        "resource",
        frozenset({"resource", "money", "funder"}),
        (expression("titles.own"),),
        lambda _before, _words: True,
    ),
)


def with_titles(reading: Reading, rows: Sequence[Row], labels: Collection[int]) -> list[Row]:
    """The rows of a plan, in order, with those of its titles, each row below one with the number of its title.

    `labels`: the passages in which labels stand, whether or not anything stands behind them.
    """
    labelled = {row.passage: row for row in rows if row.is_sheet}
    if reading.genre != "plan" or any(f.role == "action" for row in labelled.values() for f in row.fields):
        return list(rows)
    closing = {row.passage for row in rows if row.fields[0].role == "heading"}
    titles = _titles(reading, labelled, labels, closing)
    below = _below(reading.passages, titles, closing)
    made = [row for row in rows if row.passage not in titles and not (row.is_sheet and row.passage in below)]
    for number, title in titles.items():
        own = labelled[number].fields if number in labelled else ()
        fields = (*title.fields, *(f for f in own if f.start >= title.fields[-1].end))
        made.append(Row(number, fields, is_sheet=True, title=number))
    for number, title_number in below.items():
        if number in labelled:
            made.append(replace(labelled[number], title=title_number))
    made = _as_indicators(made)
    found = [*made, *(row for prose in _PROSE for row in _told_in_prose(reading, made, titles, below, prose))]
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


def _titles(
    reading: Reading, labelled: Mapping[int, Row], labels: Collection[int], closing: set[int]
) -> dict[int, _Title]:
    """Passage → the title in it."""
    found = {t.passage: t for t in _candidates(reading) if t.passage not in closing}
    below = _below(reading.passages, found, closing)
    with_labels = {below.get(number, number) for number in labels}
    kinds = Counter(reading.passages[n].kind for n in with_labels if n in found and found[n].shape is _NUMBERED)
    kept = {n: title for n, title in found.items() if title.shape in _SURE or kinds[reading.passages[n].kind] >= _LEAST}
    return kept or {t.passage: t for t in _headings(reading, labelled, closing)}


def _candidates(reading: Reading) -> Iterator[_Title]:
    for number, passage in enumerate(reading.passages):
        if passage.kind in {"item", "sentence", "heading"}:
            for shape in (_SHEET, _NUMBERED):
                if match := shape.match(reading.text, passage.start, passage.end):
                    yield _Title(number, _fields(match), shape)
                    break
            else:
                if match := _BEFORE_CODE.search(reading.text, passage.start, passage.end):
                    yield _Title(number, _fields(match), _BEFORE_CODE)


def _headings(reading: Reading, labelled: Mapping[int, Row], closing: set[int]) -> Iterator[_Title]:
    """Headings, none of an area, below which at least two labels of an action stand."""
    heads = [n for n, p in enumerate(reading.passages) if p.kind == "heading" and p.end - p.start <= _LONGEST]
    roles: dict[int, set[str]] = {n: set() for n in heads}
    for number, row in labelled.items():
        if at := bisect_right(heads, number):
            roles[heads[at - 1]] |= {field.role for field in row.fields}
    for number in heads:
        passage = reading.passages[number]
        is_area = number in closing or HEADING.match(reading.text, passage.start, passage.end)
        if len(roles[number]) >= _LEAST and roles[number] & _OF_ACTIONS and not is_area:
            yield _Title(number, (Field("title", passage.start, passage.end),), None)


def _fields(match: re.Match[str]) -> tuple[Field, ...]:
    named = (Field("code", *match.span("code")), Field("title", *match.span("title")))
    return tuple(sorted(named, key=lambda field: field.start))


def _below(passages: Sequence[Passage], titles: Mapping[int, object], closing: set[int]) -> dict[int, int]:
    """Passage → the title that it stands below."""
    found: dict[int, int] = {}
    title: int | None = None
    for number, passage in enumerate(passages):
        if number in titles:
            title = number
        elif number in closing or passage.kind in {"heading", "row"}:
            title = None
        elif title is not None:
            found[number] = title
    return found


def _told_in_prose(
    reading: Reading, rows: Sequence[Row], titles: Mapping[int, _Title], below: Mapping[int, int], prose: _Prose
) -> Iterator[Row]:
    """Of titles of which no label says it, the first words behind or below that do."""
    told = {row.title for row in rows for field in row.fields if field.role in prose.labels}
    for number, title, start, end in _untold(reading, titles, below, told):
        matches = (shape.search(reading.text, start, end) for shape in prose.shapes)
        found = next((m for m in matches if m and prose.holds(reading.text[start : m.start("what")], m["what"])), None)
        if found:
            told.add(title)
            yield Row(number, (Field(prose.role, *found.span("what")),), is_sheet=True, title=title)


def _untold(
    reading: Reading, titles: Mapping[int, _Title], below: Mapping[int, int], told: Collection[int]
) -> Iterator[tuple[int, int, int, int]]:
    """Passage, title, start and end of what stands behind and below the titles that are not among `told` by then.

    Emphasised words before a code are what their sentence is about: it may say it before them.
    """
    for number, passage in enumerate(reading.passages):
        title = number if number in titles else below.get(number, -1)
        if title >= 0 and title not in told:
            leads = title == number and titles[title].shape is not _BEFORE_CODE
            yield number, title, titles[title].fields[-1].end if leads else passage.start, passage.end
