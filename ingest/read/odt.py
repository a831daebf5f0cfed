"""OpenDocument texts (odt): headings, lists, tables, boxes and notes in document order."""

import io
from collections.abc import Iterator
from typing import Any

from graph.errors import DamagedFile
from ingest.read.archive import check_archive
from ingest.read.compose import Piece, Table, clean, compose, running, table_of
from ingest.read.tables import stated_count
from ingest.read.text import Job, SourceText

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"

_BOXES = frozenset({"draw:frame", "draw:text-box", "draw:g"})
_CONTAINERS = _BOXES | {"text:section", "text:list-header", "text:index-body"}
_HIDDEN = _BOXES | {"text:note", "text:tracked-changes", "office:annotation", "office:annotation-end"}
_OWN_ROWS = " | ".join(
    f"{group}table:table-row"
    for group in ("", "table:table-header-rows/", "table:table-rows/", "table:table-row-group/")
)
_MAX_DEPTH = 30
_MAX_REPEAT = 200


def read_odt(content: bytes, job: Job) -> SourceText:
    """Raises `FileTooLarge`, `EncryptedFile`, `DamagedFile`, and what odfdo raises on damaged parts."""
    check_archive(io.BytesIO(content), job.max_unpacked)
    import odfdo

    document = odfdo.Document(io.BytesIO(content))
    if document.body is None:
        raise DamagedFile("the document has no body.", hint="Save it again from its program.")
    return compose(_all_pieces(document.body), MEDIA_TYPE, title=document.meta.title)


def _all_pieces(body: Any) -> Iterator[Piece | Table]:
    yield from _pieces(body, 0)
    for note in body.get_elements("descendant::text:note-body"):
        yield Piece("paragraph", _text(note))


def _pieces(parent: Any, depth: int, *, in_list: bool = False) -> Iterator[Piece | Table]:
    for element in parent.children if depth < _MAX_DEPTH else ():
        tag = element.tag
        if tag in ("text:h", "text:p"):
            yield _headline(element) if tag == "text:h" else _paragraph(element, in_list=in_list)
            for box in element.get_elements("descendant::draw:text-box"):
                yield from _pieces(box, depth + 1)
        elif tag == "text:list":
            yield from _pieces(element, depth + 1, in_list=True)
        elif tag == "text:list-item":
            yield from _item(element, depth)
        elif tag == "table:table":
            yield from _table(element, depth)
        elif tag in _CONTAINERS:
            yield from _pieces(element, depth + 1, in_list=in_list)


def _headline(element: Any) -> Piece:
    level = str(element.get_attribute("text:outline-level") or "1")
    return Piece("heading", _text(element), int(level) + 1 if level.isdecimal() else 2)


def _paragraph(paragraph: Any, *, in_list: bool) -> Piece:
    text = clean(_text(paragraph))
    if str(paragraph.get_attribute("text:style-name") or "") in ("Title", "Titolo"):
        return Piece("heading", text, 1)
    return running(text, listed=in_list)


def _item(item: Any, depth: int) -> Iterator[Piece | Table]:
    """The paragraphs of a list item are one piece; what is nested in it follows."""
    yield running(
        clean(" ".join(_text(child) for child in item.children if child.tag in ("text:p", "text:h"))), listed=True
    )
    for child in item.children:
        if child.tag == "text:list":
            yield from _pieces(child, depth + 1, in_list=True)


def _text(element: Any) -> str:
    """The text of a paragraph without the notes and boxes anchored in it."""
    parts: list[str] = [element.text or ""]
    for child in element.children:
        if child.tag in ("text:s", "text:tab", "text:line-break"):
            parts.append(" ")
        elif child.tag == "text:p":
            parts.append(" " + _text(child))
        elif child.tag not in _HIDDEN:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _table(table: Any, depth: int) -> Iterator[Piece | Table]:
    """A table; or, where no row has two filled cells, the pieces in them: that is a frame."""
    rows = table.get_elements(_OWN_ROWS)
    cells = [_row(row) for row in rows]
    if all(len(list(filter(None, row))) <= 1 for row in cells):
        for row in rows:
            for cell in row.children:
                yield from _pieces(cell, depth + 1)
    else:
        yield table_of(cells, headed=bool(table.get_elements("table:table-header-rows")))


def _row(row: Any) -> list[str]:
    line: list[str] = []
    for cell in row.children:
        if cell.tag in ("table:table-cell", "table:covered-table-cell"):
            repeated = cell.get_attribute("table:number-columns-repeated")
            line += [clean(_text(cell))] * stated_count(repeated, _MAX_REPEAT)
    while line and not line[-1]:
        line.pop()
    return line
