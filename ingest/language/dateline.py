"""The date of a document that its source does not give: the day of the meeting it reports, else its dateline."""

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from graph.extraction import Passage
from ingest.language.draft import KEY, Reading
from ingest.language.patterns import expression
from ingest.language.values import Time, day_in_words, times

_LINE = expression("dateline.line")
_MEETING = expression("dateline.meeting")
_ACT = expression("dateline.act")
_BEFORE, _AFTER = expression("dateline.before"), expression("dateline.after")
_SINCE = expression("dateline.since")
_HEAD, _TAIL = 12, 8
"""Passages at the beginning and at the end of a document in which its date may stand."""
_LINES = frozenset({"sentence", "heading"})
_SHORT = 130
"""Code points of a line that is more a heading than a sentence."""
_DAY, _MONTH = len("2026-03-14"), len("2026-03")
_ISSUE = re.compile(r"(?:\bn\.\s?\d+|\bnumero \d+|\banno \w+|[,·|–-])\W*$", re.IGNORECASE)


@Language.component("intreccio_dateline")
def dateline(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if reading.italian and not reading.date:
        reading.date = next(_dates(reading), None)
    return doc


def _dates(reading: Reading) -> Iterator[str]:
    """Days, the likeliest first: of a meeting in minutes, of a dateline, behind a title, of an act."""
    head, tail = reading.passages[:_HEAD], reading.passages[_HEAD:][-_TAIL:]
    if reading.genre == "minutes":
        yield from (day.first for p in head for m in _MEETING.finditer(p.text) if (day := _day(p.text[m.end() :])))
    for passage in (*head, *reversed(tail)):
        line = _LINE.match(passage.text)
        day = _day(passage.text[line.end() :]) if line else None
        if line and day and _AFTER.match(passage.text, line.end() + day.end):
            yield day.first
    for passage in head:
        yield from _ending(passage)
    for passage in head:
        day = _day(passage.text) if passage.kind in _LINES and len(passage.text) <= _SHORT else None
        yield from [day.first] if day else []
    for passage in (*head, *reversed(tail)):
        yield from (day.first for m in _ACT.finditer(passage.text) if (day := _day(passage.text[m.end() :])))
        yield from day_in_words(passage.text)
    for passage in head:
        yield from _month(passage)


def _ending(passage: Passage) -> Iterator[str]:
    """The day with which a short line ends: "Relazione al Consiglio – 28 novembre 2025"."""
    found = times(passage.text) if len(passage.text) <= _SHORT else []
    closes = len(found) == 1 and not passage.text[found[0].end :].strip(" *_)")
    if closes and _is_day(found[0]) and not _SINCE.search(passage.text, 0, found[0].start):
        yield found[0].first


def _month(passage: Passage) -> Iterator[str]:
    """The month with which a short line ends: "foglio dei soci, n. 2, luglio 2026"."""
    found = times(passage.text) if len(passage.text) <= _SHORT else []
    if len(found) == 1 and len(found[0].first) == _MONTH and found[0].first == found[0].last:
        before, behind = passage.text[: found[0].start], passage.text[found[0].end :]
        if not behind.strip(" *_)") and _ISSUE.search(before):
            yield found[0].first


def _day(text: str) -> Time | None:
    """A whole date with its year, with which a text begins; its weekday may stand before it."""
    before = _BEFORE.match(text)
    start = before.end() if before else 0
    found = next(iter(times(text[: start + 4 * _DAY])), None)
    return found if found and found.start == start and _is_day(found) else None


def _is_day(time: Time) -> bool:
    return time.first == time.last and len(time.first) == _DAY
