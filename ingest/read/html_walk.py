"""Walks the content of a web page and gives its headings, paragraphs, list items, definitions and tables in order."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from ingest.read.compose import Piece, Table, clean, running
from ingest.read.html_tables import is_data_table, pieces_of
from ingest.read.lines import find_marker


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


SKIPPED = _tags(
    "script style noscript template svg iframe object button select textarea input canvas audio video map head "
    "datalist dialog math"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_KINDS = {"summary": "heading", "li": "item", "dt": "dt", "dd": "dd"}
_BLOCKS = _tags(
    "p div section article main header footer aside blockquote pre address figure figcaption details fieldset form "
    "center body html table thead tbody tfoot tr td th caption nav hgroup"
)
_LISTS = _tags("ul ol dl menu")
_LEAVES = _tags("p li dd dt td th h1 h2 h3 h4 h5 h6 div pre")
_BOLD = frozenset({"b", "strong"})
_BREAK = "\n"
_BLANKS = re.compile(r"[ \t\r\f\v\n\u00a0]+")
_MAX_BOLD = 140
_MINOR = 6


def walk(root: HtmlElement) -> Iterator[Piece | Table]:
    """The pieces of the content, each word once."""
    return _Walker(root).pieces()


def leaf_blocks(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """The innermost blocks that hold text, with their text."""
    for element in root.iter():
        if element.tag in _LEAVES and (own := _own_text(element)):
            yield element, own


def _own_text(element: HtmlElement) -> str:
    """The text of an element up to the first block inside it."""
    parts = [element.text or ""]
    for child in element:
        if child.tag in _BLOCKS or child.tag in _LISTS or child.tag in _HEADINGS:
            break
        if child.tag not in SKIPPED:
            parts.append(child.text_content() if isinstance(child.tag, str) else "")
        parts.append(child.tail or "")
    return clean("".join(parts))


class _Walker:
    """Goes through the tree without recursion, however deep it is; text is collected until a block begins or ends."""

    def __init__(self, root: HtmlElement) -> None:
        self._root = root
        self._buffer: list[str] = []
        self._kinds: list[tuple[HtmlElement, str, int]] = []
        self._lists: list[tuple[str, int]] = []
        self._number: str = ""
        self._term: str = ""
        self._done: list[Piece | Table] = []

    def pieces(self) -> Iterator[Piece | Table]:
        events = etree.iterwalk(self._root, events=("start", "end"))
        skipped: HtmlElement | None = None
        for event, element in events:
            if event == "start":
                is_table = element.tag == "table" and is_data_table(element)
                if is_table:
                    self._flush()
                    self._done.extend(pieces_of(element))
                if is_table or element.tag in SKIPPED:
                    skipped = element
                    events.skip_subtree()
                else:
                    self._open(element)
            else:
                if element is not skipped:
                    self._shut(element)
                if element is not self._root:
                    self._buffer.append(_inline(element.tail))
            yield from self._done
            self._done.clear()
        self._flush()
        yield from self._done

    def _open(self, element: HtmlElement) -> None:
        tag = element.tag
        if kind := self._kind(element):
            self._flush()
            if kind[0] == "item":
                self._number = self._next_number(element)
            self._kinds.append((element, *kind))
        elif tag in _LISTS:
            self._flush()
            self._lists.append((tag, _start(element)))
        elif tag in _BLOCKS:
            self._part()
        elif tag == "br":
            self._buffer.append(_BREAK)
        self._buffer.append(_inline(element.text))

    def _kind(self, element: HtmlElement) -> tuple[str, int] | None:
        """What the text inside the element is, where the element says so; of a heading the level."""
        tag = element.tag
        if tag in _HEADINGS:
            return "heading", _HEADINGS[tag]
        if tag in _KINDS:
            return _KINDS[tag], _MINOR
        is_heading = tag == "p" and not self._in_item() and _is_heading_like(element)
        return ("heading", _MINOR) if is_heading else None

    def _shut(self, element: HtmlElement) -> None:
        if self._kinds and self._kinds[-1][0] is element:
            self._flush()
            self._kinds.pop()
        elif element.tag in _LISTS:
            self._flush()
            if self._lists:
                self._lists.pop()
        elif element.tag in _BLOCKS:
            self._part()
        if element.tag == "dl":
            self._flush_term()

    def _part(self) -> None:
        """Where a block begins or ends, text ends; the blocks inside an item are one text."""
        if self._in_item():
            self._buffer.append(" ")
        else:
            self._flush()

    def _in_item(self) -> bool:
        return bool(self._kinds) and self._kinds[-1][1] != "heading"

    def _next_number(self, item: HtmlElement) -> str:
        if not self._lists or self._lists[-1][0] != "ol":
            return ""
        number = self._lists[-1][1]
        if (value := item.get("value", "")).isdecimal() and len(value) < 6:
            number = int(value)
        self._lists[-1] = ("ol", number + 1)
        style = item.getparent().get("type", "1") if item.getparent() is not None else "1"
        if style in ("a", "A") and number <= 26:
            return f"{chr(ord(style) + number - 1)}) "
        return f"{number}. "

    def _flush(self) -> None:
        raw = "".join(self._buffer)
        self._buffer.clear()
        kind, level = self._kinds[-1][1:] if self._kinds else ("paragraph", 0)
        text = clean(raw)
        if kind == "dt":
            self._flush_term()
            self._term = text
        elif not text:
            return
        elif kind == "heading":
            self._done.append(Piece("heading", text, level))
        elif kind == "dd":
            self._done.append(Piece("item", self._defined(text)))
        elif kind == "item":
            self._done.append(Piece("item", self._number + text if find_marker(text) is None else text))
            self._number = ""
        else:
            self._done.extend(_paragraphs(raw))

    def _flush_term(self) -> None:
        if self._term:
            self._done.append(Piece("paragraph", self._term))
            self._term = ""

    def _defined(self, text: str) -> str:
        term, self._term = self._term.rstrip(" :"), ""
        return f"{term}: {text}" if term else text


def _inline(text: str | None) -> str:
    return _BLANKS.sub(" ", text) if text else ""


def _start(element: HtmlElement) -> int:
    value = element.get("start", "")
    return int(value) if value.isdecimal() and len(value) < 6 else 1


def _paragraphs(raw: str) -> Iterator[Piece]:
    """One paragraph; or several, where line breaks part an enumeration or stand twice."""
    lines = [clean(line) for line in raw.split(_BREAK)]
    marked = [line for line in lines if (m := find_marker(line)) is not None and len(line) > m.after]
    if len(marked) >= 2:
        yield from map(running, lines)
        return
    for part in re.split(r"\n\s*\n", raw):
        text = clean(part)
        marker = find_marker(text)
        is_bullet = marker is not None and marker.kind == "bullet"
        yield running(text) if is_bullet else Piece("paragraph", text)


def _is_heading_like(paragraph: HtmlElement) -> bool:
    """A short paragraph all in bold; or a code and a title right above a list or table ("OB.1 - …")."""
    text = clean(paragraph.text_content())
    if not 0 < len(text) <= _MAX_BOLD or text.endswith((".", ";", ",")):
        return False
    if _is_bold(paragraph):
        return True
    following = paragraph.getnext()
    marker = find_marker(text)
    is_marked = marker is not None and marker.kind in ("code", "heading label", "item label", "number")
    return is_marked and following is not None and following.tag in (*_LISTS, "table")


def _is_bold(paragraph: HtmlElement) -> bool:
    if (paragraph.text or "").strip() or not len(paragraph):
        return False
    return all(child.tag in (*_BOLD, "br") and not (child.tail or "").strip() for child in paragraph) and any(
        child.tag in _BOLD for child in paragraph
    )
