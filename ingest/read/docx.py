"""Word documents (docx): headings, lists, tables, text boxes and footnotes in document order."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

from ingest.read.archive import check_archive
from ingest.read.compose import Composer, Piece, Table, clean
from ingest.read.job import Job
from ingest.read.lines import find_marker
from ingest.read.tables import names_columns, rectangular
from ingest.read.text import SourceText

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT_BOX = f"{_W}txbxContent"
_HEADING_STYLE = re.compile(r"(?:heading|titolo|überschrift|titre)\s*(\d)$", re.IGNORECASE)
_TITLE_STYLES = frozenset({"title", "titolo"})
_LIST_STYLE = re.compile(r"\blist\b|elenco|elenchi", re.IGNORECASE)
_MAX_BOLD = 120
_MAX_DEPTH = 20
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def read_docx(content: bytes, job: Job) -> SourceText:
    """Raises `FileTooLarge`, `EncryptedFile`, `DamagedFile`, and what python-docx raises on damaged parts."""
    check_archive(io.BytesIO(content), job.name, job.max_unpacked)
    import docx

    document = docx.Document(io.BytesIO(content))
    reader = _Reader(document)
    composer = Composer()
    for piece in reader.pieces(document.element.body):
        composer.add(piece)
    for note in reader.notes():
        composer.add(note)
    return composer.result(MEDIA_TYPE, title=document.core_properties.title or None)


class _Reader:
    """Goes through the body; remembers the numbers that lists have come to."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._styles = {style.style_id: style for style in document.styles}
        self._numbering = _Numbering(document)

    def pieces(self, parent: Any, depth: int = 0) -> Iterator[Piece | Table]:
        """The pieces below an element that holds paragraphs and tables (body, cell of layout, content control, box)."""
        for element in parent if depth < _MAX_DEPTH else ():
            if element.tag == f"{_W}p":
                if piece := self._paragraph(element):
                    yield piece
                for box in _text_boxes(element):
                    yield from self.pieces(box, depth + 1)
            elif element.tag == f"{_W}tbl":
                yield from self._table(element, depth)
            elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}smartTag", f"{_W}customXml"):
                yield from self.pieces(element, depth + 1)

    def notes(self) -> Iterator[Piece]:
        """Footnotes and endnotes, after the text."""
        for relation in self._document.part.rels.values():
            if relation.is_external or not relation.reltype.endswith(("/footnotes", "/endnotes")):
                continue
            root = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
            for note in root:
                if note.get(f"{_W}type") is None:
                    text = " ".join(_text(p) for p in note.iter(f"{_W}p"))
                    yield Piece("paragraph", text)

    # --- paragraphs -------------------------------------------------------------------------------------------------

    def _paragraph(self, paragraph: Any) -> Piece | None:
        text = clean(_text(paragraph))
        if not text:
            return None
        if level := self._heading_level(paragraph, text):
            return Piece("heading", self._numbering.label(paragraph, self._style_chain(paragraph)) + text, level)
        if self._is_listed(paragraph):
            return Piece("item", self._numbering.label(paragraph, self._style_chain(paragraph)) + text)
        marker = find_marker(text)
        if marker is not None and marker.kind != "heading label":
            return Piece("item", text[marker.after :] if marker.kind == "bullet" else text)
        return Piece("paragraph", text)

    def _style_chain(self, paragraph: Any) -> list[Any]:
        """The style of the paragraph and those it is based on."""
        chain: list[Any] = []
        style = self._styles.get(paragraph.style) if paragraph.style else None
        while style is not None and len(chain) < 10:
            chain.append(style)
            style = getattr(style, "base_style", None)
        return chain

    def _heading_level(self, paragraph: Any, text: str) -> int | None:
        for style in self._style_chain(paragraph):
            name = (style.name or "").strip()
            if name.lower() in _TITLE_STYLES:
                return 1
            if match := _HEADING_STYLE.match(name):
                return int(match[1]) + 1
        outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
        if outline is not None and outline.get(f"{_W}val", "9") in "012345678":
            return int(outline.get(f"{_W}val")) + 2
        return 6 if self._is_bold_line(paragraph, text) else None

    def _is_bold_line(self, paragraph: Any, text: str) -> bool:
        """A short line all in bold that does not end like a sentence."""
        if len(text) > _MAX_BOLD or text.endswith((".", ";", ",")) or self._is_listed(paragraph):
            return False
        runs = [run for run in paragraph.iter(f"{_W}r") if clean("".join(t.text or "" for t in run.iter(f"{_W}t")))]
        return bool(runs) and all(_is_on(run.find(f"{_W}rPr/{_W}b")) for run in runs)

    def _is_listed(self, paragraph: Any) -> bool:
        number = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        if number is not None:
            return bool(number.get(f"{_W}val") != "0")
        return any(_LIST_STYLE.search(style.name or "") for style in self._style_chain(paragraph))

    # --- tables -----------------------------------------------------------------------------------------------------

    def _table(self, table: Any, depth: int) -> Iterator[Piece | Table]:
        rows = [row for row in table.iter(f"{_W}tr") if row.getparent() is table or _is_own_row(row, table)]
        widest = max((len(row.findall(f"{_W}tc")) for row in rows), default=0)
        if widest <= 1:
            for row in rows:
                for cell in row.findall(f"{_W}tc"):
                    yield from self.pieces(cell, depth + 1)
            return
        cells = rectangular(_grid(rows))
        marked = bool(rows) and _is_on(rows[0].find(f"{_W}trPr/{_W}tblHeader"))
        if marked or names_columns(cells) or self._has_bold_first_row(rows):
            yield Table(cells[0], tuple(cells[1:]))
        else:
            yield Table(None, tuple(cells))

    def _has_bold_first_row(self, rows: list[Any]) -> bool:
        """Whether all cells of the first row are bold lines, and not all of the second."""
        if len(rows) < 2:
            return False
        first, second = ([(p, clean(_text(p))) for p in row.iter(f"{_W}p") if clean(_text(p))] for row in rows[:2])
        return (
            bool(first)
            and all(self._is_bold_line(*p) for p in first)
            and not all(self._is_bold_line(*p) for p in second)
        )


def _is_own_row(row: Any, table: Any) -> bool:
    """Whether a row inside a content control belongs to this table and not to one in a cell."""
    parent = row.getparent()
    while parent is not None and parent.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"):
        parent = parent.getparent()
    return parent is table


def _grid(rows: list[Any]) -> list[list[str]]:
    """The cells; what is merged downwards is repeated, what is merged to the right leaves blank cells."""
    grid: list[list[str]] = []
    for row in rows:
        line: list[str] = []
        for cell in row.iter(f"{_W}tc"):
            if cell.getparent() is not row and not _is_own_cell(cell, row):
                continue
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            continued = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
            above = grid[-1][len(line)] if continued and grid and len(line) < len(grid[-1]) else ""
            line.append(above or _cell_text(cell))
            line.extend([""] * (_span(cell) - 1))
        grid.append(line)
    return grid


def _is_own_cell(cell: Any, row: Any) -> bool:
    parent = cell.getparent()
    while parent is not None and parent.tag in (f"{_W}sdt", f"{_W}sdtContent"):
        parent = parent.getparent()
    return parent is row


def _span(cell: Any) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    value = span.get(f"{_W}val", "1") if span is not None else "1"
    return max(1, min(int(value), 100)) if value.isdecimal() and len(value) < 6 else 1


def _cell_text(cell: Any) -> str:
    """The paragraphs of a cell (also of tables in it); an enumeration gets semicolons."""
    parts = [clean(_text(p)) for p in cell.iter(f"{_W}p")]
    listed = any(p.find(f"{_W}pPr/{_W}numPr") is not None for p in cell.iter(f"{_W}p"))
    separator = "; " if listed else " "
    return separator.join(part.rstrip(";") if listed else part for part in parts if part)


def _is_on(flag: Any) -> bool:
    return flag is not None and flag.get(f"{_W}val", "1") not in ("0", "false", "off")


def _text(paragraph: Any) -> str:
    """The visible text of a paragraph, without deleted words and without the boxes anchored in it."""
    parts: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        tag = element.tag
        if tag == f"{_W}t":
            parts.append(element.text or "")
        elif tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            parts.append(" ")
        elif tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif tag not in (f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", _TEXT_BOX, _MC_FALLBACK):
            stack.extend(reversed(element))
    return "".join(parts)


def _text_boxes(paragraph: Any) -> Iterator[Any]:
    """The outermost text boxes of a paragraph; of a drawing's two versions the first."""
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag == _TEXT_BOX:
            yield element
        elif element.tag != _MC_FALLBACK:
            stack.extend(reversed(element))


class _Numbering:
    """The numbers that Word shows before the entries of numbered lists and headings."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[tuple[str, str], tuple[str, str]] = {}
        self._counts: Counter[tuple[str, str]] = Counter()
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        abstract = {a.get(f"{_W}abstractNumId"): a for a in root.findall(f"{_W}abstractNum")}
        for number in root.findall(f"{_W}num"):
            reference = number.find(f"{_W}abstractNumId")
            definition = abstract.get(reference.get(f"{_W}val")) if reference is not None else None
            for level in definition.findall(f"{_W}lvl") if definition is not None else ():
                kind, shape = level.find(f"{_W}numFmt"), level.find(f"{_W}lvlText")
                if kind is not None and shape is not None:
                    key = (number.get(f"{_W}numId"), level.get(f"{_W}ilvl"))
                    self._levels[key] = (kind.get(f"{_W}val", ""), shape.get(f"{_W}val", ""))

    def label(self, paragraph: Any, styles: list[Any]) -> str:
        """The number before this paragraph with a blank after it, or nothing (bullets, no list)."""
        key = next(filter(None, (_list_key(e) for e in (paragraph, *(style.element for style in styles)))), None)
        if key is None or key not in self._levels:
            return ""
        self._counts[key] += 1
        for other in [k for k in self._counts if k[0] == key[0] and k[1] > key[1]]:
            del self._counts[other]
        kind, shape = self._levels[key]
        if kind == "bullet" or not shape:
            return ""
        for level in range(9):
            inner = self._levels.get((key[0], str(level)), (kind, ""))[0]
            shape = shape.replace(f"%{level + 1}", _counted(self._counts[key[0], str(level)] or 1, inner))
        return f"{clean(shape)} " if len(shape) < 30 else ""


def _list_key(element: Any) -> tuple[str, str] | None:
    properties = element.find(f"{_W}pPr/{_W}numPr")
    if properties is None:
        return None
    number, level = properties.find(f"{_W}numId"), properties.find(f"{_W}ilvl")
    if number is None:
        return None
    return number.get(f"{_W}val"), level.get(f"{_W}val", "0") if level is not None else "0"


def _counted(number: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter") and number <= 26:
        letter = _LETTERS[number - 1]
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman") and number < 40:
        roman = "X" * (number // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[number % 10]
        return roman if kind == "upperRoman" else roman.lower()
    return str(number)
