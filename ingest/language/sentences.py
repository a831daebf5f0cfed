"""Blocks of the source → passages: headings, items and rows as they are, paragraphs cut into sentences."""

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from graph.extraction import Passage
from ingest.language.coded import fields_of_line
from ingest.language.draft import KEY, Reading
from ingest.read.text import Block

_LONG_ITEM = 400
"""A longer item is cut into sentences."""
MAX_PASSAGE = 3000
"""A longer stretch is no sentence: it is cut at a space, which also bounds the work on it."""

_END = re.compile(r"[.!?…]+[»”\"')\]]*(?=\s)|\n{2,}")
_OPENING = re.compile(r"[\s«“\"‘'(\[–—•-]*")
_WORD_BEFORE = re.compile(r"[^\s(«“\"‘'’*]+$")


@Language.component("intreccio_sentences")
def sentences(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    for block in reading.source.blocks:
        for start, end in _stretches(reading, block):
            reading.passages.append(_passage(reading, block, start, end))
    return doc


def _stretches(reading: Reading, block: Block) -> Iterator[tuple[int, int]]:
    whole = block.kind != "paragraph" and (block.kind != "item" or block.end - block.start <= _LONG_ITEM)
    if not whole and not fields_of_line(reading.text, block.start, block.end):
        yield from cut(reading.text, block.start, block.end, reading.lexicon.abbreviations)
    else:
        yield from _trimmed(reading.text, block.start, block.end)


def cut(text: str, start: int, end: int, abbreviations: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Sentences between two offsets, without white space at their edges."""
    begin = start
    for match in _END.finditer(text, start, end):
        if match[0][0] == "\n" or _ends(text, begin, match, end, abbreviations):
            yield from _trimmed(text, begin, match.end())
            begin = match.end()
    yield from _trimmed(text, begin, end)


def _ends(text: str, begin: int, match: re.Match[str], end: int, abbreviations: frozenset[str]) -> bool:
    opening = _OPENING.match(text, match.end(), end)
    following = text[opening.end() : opening.end() + 1] if opening else ""
    if not following:
        return True
    if following.islower():
        return False
    if match[0].strip("»”\"')]") != ".":
        return not following.islower()
    before = _WORD_BEFORE.search(text, max(begin, match.start() - 20), match.start())
    word = before[0].lower() if before else ""
    is_initial = len(word) == 1 and word.isalpha() and before is not None and before[0].isupper()
    if is_initial or (word.isdigit() and len(word) <= 2 and following.isdigit()):
        return False
    return not (word in abbreviations and word not in _CAN_END) or (word in _CAN_END and following.isupper())


_CAN_END = frozenset({"s.p.a", "s.r.l", "s.n.c", "s.c.s", "ecc", "s.c", "ca", "col", "int", "min", "max", "es"})


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_PASSAGE:
        cut_at = text.rfind(" ", start + MAX_PASSAGE // 2, start + MAX_PASSAGE)
        cut_at = cut_at if cut_at > 0 else start + MAX_PASSAGE
        yield start, cut_at
        start = cut_at
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end


def _passage(reading: Reading, block: Block, start: int, end: int) -> Passage:
    kind = "sentence" if block.kind == "paragraph" else block.kind
    return Passage(
        id=f"p{len(reading.passages) + 1}",
        kind=kind,
        start=start,
        end=end,
        text=reading.text[start:end],
        page=block.page,
        heading=block.heading,
        table=block.table,
        row=block.row,
        headers=block.headers,
    )
