"""docx and odt: headings, lists, tables, boxes and notes in document order."""

import io
from pathlib import Path

import docx
import pytest

from tests.hostile import making
from tests.ingest.read.helpers import of_kind, read_text, shown

EXPECTED = [
    ("heading", "Piano di zona di Valfiume"),
    ("paragraph", making.SENTENCE),
    ("item", "uno sportello"),
    ("item", "un orto"),
    *(("row", " | ".join(row)) for row in making.TABLE),
]


@pytest.mark.parametrize(("name", "content"), [("x.docx", making.docx()), ("x.odt", making.odt())])
def test_both_formats_give_the_same(name: str, content: bytes, tmp_path: Path) -> None:
    source = read_text(tmp_path, name, content)
    assert shown(source) == EXPECTED
    assert source.blocks[-1].headers == making.TABLE[0]


def test_word_numbers_merged_cells_bold_lines_and_footnotes(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("uno", "due"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph().add_run("Titoletto in grassetto").bold = True
    table = document.add_table(rows=3, cols=2)
    for row, cells in enumerate((("Area", "Azione"), ("Abitare", "Sportello"), ("", "Orto"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    document.add_paragraph("- trattino a mano")
    out = io.BytesIO()
    document.save(out)
    source = read_text(tmp_path, "x.docx", out.getvalue())
    assert of_kind(source, "item") == ["1. uno", "2. due", "trattino a mano"]
    assert of_kind(source, "heading") == ["Titoletto in grassetto"]
    assert of_kind(source, "row") == ["Area | Azione", "Abitare | Sportello", "Abitare | Orto"]


def test_deleted_words_are_gone_and_inserted_ones_there(tmp_path: Path) -> None:
    content = making.docx()
    part = making.part_of(content, "word/document.xml").decode()
    run = "<w:r><w:{0}>{1}</w:{0}></w:r>"
    tracked = f"<w:del>{run.format('delText', 'prima')}</w:del><w:ins>{run.format('t', 'dopo')}</w:ins>"
    changed = part.replace("<w:body>", f"<w:body><w:p>{tracked}</w:p>", 1)
    source = read_text(tmp_path, "x.docx", making.with_part(content, "word/document.xml", changed.encode()))
    assert shown(source)[0] == ("paragraph", "dopo")


def test_cells_in_content_controls_are_cells(tmp_path: Path) -> None:
    content = making.docx()
    part = making.part_of(content, "word/document.xml").decode()
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in ("Capofila", "Il Faro"))
    wrapped = f"<w:tbl><w:tr><w:sdt><w:sdtContent>{cells}</w:sdtContent></w:sdt></w:tr></w:tbl>"
    changed = part.replace("<w:body>", f"<w:body>{wrapped}", 1)
    source = read_text(tmp_path, "x.docx", making.with_part(content, "word/document.xml", changed.encode()))
    assert shown(source)[0] == ("row", "Capofila | Il Faro")


def test_text_boxes_are_read_once(tmp_path: Path) -> None:
    content = making.docx()
    part = making.part_of(content, "word/document.xml").decode()
    box = "<w:txbxContent><w:p><w:r><w:t>nel riquadro</w:t></w:r></w:p></w:txbxContent>"
    both = f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    namespace = "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    paragraph = f"<w:p><w:r><mc:AlternateContent {namespace}>{both}</mc:AlternateContent></w:r></w:p>"
    changed = part.replace("<w:body>", f"<w:body>{paragraph}", 1)
    source = read_text(tmp_path, "x.docx", making.with_part(content, "word/document.xml", changed.encode()))
    assert source.text.count("nel riquadro") == 1
