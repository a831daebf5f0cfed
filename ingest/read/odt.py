"""OpenDocument texts (odt): headings, lists, tables, boxes and notes in document order."""

import io
from collections.abc import Iterator
from typing import Any

from graph.errors import DamagedFile
from ingest.read.archive import check_archive
from ingest.read.compose import Composer, Piece, Table, clean
from ingest.read.job import Job
from ingest.read.lines import find_marker
from ingest.read.tables import names_columns, rectangular
from ingest.read.text import SourceText

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"

_CONTAINERS = frozenset(
    {"text:section", "text:list-header", "draw:frame", "draw:text-box", "text:index-body", "draw:g"}
)
_NOTES = frozenset({"text:note", "office:annotation"})
_HIDDEN = frozenset({*_NOTES, "draw:frame", "draw:text-box", "office:annotation-end", "text:tracked-changes", "draw:g"})
_OWN_ROWS = " | ".join(
    f"{group}table:table-row"
    for group in ("", "table:table-header-rows/", "table:table-rows/", "table:table-row-group/")
)
_MAX_DEPTH = 30
_MAX_REPEAT = 200


def read_odt(content: bytes, job: Job) -> SourceText:
    """Raises `FileTooLarge`, `EncryptedFile`, `DamagedFile`, and what odfdo raises on damaged parts."""
    check_archive(io.BytesIO(content), job.name, job.max_unpacked)
    import odfdo

    document = odfdo.Document(io.BytesIO(content))
    body = document.body
    if body is None:
        raise DamagedFile("the document has no body.", where=job.name, hint="Save it again from its program.")
    composer = Composer()
    for piece in _pieces(body, 0):
        composer.add(piece)
    for note in body.get_elements("descendant::text:note-body"):
        composer.add(Piece("paragraph", _text(note)))
    return composer.result(MEDIA_TYPE, title=document.meta.title or None)


def _pieces(parent: Any, depth: int, *, in_list: bool = False) -> Iterator[Piece | Table]:
    for element in parent.children if depth < _MAX_DEPTH else ():
        tag = element.tag
        if tag == "text:h":
            level = element.get_attribute("text:outline-level") or "1"
            yield Piece("heading", _text(element), int(level) + 1 if str(level).isdecimal() else 2)
            yield from _boxes(element, depth)
        elif tag == "text:p":
            if piece := _paragraph(element, in_list=in_list):
                yield piece
            yield from _boxes(element, depth)
        elif tag == "text:list":
            yield from _pieces(element, depth + 1, in_list=True)
        elif tag == "text:list-item":
            yield from _item(element, depth)
        elif tag == "table:table":
            yield from _table(element, depth)
        elif tag in _CONTAINERS:
            yield from _pieces(element, depth + 1, in_list=in_list)


def _item(item: Any, depth: int) -> Iterator[Piece | Table]:
    """The paragraphs of a list item are one piece; what is nested in it follows."""
    own = " ".join(_text(child) for child in item.children if child.tag in ("text:p", "text:h"))
    if clean(own):
        marker = find_marker(clean(own))
        text = clean(own)
        yield Piece("item", text[marker.after :] if marker is not None and marker.kind == "bullet" else text)
    for child in item.children:
        if child.tag == "text:list":
            yield from _pieces(child, depth + 1, in_list=True)


def _boxes(paragraph: Any, depth: int) -> Iterator[Piece | Table]:
    for box in paragraph.get_elements("descendant::draw:text-box"):
        yield from _pieces(box, depth + 1)


def _paragraph(paragraph: Any, *, in_list: bool) -> Piece | None:
    text = clean(_text(paragraph))
    if not text:
        return None
    if str(paragraph.get_attribute("text:style-name") or "") in ("Title", "Titolo"):
        return Piece("heading", text, 1)
    marker = find_marker(text)
    if marker is not None and marker.kind != "heading label":
        return Piece("item", text[marker.after :] if marker.kind == "bullet" else text)
    return Piece("item" if in_list else "paragraph", text)


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
    own = table.get_elements(_OWN_ROWS)
    cells = rectangular([_row(row) for row in own])
    width = max((len([c for c in row if c]) for row in cells), default=0)
    if width <= 1:
        for row in own:
            for cell in row.children:
                yield from _pieces(cell, depth + 1)
        return
    has_head = bool(table.get_elements("table:table-header-rows"))
    if has_head or names_columns(cells):
        yield Table(cells[0], tuple(cells[1:]))
    else:
        yield Table(None, tuple(cells))


def _row(row: Any) -> list[str]:
    line: list[str] = []
    for cell in row.children:
        if cell.tag not in ("table:table-cell", "table:covered-table-cell"):
            continue
        repeat = str(cell.get_attribute("table:number-columns-repeated") or "1")
        times = min(int(repeat), _MAX_REPEAT) if repeat.isdecimal() and len(repeat) < 6 else 1
        line.extend([clean(_text(cell))] * times)
    while line and not line[-1]:
        line.pop()
    return line
