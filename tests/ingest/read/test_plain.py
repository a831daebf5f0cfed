"""Plain text: nothing changed, its layout found."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import DamagedFile
from ingest.read.layout import lay_out
from ingest.read.plain import read_plain
from tests.ingest.read.helpers import check_blocks, of_kind, shown

PLAN = """PIANO DEI LEGAMI 2025-2027
Estratto

1. Da dove si parte
L'Assemblea ha approvato il Piano, che dura tre anni e riguarda tutto il territorio.

2. Azioni
Ob. | Azione | Chi guida | Entro
B.1 | Merende in biblioteca | Settore Cultura | giugno 2026
B.2 | Botteghe aperte | Il Larice s.c.s. | fine 2027

Presenti:
- Lidia Cocciante, assessora;
→ Fabrizio Sulmona, consigliere.
1) primo impegno della Cooperativa;
2) secondo impegno della Cooperativa.
"""


def test_headings_items_rows_and_paragraphs() -> None:
    source = read_plain(PLAN.encode(), "piano.txt")
    assert shown(source) == [
        ("heading", "PIANO DEI LEGAMI 2025-2027"),
        ("heading", "Estratto"),
        ("heading", "1. Da dove si parte"),
        ("paragraph", "L'Assemblea ha approvato il Piano, che dura tre anni e riguarda tutto il territorio."),
        ("heading", "2. Azioni"),
        ("row", "Ob. | Azione | Chi guida | Entro"),
        ("row", "B.1 | Merende in biblioteca | Settore Cultura | giugno 2026"),
        ("row", "B.2 | Botteghe aperte | Il Larice s.c.s. | fine 2027"),
        ("heading", "Presenti:"),
        ("item", "Lidia Cocciante, assessora;"),
        ("item", "Fabrizio Sulmona, consigliere."),
        ("item", "1) primo impegno della Cooperativa;"),
        ("item", "2) secondo impegno della Cooperativa."),
    ]
    rows = [block for block in source.blocks if block.kind == "row"]
    assert [row.row for row in rows] == [0, 1, 2]
    assert {row.headers for row in rows} == {("Ob.", "Azione", "Chi guida", "Entro")}
    assert {row.heading for row in rows} == {"2. Azioni"}
    assert source.title == "PIANO DEI LEGAMI 2025-2027"


def test_a_sheet_of_fields_has_no_headers() -> None:
    source = read_plain(b"Durata | diciotto mesi\nCosto | 96.000 euro\nCapofila | Il Faro\n", "x.txt")
    assert [(block.row, block.headers) for block in source.blocks] == [(1, None), (2, None), (3, None)]


def test_a_bar_in_a_title_makes_no_table() -> None:
    source = read_plain(b"1 | L'anno in sintesi\nIl 2024 e' stato un anno di lavoro per tutti noi.\n", "x.txt")
    assert shown(source)[0] == ("heading", "1 | L'anno in sintesi")


def test_text_broken_at_a_fixed_width_is_put_into_paragraphs() -> None:
    lines = [f"la cooperativa sociale del quartiere ha aperto lo sportello {n} per" for n in range(6)]
    source = read_plain(("\n".join(lines) + " tutti.\n\nSecondo paragrafo breve.\n").encode(), "x.txt")
    assert len(of_kind(source, "paragraph")) == 2


def test_text_broken_at_a_wide_width_too() -> None:
    """As newspapers' sites give it: 140 code points a line."""
    words = "la cooperativa sociale del quartiere ha aperto lo sportello e chiesto al Comune di tenere le chiavi "
    source = read_plain((f"{words}{words[:40]}\n" * 5 + "di tutti.\n\nSecondo paragrafo breve.\n").encode(), "x.txt")
    assert len(of_kind(source, "paragraph")) == 2


@given(st.text(max_size=2000))
def test_the_text_is_the_file_and_blocks_lie_in_it(text: str) -> None:
    try:
        source = read_plain(text.encode("utf-8", "surrogatepass"), "x.txt")
    except DamagedFile:
        return  # control characters: no text
    check_blocks(source)


@given(st.text(alphabet="ab|-•1.)A: \n§", max_size=400))
def test_any_layout_gives_ordered_blocks(text: str) -> None:
    end = 0
    for block in lay_out(text).blocks:
        assert end <= block.start <= block.end <= len(text)
        end = block.end


@given(st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc")), min_size=1, max_size=300))
def test_round_trip(line: str) -> None:
    if line.startswith("\ufeff"):
        return
    assert read_plain(f"{line}\r\n{line}".encode(), "x.txt").text == f"{line}\n{line}"


@pytest.mark.parametrize("part", ["examples", "train"])
def test_annotated_documents(shared: Path, tmp_path: Path, part: str) -> None:
    """Every line is one block; rows of tables have headers; mentions lie in one block each."""
    files = sorted((shared / "annotation" / part).glob("*.ann"))
    tool = shared / "annotation" / "annotate.py"
    subprocess.run([sys.executable, tool, *files, tmp_path], check=True, capture_output=True)
    for path in sorted(tmp_path.glob("*.txt")):
        source = read_plain(path.read_bytes(), path.name)
        check_blocks(source)
        assert source.text == path.read_text(encoding="utf-8")
        lines = [line for line in source.text.split("\n") if line.strip()]
        assert len(source.blocks) == len(lines), path.name
        tables = [line for line in lines if line.count(" | ") >= 2]
        rows = [block for block in source.blocks if block.kind == "row"]
        assert len(rows) >= len(tables), path.name


def test_bulleted_lines_of_the_annotated_documents_are_items(shared: Path, tmp_path: Path) -> None:
    files = sorted((shared / "annotation").glob("*/*.ann"))
    tool = shared / "annotation" / "annotate.py"
    subprocess.run([sys.executable, tool, *files, tmp_path], check=True, capture_output=True)
    for path in tmp_path.glob("*.txt"):
        source = read_plain(path.read_bytes(), path.name)
        starts = {block.start: block.kind for block in source.blocks}
        position = 0
        for line in source.text.split("\n"):
            if line[:2] in ("- ", "• ", "→ ", "* ") and len(line) > 3:
                assert starts[position + 2] == "item", (path.name, line)
            position += len(line) + 1
