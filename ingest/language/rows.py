"""Tables and sheets: the rows whose headers are known, the lines "Label: value", and the lines that bear a code."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from graph.extraction import Passage
from ingest.language.coded import fields_of_heading, fields_of_line
from ingest.language.draft import KEY, Reading, Row
from ingest.language.fields import LABEL_LINE, Field, Headers, Stretch, cells
from ingest.language.sentences import cut
from ingest.language.titles import with_titles

_ALONE: Final = frozenset({"heading", "action"})
"""What a row may say and nothing else: an area's title, an action of which all other cells are blank."""


@Language.component("intreccio_rows")
def rows(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if reading.italian:
        headers = Headers(reading.lexicon.tables)
        found: list[Row] = []
        labelled: set[int] = set()
        for number, passage in enumerate(reading.passages):
            fields = headers.of_row(reading.text, passage)
            is_sheet = not fields
            if is_sheet:
                fields, has_label = headers.of_line(reading.text, _stretches(reading, passage))
                labelled |= {number} if has_label else set()
            if not fields and passage.kind in ("item", "sentence", "heading"):
                is_sheet, titled = False, fields_of_heading(reading.text, passage.start, passage.end)
                fields = titled or fields_of_line(reading.text, passage.start, passage.end)
            elif titled := _of_only_cell(reading, passage):
                is_sheet, fields = False, titled
            if fields and (len(fields) > 1 or is_sheet or fields[0].role in _ALONE):
                found.append(Row(number, tuple(fields), is_sheet))
        reading.rows = with_titles(reading, found, labelled, headers)
    return doc


def _of_only_cell(reading: Reading, passage: Passage) -> list[Field]:
    """The title of an area in the one cell of a row in which anything stands, as it titles the rows below."""
    if passage.kind != "row" or not passage.headers or passage.row == 0:
        return []
    filled = [(start, end) for start, end in cells(reading.text, passage) if start < end]
    if len(filled) != 1:
        return []
    start, end = filled[0]
    words = reading.text[start:end]
    signs = len(words) - len(words.lstrip("*_ "))
    return fields_of_heading(reading.text, start + signs, start + len(words.rstrip("*_ ")))


def _stretches(reading: Reading, passage: Passage) -> Iterable[Stretch]:
    """Where labels may stand: cells of a row without headers, a sentence, the sentences of an item."""
    if passage.kind == "row":
        return cells(reading.text, passage) if not passage.headers else [(passage.start, passage.end)]
    if passage.kind in ("sentence", "item"):
        return _sentences(reading, passage)
    return []


def _sentences(reading: Reading, passage: Passage) -> Iterator[Stretch]:
    """The sentences of each line that begins with a label and the lines on which it goes on, and of what is before."""
    starts = [passage.start, *(m.start() for m in LABEL_LINE.finditer(reading.text, passage.start + 1, passage.end))]
    for start, end in pairwise([*starts, passage.end]):
        yield from cut(reading.text, start, end, reading.lexicon.abbreviations)
