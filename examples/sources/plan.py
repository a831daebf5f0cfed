"""Prints the plan of `piano_valcora.toml` as an office would: a title page, prose, tables, coded lines, sheets."""

import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from pdf import table
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus.tableofcontents import TableOfContents

PLAN = Path(__file__).with_name("piano_valcora.toml")
NOTHING = "–"
MARGIN = 2.2 * cm
MONTHS = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
    "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
)  # fmt: skip
SHEET = {
    "Titolo": "title",
    "Capofila": "leads",
    "Partner": "partners",
    "Destinatari": "groups",
    "Risorse": "resources",
    "Indicatore": "measure",
    "Scadenza": "deadline",
}

BODY = ParagraphStyle("Body", fontName="Times-Roman", fontSize=12, leading=18, spaceAfter=9, alignment=4)
LINE = ParagraphStyle("Line", BODY, alignment=0)
FIELD = ParagraphStyle("Field", LINE, spaceAfter=1)
CELL = ParagraphStyle("Cell", fontName="Helvetica", fontSize=8, leading=11)
HEADER = ParagraphStyle("Header", CELL, fontName="Helvetica-Bold")
HEADINGS = tuple(
    ParagraphStyle(f"Heading {size}", fontName="Helvetica-Bold", fontSize=size, leading=1.25 * size, spaceAfter=10)
    for size in (26, 18, 14)
)
LISTING = ParagraphStyle("Listing", HEADINGS[1])
LEVELS = {HEADINGS[1].name: 0, HEADINGS[2].name: 1}
"""The headings that the list of contents names, by their style."""

Entry = dict[str, Any]
"""A table of the TOML: the plan, an area, an objective, an action."""


def load() -> Entry:
    """The plan as written."""
    return tomllib.loads(PLAN.read_text(encoding="utf-8"))


def objectives(plan: Entry) -> Iterator[tuple[str, Entry, Entry]]:
    """Every objective with its number and its area."""
    for first, area in enumerate(plan["areas"], start=1):
        for second, objective in enumerate(area["objectives"], start=1):
            yield f"{first}.{second}", area, objective


def blocks(objective: Entry) -> Iterator[tuple[str, list[Entry]]]:
    """The actions of an objective that stand together, with their layout."""
    for layout, actions in groupby(objective["actions"], key=lambda action: str(action["layout"])):
        yield layout, list(actions)


def rows(objective: Entry, actions: list[Entry]) -> list[list[str]]:
    """A table of actions, its header first."""
    columns = objective["columns"]
    return [list(columns), *([shown(action, field) for field in columns.values()] for action in actions)]


def line(action: Entry) -> str:
    """ "Giugno 2027 - Titolo - (Ente in collaborazione con Ente) - V2.07"."""
    bodies = shown(action, "leads")
    if action["partners"]:
        bodies += f" in collaborazione con {shown(action, 'partners')}"
    month = shown(action, "deadline")
    return f"{month[0].upper()}{month[1:]} - {action['title']} - ({bodies}) - {action['code']}"


def sheet(action: Entry) -> list[str]:
    """One line a field: "Capofila: …"."""
    return [f"{label}: {shown(action, field)}" for label, field in SHEET.items()]


def shown(action: Entry, field: str) -> str:
    """A field of an action in the words of the plan."""
    if field == "measure":
        return f"{action['indicator']}: {action['target']}"
    value = action[field]
    if field == "deadline":
        return _date(value)
    if isinstance(value, list):
        return ("; " if field == "resources" else ", ").join(value) or NOTHING
    return str(value)


def _date(iso: str) -> str:
    """ "2027" → "2027", "2027-06" → "giugno 2027", "2027-06-30" → "30/06/2027"."""
    year, month, day = [*iso.split("-"), "", ""][:3]
    if day:
        return f"{day}/{month}/{year}"
    return f"{MONTHS[int(month) - 1]} {year}" if month else year


def write_plan(path: Path) -> None:
    """The whole plan, byte for byte the same each time."""
    plan = load()
    head = plan["plan"]
    path.parent.mkdir(parents=True, exist_ok=True)
    document = _Document(str(path), title=head["title"], author="Intreccio", invariant=1)
    footer = partial(_footer, head["footer"])
    document.addPageTemplates(
        [
            _template("title", A4, lambda *_: None),
            _template("upright", A4, footer),
            _template("wide", landscape(A4), footer),
        ]
    )
    story = [*_title_page(head)]
    story += [_text("Indice", LISTING), _contents()]
    for section in plan["opening"]:
        story += [PageBreak(), *_section(section)]
    for number, area in enumerate(plan["areas"], start=1):
        story += _area(number, area)
    story += [NextPageTemplate("upright"), PageBreak()]
    for section in plan["closing"]:
        story += _section(section)
    document.multiBuild(story)


class _Document(BaseDocTemplate):  # type: ignore[misc]
    """Tells the list of contents where the headings come to stand."""

    def afterFlowable(self, flowable: Any) -> None:  # noqa: N802
        """Called by reportlab for everything that it has put on a page."""
        name = getattr(getattr(flowable, "style", None), "name", None)
        if name in LEVELS:
            self.notify("TOCEntry", (LEVELS[name], escape(flowable.getPlainText()), self.page))


def _contents() -> Any:
    """Areas and sections with their objectives, dots, and the page of each."""
    listed = TableOfContents(dotsMinLevel=0)
    listed.levelStyles = [ParagraphStyle(f"Listed {n}", LINE, leftIndent=14 * n, spaceAfter=2) for n in (0, 1)]
    return listed


def _template(name: str, size: tuple[float, float], on_page: Callable[..., None]) -> Any:
    width, height = size
    frame = Frame(MARGIN, MARGIN, width - 2 * MARGIN, height - 2 * MARGIN, 0, 0, 0, 0)
    return PageTemplate(name, [frame], onPage=on_page, pagesize=size)


def _footer(text: str, canvas: Any, document: Any) -> None:
    """The running text to the left, the number of the page to the right."""
    canvas.saveState()
    canvas.setFont("Helvetica", 8)
    canvas.drawString(MARGIN, 1.3 * cm, text)
    canvas.drawRightString(canvas._pagesize[0] - MARGIN, 1.3 * cm, f"pag. {document.page}")
    canvas.restoreState()


def _text(text: str, style: Any = BODY) -> Any:
    return Paragraph(escape(text), style)


def _title_page(head: Entry) -> Iterator[Any]:
    yield Spacer(1, 6 * cm)
    yield _text(head["body"], LISTING)
    yield Spacer(1, cm)
    yield _text(head["title"], HEADINGS[0])
    yield Spacer(1, cm)
    for name in ("subtitle", "municipalities", "approved", "notice"):
        yield _text(head[name], LINE)
    yield NextPageTemplate("upright")
    yield PageBreak()


def _section(section: Entry) -> Iterator[Any]:
    yield _text(section["title"], HEADINGS[1])
    yield from map(_text, section["text"])
    if "rows" in section:
        yield table([section["headers"], *section["rows"]], CELL, A4[0] - 2 * MARGIN, HEADER)
        yield Spacer(1, 14)


def _area(number: int, area: Entry) -> Iterator[Any]:
    """An area begins a page; one with wide tables lies on its side."""
    wide = area.get("landscape", False)
    width = (A4[1] if wide else A4[0]) - 2 * MARGIN
    yield NextPageTemplate("wide" if wide else "upright")
    yield PageBreak()
    yield _text(f"Asse {number} – {area['title']}", HEADINGS[1])
    yield from map(_text, area["text"])
    for second, objective in enumerate(area["objectives"], start=1):
        yield Spacer(1, 8)
        heading = _text(f"Obiettivo {number}.{second} – {objective['title']}", HEADINGS[2])
        first, *others = map(_text, objective["text"])
        yield KeepTogether([heading, first])
        yield from others
        for layout, actions in blocks(objective):
            yield from _LAYOUTS[layout](objective, actions, width)
        yield from map(_text, objective.get("after", []))


def _table(objective: Entry, actions: list[Entry], width: float) -> Iterator[Any]:
    cells = [[escape(cell) for cell in row] for row in rows(objective, actions)]
    yield table(cells, CELL, width, HEADER, letter=4.6)
    yield Spacer(1, 14)


def _lines(_objective: Entry, actions: list[Entry], _width: float) -> Iterator[Any]:
    for action in actions:
        yield _text(line(action), LINE)


def _sheets(_objective: Entry, actions: list[Entry], _width: float) -> Iterator[Any]:
    for action in actions:
        yield from (_text(field, FIELD) for field in sheet(action))
        yield Spacer(1, 8)
        yield _text(action["about"])
        yield Spacer(1, 8)


_LAYOUTS: dict[str, Callable[[Entry, list[Entry], float], Iterator[Any]]] = {
    "table": _table,
    "line": _lines,
    "sheet": _sheets,
}
