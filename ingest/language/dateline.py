"""The date of a document that its source does not give: the day of the meeting it reports, else its dateline."""

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from ingest.language.draft import KEY, Reading
from ingest.language.patterns import expression
from ingest.language.values import Time, times

_LINE = expression("dateline.line")
_MEETING = expression("dateline.meeting")
_HEAD, _TAIL = 12, 8
"""Passages at the beginning and at the end of a document in which its date may stand."""
_DAY = len("2026-03-14")


@Language.component("intreccio_dateline")
def dateline(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if reading.italian and not reading.date:
        reading.date = next(_dates(reading), None)
    return doc


def _dates(reading: Reading) -> Iterator[str]:
    """Days, the likeliest first: that of a meeting in minutes, a dateline at the head, one at the foot."""
    head, tail = reading.passages[:_HEAD], reading.passages[_HEAD:][-_TAIL:]
    if reading.genre == "minutes":
        yield from (day.first for p in head for m in _MEETING.finditer(p.text) if (day := _day(p.text[m.end() :])))
    for passage in (*head, *reversed(tail)):
        if (line := _LINE.match(passage.text)) and (day := _day(passage.text[line.end() :])):
            rest = passage.text[line.end() + day.end :]
            if not rest.strip(" .") or rest.lstrip(" .").startswith("\n"):
                yield day.first


def _day(text: str) -> Time | None:
    """A whole date with its year, with which a text begins."""
    found = next(iter(times(text[: 4 * _DAY])), None)
    return found if found and found.start == 0 and found.first == found.last and len(found.first) == _DAY else None
