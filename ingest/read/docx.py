"""Word documents (docx): headings, lists, tables, text boxes and footnotes in document order."""

import io
import re
from collections import Counter
from collections.abc import Iterator, Set
from typing import Any

from lxml import etree

from ingest.read.archive import check_archive
from ingest.read.compose import Piece, Table, clean, compose, running, table_of
from ingest.read.tables import stated_count
from ingest.read.text import Job, SourceText

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NS = {"w": _NAMESPACE}
_W = f"{{{_NAMESPACE}}}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_P, _ROW, _CELL, _BOX = f"{_W}p", f"{_W}tr", f"{_W}tc", f"{_W}txbxContent"
_WRAPPERS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "smartTag", "customXml"))
_BOXES = frozenset({_BOX, _FALLBACK})
_UNSEEN = _BOXES | {f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr")}
_SIGNS = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
_HEADING_STYLE = re.compile(r"(?:heading|titolo|überschrift|titre)\s*(\d)$", re.IGNORECASE)
_TITLE_STYLES = frozenset({"title", "titolo"})
_LIST_STYLE = re.compile(r"\blist\b|elenco|elenchi", re.IGNORECASE)
_MAX_BOLD = 120
_MAX_DEPTH = 20
_MAX_SPAN = 100
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def read_docx(content: bytes, job: Job) -> SourceText:
    """Raises `FileTooLarge`, `EncryptedFile`, `DamagedFile`, and what python-docx raises on damaged parts."""
    check_archive(io.BytesIO(content), job.max_unpacked)
    import docx

    document = docx.Document(io.BytesIO(content))
    return compose(_Reader(document).pieces(), MEDIA_TYPE, title=document.core_properties.title)


class _Reader:
    """Goes through the body; remembers the numbers that lists have come to."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._styles = {style.style_id: style for style in document.styles}
        self._numbering = _Numbering(document)

    def pieces(self) -> Iterator[Piece | Table]:
        """Those of the body, then the footnotes and endnotes."""
        yield from self._below(self._document.element.body)
        for relation in self._document.part.rels.values():
            if relation.is_external or not relation.reltype.endswith(("/footnotes", "/endnotes")):
                continue
            root = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
            for note in root:
                if note.get(f"{_W}type") is None:
                    yield Piece("paragraph", " ".join(_text(p) for p in note.iter(_P)))

    def _below(self, parent: Any, depth: int = 0) -> Iterator[Piece | Table]:
        """The pieces below what holds paragraphs and tables (body, cell of a layout, content control, box)."""
        for element in parent if depth < _MAX_DEPTH else ():
            if element.tag == _P:
                if text := clean(_text(element)):
                    yield self._paragraph(element, text)
                for box in _walk(element, _BOXES):
                    if box.tag == _BOX:
                        yield from self._below(box, depth + 1)
            elif element.tag == f"{_W}tbl":
                yield from self._table(element, depth)
            elif element.tag in _WRAPPERS:
                yield from self._below(element, depth + 1)

    # --- paragraphs -------------------------------------------------------------------------------------------------

    def _paragraph(self, paragraph: Any, text: str) -> Piece:
        styles = self._style_chain(paragraph)
        if level := self._heading_level(paragraph, text):
            return Piece("heading", self._numbering.label(paragraph, styles) + text, level)
        if self._is_listed(paragraph):
            return Piece("item", self._numbering.label(paragraph, styles) + text)
        return running(text)

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
        outline = _value(paragraph, "w:pPr/w:outlineLvl") or "9"
        if outline in "012345678":
            return int(outline) + 2
        return 6 if self._is_bold_line(paragraph, text) else None

    def _is_bold_line(self, paragraph: Any, text: str) -> bool:
        """A short line all in bold that does not end like a sentence."""
        if len(text) > _MAX_BOLD or text.endswith((".", ";", ",")) or self._is_listed(paragraph):
            return False
        runs = [run for run in paragraph.iter(f"{_W}r") if clean("".join(t.text or "" for t in run.iter(f"{_W}t")))]
        return bool(runs) and all(_is_on(run, "w:rPr/w:b") for run in runs)

    def _is_listed(self, paragraph: Any) -> bool:
        if (number := _value(paragraph, "w:pPr/w:numPr/w:numId")) is not None:
            return number != "0"
        return any(_LIST_STYLE.search(style.name or "") for style in self._style_chain(paragraph))

    # --- tables -----------------------------------------------------------------------------------------------------

    def _table(self, table: Any, depth: int) -> Iterator[Piece | Table]:
        """A table; or, where no row has two cells, the pieces in them: that is a frame."""
        rows = list(_own(table, _ROW))
        if all(len(list(_own(row, _CELL))) <= 1 for row in rows):
            for row in rows:
                for cell in _own(row, _CELL):
                    yield from self._below(cell, depth + 1)
        else:
            headed = _is_on(rows[0], "w:trPr/w:tblHeader") or self._has_bold_first_row(rows)
            yield table_of(_grid(rows), headed=headed)

    def _has_bold_first_row(self, rows: list[Any]) -> bool:
        """Whether all cells of the first row are bold lines, and not all of the second."""
        bold = [[self._is_bold_line(p, text) for p in row.iter(_P) if (text := clean(_text(p)))] for row in rows[:2]]
        return len(bold) == 2 and bool(bold[0]) and all(bold[0]) and not all(bold[1])


def _own(parent: Any, tag: str) -> Iterator[Any]:
    """The children of that kind, also those in content controls and insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _own(child, tag)


def _grid(rows: list[Any]) -> list[list[str]]:
    """The cells; what is merged downwards is repeated, what is merged to the right leaves blank cells."""
    grid: list[list[str]] = []
    for row in rows:
        line: list[str] = []
        for cell in _own(row, _CELL):
            merge = cell.find("w:tcPr/w:vMerge", _NS)
            continued = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
            above = grid[-1][len(line)] if continued and grid and len(line) < len(grid[-1]) else ""
            span = stated_count(_value(cell, "w:tcPr/w:gridSpan"), _MAX_SPAN)
            line += [above or _cell_text(cell)] + [""] * (span - 1)
        grid.append(line)
    return grid


def _cell_text(cell: Any) -> str:
    """The paragraphs of a cell (also of tables in it); an enumeration gets semicolons."""
    parts = [clean(_text(p)) for p in cell.iter(_P)]
    if any(p.find("w:pPr/w:numPr", _NS) is not None for p in cell.iter(_P)):
        return "; ".join(part.rstrip(";") for part in parts if part)
    return " ".join(filter(None, parts))


def _value(element: Any, path: str) -> str | None:
    """The value of the property at that path below the element."""
    found = element.find(path, _NS)
    return found.get(f"{_W}val") if found is not None else None


def _is_on(element: Any, path: str) -> bool:
    return element.find(path, _NS) is not None and _value(element, path) not in ("0", "false", "off")


def _walk(root: Any, closed: Set[str]) -> Iterator[Any]:
    """The elements below the root in document order, without what is inside the closed ones."""
    stack = list(reversed(root))
    while stack:
        element = stack.pop()
        yield element
        if element.tag not in closed:
            stack.extend(reversed(element))


def _text(paragraph: Any) -> str:
    """The visible text of a paragraph, without deleted words and without the boxes anchored in it."""
    return "".join(
        element.text or "" if element.tag == f"{_W}t" else _SIGNS.get(element.tag, "")
        for element in _walk(paragraph, _UNSEEN)
    )


class _Numbering:
    """The numbers that Word shows before the entries of numbered lists and headings."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[tuple[str, str], tuple[str, str]] = {}
        self._counts: Counter[tuple[str, str]] = Counter()
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        abstract = {a.get(f"{_W}abstractNumId"): a for a in root.findall("w:abstractNum", _NS)}
        for number in root.findall("w:num", _NS):
            definition = abstract.get(_value(number, "w:abstractNumId"))
            for level in definition.findall("w:lvl", _NS) if definition is not None else ():
                kind, shape = _value(level, "w:numFmt"), _value(level, "w:lvlText")
                if kind is not None and shape is not None:
                    self._levels[number.get(f"{_W}numId"), level.get(f"{_W}ilvl")] = (kind, shape)

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
    """The list of a paragraph or style, and the level in it."""
    number = _value(element, "w:pPr/w:numPr/w:numId")
    return None if number is None else (number, _value(element, "w:pPr/w:numPr/w:ilvl") or "0")


def _counted(number: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter") and number <= 26:
        return chr(ord("a" if kind == "lowerLetter" else "A") + number - 1)
    if kind in ("lowerRoman", "upperRoman") and number < 40:
        roman = "X" * (number // 10) + _ROMAN[number % 10]
        return roman if kind == "upperRoman" else roman.lower()
    return str(number)
