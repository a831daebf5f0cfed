"""Makes the docx, pdf and odt documents of `examples/torino` and the plan of `examples/valcora`.

They come from the texts beside this file, byte for byte the same.

python examples/sources/make.py [FOLDER]
"""

import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import docx
import odfdo
from pdf import table
from plan import write_plan
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import ListFlowable, Paragraph, SimpleDocTemplate, Spacer

SOURCES = Path(__file__).parent
TORINO = SOURCES.parent / "torino"
VALCORA = SOURCES.parent / "valcora"
FORMATS = {
    "02_programma_valfonda_estratto": "docx",
    "04_verbale_tavolo": "pdf",
    "05_accordo_quadro": "docx",
    "08_bando_graduatoria": "pdf",
    "09_scheda_progetto_trasporto": "odt",
}
MADE_ON = datetime(2026, 1, 1)


@dataclass(frozen=True)
class Part:
    """A heading (with its depth), paragraph, item (with its number, if it has one) or table of a text."""

    kind: Literal["heading", "paragraph", "item", "numbered", "table"]
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


def parts(text: str) -> Iterator[Part]:
    """The parts of a text in the small Markdown that the sources use: one line a part, tables with bars."""
    table: list[tuple[str, ...]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
            table += [] if set("".join(cells)) <= {"-"} else [cells]
            continue
        if table:
            yield Part("table", rows=tuple(table))
            table = []
        if line.strip():
            yield _line(line)


def _line(line: str) -> Part:
    if heading := re.fullmatch(r"(#+) (.+)", line):
        return Part("heading", heading[2], level=len(heading[1]))
    if item := re.fullmatch(r"(-|\d+\.) (.+)", line):
        return Part("item" if item[1] == "-" else "numbered", item[2])
    return Part("paragraph", line)


def write_docx(found: list[Part], path: Path) -> None:
    """Headings, lists and tables in the styles of Word."""

    document = docx.Document()
    for part in found:
        if part.kind == "heading":
            document.add_heading(part.text, level=part.level)
        elif part.kind == "table":
            table = document.add_table(rows=0, cols=len(part.rows[0]), style="Table Grid")
            for row in part.rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        else:
            style = {"item": "List Bullet", "numbered": "List Number"}.get(part.kind)
            document.add_paragraph(part.text, style=style)
    document.core_properties.title = found[0].text
    document.core_properties.author = "Intreccio"
    document.core_properties.created = document.core_properties.modified = MADE_ON
    document.save(str(path))
    settle_zip(path)


def write_odt(found: list[Part], path: Path) -> None:
    """The same for LibreOffice."""

    document = odfdo.Document("text")
    document.body.clear()
    for number, part in enumerate(found):
        if part.kind == "heading":
            document.body.append(odfdo.Header(part.level, part.text))
        elif part.kind == "table":
            table = odfdo.Table(f"Tabella {number}")
            for row in part.rows:
                table.append_row(_odt_row(row))
            document.body.append(table)
        else:
            document.body.append(odfdo.List([part.text]) if part.kind != "paragraph" else odfdo.Paragraph(part.text))
    document.meta.title = found[0].text
    document.meta.creation_date = document.meta.date = MADE_ON
    document.meta.generator = document.meta.creator = "Intreccio"
    document.save(str(path))
    settle_zip(path)


def _odt_row(texts: tuple[str, ...]) -> Any:

    row = odfdo.Row()
    row.set_values(list(texts))
    return row


def write_pdf(found: list[Part], path: Path) -> None:
    """Pages with a text layer."""

    styles = getSampleStyleSheet()
    small = styles["BodyText"].clone("Cell", fontSize=8, leading=10)
    story: list[Any] = []
    for part in found:
        if part.kind == "table":
            story += [table(part.rows, small, width=470), Spacer(1, 10)]
        elif part.kind in ("item", "numbered"):
            story.append(ListFlowable([Paragraph(part.text, styles["BodyText"])], bulletType="bullet", start="•"))
        else:
            style = styles[f"Heading{part.level}"] if part.kind == "heading" else styles["BodyText"]
            story.append(Paragraph(part.text, style))
    document = SimpleDocTemplate(str(path), pagesize=A4, title=found[0].text, author="Intreccio", invariant=1)
    document.build(story)


def settle_zip(path: Path) -> None:
    """The same archive without the hour at which it was written."""
    with zipfile.ZipFile(path) as archive:
        members = [(info, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w") as archive:
        for info, content in members:
            settled = zipfile.ZipInfo(info.filename, MADE_ON.timetuple()[:6])
            settled.compress_type = info.compress_type
            settled.external_attr = 0o644 << 16
            archive.writestr(settled, content)


WRITERS: dict[str, Callable[[list[Part], Path], None]] = {"docx": write_docx, "odt": write_odt, "pdf": write_pdf}


def make(folder: Path | None = None) -> list[Path]:
    """Writes every document into the folder, or each where it belongs."""
    made = []
    for name, suffix in FORMATS.items():
        found = list(parts((SOURCES / f"{name}.md").read_text(encoding="utf-8")))
        path = (folder or TORINO) / f"{name}.{suffix}"
        WRITERS[suffix](found, path)
        made.append(path)
    path = (folder or VALCORA) / "piano_valcora.pdf"
    write_plan(path)
    return [*made, path]


if __name__ == "__main__":
    for document in make(Path(sys.argv[1]) if len(sys.argv) > 1 else None):
        sys.stdout.write(f"{document}\n")
