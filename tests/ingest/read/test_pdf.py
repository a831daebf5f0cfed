"""PDF: reading order, mended words, tables over pages, running heads, scans."""

import io
from pathlib import Path

import pytest

from graph.errors import NoText
from tests.hostile import making
from tests.hostile.making import PdfPageMaker
from tests.ingest.read.helpers import read_text, shown


def test_headings_paragraphs_and_tables_with_their_page(tmp_path: Path) -> None:
    source = read_text(tmp_path, "x.pdf", making.simple_pdf())
    assert shown(source) == [
        ("heading", "Piano di zona di Valfiume"),
        ("paragraph", making.SENTENCE),
        *(("row", " | ".join(row)) for row in making.TABLE),
    ]
    assert {block.page for block in source.blocks} == {1}
    assert source.title == "Piano di zona di Valfiume"


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    page = PdfPageMaker()
    page.text(60, 60, "Titolo su tutta la larghezza della pagina", 18)
    for number in range(10):
        page.text(60, 110 + 13 * number, f"la prima colonna prosegue qui alla riga {number} e")
        page.text(320, 114 + 13 * number, f"la seconda colonna sta a destra, riga {number} e")
    source = read_text(tmp_path, "x.pdf", making.pdf([page]))
    text = source.text
    assert text.index("prima colonna prosegue qui alla riga 9") < text.index("seconda colonna sta a destra, riga 0")


def test_labels_beside_values_stay_rows(tmp_path: Path) -> None:
    page = PdfPageMaker()
    for number, (label, value) in enumerate(
        [("Capofila", "Cooperativa Il Faro"), ("Durata", "24 mesi"), ("Costo", "10.000 euro"), ("Sede", "Ivrea")]
    ):
        page.text(60, 100 + 16 * number, label)
        page.text(200, 100 + 16 * number, value)
    source = read_text(tmp_path, "x.pdf", making.pdf([page]))
    assert "Capofila | Cooperativa Il Faro" in source.text


def test_words_cut_at_the_end_of_a_line_are_mended(tmp_path: Path) -> None:
    page = PdfPageMaker()
    page.text(60, 100, "Il servizio socio-assistenziale del Comune sostiene la collabora-")
    page.text(60, 113, "zione fra gli enti, e in particolare il lavoro socio-")
    page.text(60, 126, "assistenziale delle cooperative.")
    source = read_text(tmp_path, "x.pdf", making.pdf([page]))
    assert "la collaborazione fra gli enti" in source.text
    assert "il lavoro socio-assistenziale delle cooperative" in source.text


def test_a_dash_that_begins_a_line_of_a_sentence_is_no_bullet(tmp_path: Path) -> None:
    page = PdfPageMaker()
    page.text(60, 100, "Giugno 2027 - Calendario unico delle feste - (Biblioteca con Pro Loco Il Tiglio)")
    page.text(60, 113, "- V2.07")
    page.text(60, 140, "Servono alla biblioteca di Ivrea:")
    page.text(60, 153, "- due stanze al piano terreno, con le sedie e con i tavoli per quaranta persone almeno")
    page.text(60, 166, "- un bibliotecario")
    source = read_text(tmp_path, "x.pdf", making.pdf([page]))
    assert shown(source) == [
        (
            "paragraph",
            "Giugno 2027 - Calendario unico delle feste - (Biblioteca con Pro Loco Il Tiglio) - V2.07",
        ),
        ("paragraph", "Servono alla biblioteca di Ivrea:"),
        ("item", "due stanze al piano terreno, con le sedie e con i tavoli per quaranta persone almeno"),
        ("item", "un bibliotecario"),
    ]


def test_each_field_of_a_sheet_is_a_line(tmp_path: Path) -> None:
    lines = [
        "Capofila: Comune di Valfiume",
        "Partner: Cooperativa Il Faro, Associazione Le Querce, Consorzio La Rete, Comune di Ivrea",
        "Destinatari: giovani tra 18 e 29 anni",
    ]
    page = PdfPageMaker()
    for number, line in enumerate(lines):
        page.text(60, 100 + 13 * number, line)
    assert shown(read_text(tmp_path, "x.pdf", making.pdf([page]))) == [("paragraph", line) for line in lines]


def test_a_code_closes_its_line(tmp_path: Path) -> None:
    lines = [
        "Giugno 2027 - Calendario unico delle feste di valle - (Comune di Valfiume) - V2.07",
        "Maggio 2028 - Cinema nei cortili delle frazioni alte - (Pro Loco Il Tiglio) - V2.08",
    ]
    page = PdfPageMaker()
    for number, line in enumerate(lines):
        page.text(60, 100 + 13 * number, line)
    assert shown(read_text(tmp_path, "x.pdf", making.pdf([page]))) == [("paragraph", line) for line in lines]


def test_running_heads_go_and_a_line_that_stands_once_stays(tmp_path: Path) -> None:
    pages = []
    for number in range(1, 5):
        page = PdfPageMaker()
        page.text(60, 30, "Comune di Valfiume - Piano di zona", 8)
        page.text(60, 300, f"Il paragrafo della pagina {number} parla di un argomento diverso da tutti gli altri.")
        page.text(280, 810, f"Pagina {number} di 4", 8)
        pages.append(page)
    pages[3].text(60, 780, "Ivrea, 3 marzo 2026")
    source = read_text(tmp_path, "x.pdf", making.pdf(pages))
    assert "Pagina" not in source.text.replace("della pagina", "")
    assert "Comune di Valfiume - Piano" not in source.text
    assert "Ivrea, 3 marzo 2026" in source.text
    assert [block.page for block in source.blocks] == [1, 2, 3, 4, 4]


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_goes_on_over_the_page_break(tmp_path: Path, repeated: bool) -> None:
    first, second = PdfPageMaker(), PdfPageMaker()
    first.text(60, 60, "Le azioni del piano sono descritte nella tabella che segue.")
    first.table(60, 700, making.TABLE, 120)
    more = ("Portierato sociale", "Auser", "sei volontari", "2028")
    second.table(60, 60, [making.TABLE[0], more] if repeated else [more, more], 120)
    source = read_text(tmp_path, "x.pdf", making.pdf([first, second]))
    rows = [block for block in source.blocks if block.kind == "row"]
    assert {row.headers for row in rows} == {making.TABLE[0]}
    assert {row.table for row in rows} == {1}
    assert [row.row for row in rows] == [0, 1, 2, 3] + ([] if repeated else [4])
    assert rows[3].page == 2


@pytest.mark.parametrize("repeated", [True, False])
def test_a_row_that_the_page_cuts_is_one_again(tmp_path: Path, repeated: bool) -> None:
    first, second = PdfPageMaker(), PdfPageMaker()
    first.text(60, 60, "Le azioni del piano sono descritte nella tabella che segue.")
    first.table(60, 700, making.TABLE, 120)
    rest, more = ("", "con il Comune", "", ""), ("Portierato sociale", "Auser", "sei volontari", "2028")
    second.table(60, 60, [making.TABLE[0], rest, more] if repeated else [rest, more], 120)
    source = read_text(tmp_path, "x.pdf", making.pdf([first, second]))
    rows = [source.text[block.start : block.end].split(" | ") for block in source.blocks if block.kind == "row"]
    last = list(making.TABLE[-1])
    assert rows[len(making.TABLE) - 1 :] == [[last[0], f"{last[1]} con il Comune", *last[2:]], list(more)]


def test_a_scan_is_read_with_the_confidence_as_ceiling(tmp_path: Path) -> None:
    source = read_text(tmp_path, "x.pdf", scanned())
    assert "Comune di Valfiume" in source.text
    assert 0.3 < source.ceiling < 1.0
    assert {block.page for block in source.blocks} == {1}


def test_a_scan_without_ocr_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoText, match="tesseract"):
        read_text(tmp_path, "x.pdf", scanned())


def scanned() -> bytes:
    """A picture of a sentence on a page."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (595, 842), 255)
    font = ImageFont.load_default(size=22)
    drawing = ImageDraw.Draw(picture)
    for number, line in enumerate(
        ["Il Comune di Valfiume", "ha approvato il Piano di zona", "con la Cooperativa Il Faro."]
    ):
        drawing.text((60, 80 + 40 * number), line, fill=0, font=font)
    page = PdfPageMaker(image=picture.tobytes())
    assert io.BytesIO(picture.tobytes()).getbuffer().nbytes == 595 * 842
    return making.pdf([page])
