"""Tables of web pages: their rows with spans resolved, and their headers; tables made for layout are told apart."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from ingest.read.compose import Piece, Table, clean, table_of
from ingest.read.tables import rectangular, stated_count

_MAX_SPAN = 100
_MAX_COLUMNS = 200
_MAX_ROWS = 20_000


def is_data_table(table: HtmlElement) -> bool:
    """Whether the table holds data: two columns or more, and no page layout (headings, lists, tables) in its cells."""
    if table.get("role", "") in ("presentation", "none"):
        return False
    if table.find(".//table") is not None:
        return False
    rows = _rows(table)
    if max((len(row) for row in rows), default=0) < 2:
        return False
    has_headers = table.find(".//th") is not None or table.find("thead") is not None
    has_layout = any(table.find(f".//td//{tag}") is not None for tag in ("h1", "h2", "h3", "div//p"))
    return has_headers or len(rows) > 1 or not has_layout


def pieces_of(table: HtmlElement) -> Iterator[Piece | Table]:
    """The caption, then the table."""
    caption = table.find("caption")
    if caption is not None and clean(caption.text_content()):
        yield Piece("paragraph", caption.text_content())
    rows = _rows(table)
    cells = _grid(rows)
    count = _header_rows(table, rows)
    yield table_of([_joined(rectangular(cells[:count])), *cells[count:]] if count else cells, headed=count > 0)


def _rows(table: HtmlElement) -> list[list[HtmlElement]]:
    rows = (row for row in table.iter("tr"))
    return [[cell for cell in row if cell.tag in ("td", "th")] for row, _ in zip(rows, range(_MAX_ROWS), strict=False)]


def _header_rows(table: HtmlElement, rows: list[list[HtmlElement]]) -> int:
    """How many rows name the columns: those of thead, else the first rows that are all th."""
    head = table.find("thead")
    if head is not None:
        return min(len(head.findall("tr")), 3)
    count = 0
    for row in rows[:3]:
        if len(row) < 2 or not all(cell.tag == "th" for cell in row):
            break
        count += 1
    return count if count < len(rows) else 0


def _grid(rows: list[list[HtmlElement]]) -> list[list[str]]:
    """The cells with row spans repeated below (each row then says what it belongs to) and column spans filled up."""
    grid: list[list[str]] = []
    below: dict[int, tuple[int, str]] = {}
    for row in rows:
        line: list[str] = []
        for cell in row:
            _fill(line, below)
            text = _cell_text(cell)
            height = stated_count(cell.get("rowspan"), _MAX_SPAN)
            for _ in range(stated_count(cell.get("colspan"), _MAX_SPAN)):
                if len(line) < _MAX_COLUMNS:
                    if height > 1:
                        below[len(line)] = (height, text)
                    line.append(text if not line or line[-1] != text or height > 1 else "")
        _fill(line, below)
        below = {column: (left - 1, text) for column, (left, text) in below.items() if left > 1}
        grid.append(line)
    return grid


def _fill(line: list[str], below: dict[int, tuple[int, str]]) -> None:
    """Puts in the cells that reach down from the rows above."""
    while len(line) in below and len(line) < _MAX_COLUMNS:
        line.append(below[len(line)][1])


def _cell_text(cell: HtmlElement) -> str:
    parts: list[str] = []
    for element in cell.iter():
        if element.tag in ("br", "p", "li", "div") and parts:
            parts.append("; " if element.tag == "li" and "".join(parts).strip() else " ")
        parts.append(element.text or "")
        if element is not cell:
            parts.append(element.tail or "")
    return clean("".join(parts)) if len(cell) else clean(cell.text or "")


def _joined(rows: list[tuple[str, ...]]) -> tuple[str, ...]:
    """One name a column from one or more header rows, what is said twice said once."""
    names = []
    for column in zip(*rows, strict=True):
        seen = list(dict.fromkeys(cell for cell in column if cell))
        names.append(" – ".join(seen))
    return tuple(names)
