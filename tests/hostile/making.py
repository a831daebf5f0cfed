"""Small valid files of every format, made with the libraries or by hand, for tests to read and to spoil."""

import io
import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TABLE = (
    ("Azione", "Responsabile", "Risorse", "Scadenza"),
    ("Sportello per anziani soli", "Comune di Valfiume", "10.000 €", "2027"),
    ("Orto di quartiere", "Cooperativa Il Faro", "due educatori", "2026"),
)
SENTENCE = "Il Comune di Valfiume ha approvato il Piano di zona con la Cooperativa Il Faro."


@dataclass(slots=True)
class PdfPageMaker:
    """A page of 595 × 842 points; `text` and `line` count from the top left."""

    width: int = 595
    height: int = 842
    parts: list[bytes] = field(default_factory=list)
    image: bytes | None = None

    def text(self, x: float, top: float, words: str, size: float = 10, *, bold: bool = False) -> None:
        escaped = words.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        font = b"F2" if bold else b"F1"
        self.parts.append(b"BT /%s %g Tf %g %g Td (%s) Tj ET" % (font, size, x, self.height - top - size, escaped))

    def line(self, x0: float, top0: float, x1: float, top1: float) -> None:
        self.parts.append(b"%g %g m %g %g l S" % (x0, self.height - top0, x1, self.height - top1))

    def table(self, x: float, top: float, rows: Sequence[Sequence[str]], width: float, height: float = 20) -> None:
        """A table with all its lines ruled."""
        columns = len(rows[0])
        for number in range(len(rows) + 1):
            self.line(x, top + number * height, x + columns * width, top + number * height)
        for number in range(columns + 1):
            self.line(x + number * width, top, x + number * width, top + len(rows) * height)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                for index, words in enumerate(cell.split("\n")):
                    self.text(x + column * width + 3, top + row * height + 4 + index * 10, words, 8)


def pdf(pages: Sequence[PdfPageMaker], *, extra_trailer: bytes = b"", title: str | None = None) -> bytes:
    """A PDF file with the two Helveticas; a page's `image` is a grey picture of 8 bits that fills it."""
    objects: list[bytes] = [b"", b""]
    fonts = []
    for name in (b"Helvetica", b"Helvetica-Bold"):
        objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % name)
        fonts.append(len(objects))
    kids = []
    for page in pages:
        drawing = b"\n".join(page.parts)
        resources = b"/Font << /F1 %d 0 R /F2 %d 0 R >>" % (fonts[0], fonts[1])
        if page.image is not None:
            data = zlib.compress(page.image)
            side = b"/Width %d /Height %d" % (page.width, page.height)
            objects.append(
                b"<< /Type /XObject /Subtype /Image %s /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"
                b" /Length %d >>\nstream\n%s\nendstream" % (side, len(data), data)
            )
            resources += b" /XObject << /I %d 0 R >>" % len(objects)
            drawing = b"q %d 0 0 %d 0 0 cm /I Do Q\n%s" % (page.width, page.height, drawing)
        packed = zlib.compress(drawing)
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Resources << %s >> /Contents %d 0 R >>"
            % (page.width, page.height, resources, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    if title is not None:
        objects.append(b"<< /Title (%s) >>" % title.encode("cp1252"))
        extra_trailer += b" /Info %d 0 R" % len(objects)
    return pdf_file(objects, extra_trailer)


def pdf_file(objects: Sequence[bytes], extra_trailer: bytes = b"") -> bytes:
    """The objects (the first is the catalogue) with their table of offsets."""
    out = io.BytesIO()
    out.write(b"%PDF-1.5\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(
        b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, extra_trailer, start)
    )
    return out.getvalue()


def simple_pdf() -> bytes:
    page = PdfPageMaker()
    page.text(60, 60, "Piano di zona di Valfiume", 18)
    page.text(60, 100, SENTENCE)
    page.table(60, 140, TABLE, 120)
    return pdf([page])


def scan_pdf() -> bytes:
    """A page that is a picture, without a text layer."""
    return pdf([PdfPageMaker(image=bytes([255]) * (595 * 842))])


def docx() -> bytes:
    import docx as library

    document = library.Document()
    document.add_heading("Piano di zona di Valfiume", 1)
    document.add_paragraph(SENTENCE)
    for item in ("uno sportello", "un orto"):
        document.add_paragraph(item, style="List Bullet")
    table = document.add_table(rows=0, cols=len(TABLE[0]))
    for row in TABLE:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return _saved(document)


def odt() -> bytes:
    import odfdo

    document = odfdo.Document("text")
    document.body.clear()
    document.body.append(odfdo.Header(1, "Piano di zona di Valfiume"))
    document.body.append(odfdo.Paragraph(SENTENCE))
    document.body.append(odfdo.List(["uno sportello", "un orto"]))
    table = odfdo.Table("Azioni")
    table.set_values([list(row) for row in TABLE])
    document.body.append(table)
    return _saved(document)


def xlsx(sheets: Mapping[str, Sequence[Sequence[Any]]] | None = None) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in (sheets or {"Azioni": TABLE}).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return _saved(book)


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def parquet(folder: Path) -> bytes:
    import duckdb

    path = folder / "made.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT 'Comune di Valfiume' AS ente, DATE '2026-03-14' AS data, 12.5 AS importo, i AS numero "
            f"FROM range(20) t(i)) TO '{path}' (FORMAT parquet)"
        )
    content = path.read_bytes()
    path.unlink()
    return content


def csv(delimiter: str = ";") -> bytes:
    return "\n".join(delimiter.join(row) for row in TABLE).encode()


def html() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE[1:])
    head = "".join(f"<th>{cell}</th>" for cell in TABLE[0])
    return (
        "<!DOCTYPE html><html lang='it'><head><meta charset='utf-8'><title>Piano</title></head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/uffici'>Uffici</a></li></ul></nav>"
        f"<main><h1>Piano di zona di Valfiume</h1><p>{SENTENCE}</p><ul><li>uno sportello</li><li>un orto</li></ul>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></main></body></html>"
    ).encode()


def markdown() -> bytes:
    rows = "\n".join("| " + " | ".join(row) + " |" for row in TABLE[1:])
    rule = "|" + "---|" * len(TABLE[0])
    head = "| " + " | ".join(TABLE[0]) + " |"
    return f"# Piano di zona\n\n{SENTENCE}\n\n- uno sportello\n- un orto\n\n{head}\n{rule}\n{rows}\n".encode()


def text() -> bytes:
    rows = "\n".join(" | ".join(row) for row in TABLE)
    return f"PIANO DI ZONA DI VALFIUME\n\n1. Premessa\n{SENTENCE}\n\n2. Azioni\n{rows}\n".encode()


def extraction() -> dict[str, Any]:
    """A small extraction that keeps the standard."""
    start = SENTENCE.index("Piano di zona")
    mentions = [
        {"id": "m1", "type": "Organisation", "start": 3, "end": 21, "text": SENTENCE[3:21], "passage": "p1"},
        {"id": "m2", "type": "Plan", "start": start, "end": start + 13, "text": "Piano di zona", "passage": "p1"},
    ]
    for mention in mentions:
        mention.update(entity=mention["id"], properties={})
    mentions[0]["properties"] = {"kind": "public_body"}
    claim = {"id": "c1", "subject": "m1", "type": "PROMOTES", "object": "m2", "status": "done", "confidence": 0.9}
    claim.update(evidence=[{"passage": "p1", "start": 0, "end": len(SENTENCE)}], properties={})
    passage = {"id": "p1", "kind": "sentence", "page": None, "start": 0, "end": len(SENTENCE), "heading": None}
    document = {
        "id": "d1",
        "source": "piano.txt",
        "title": None,
        "date": "2026-03-14",
        "language": "it",
        "kind": "plan",
    }
    return {"document": {**document, "text": SENTENCE}, "passages": [passage], "mentions": mentions, "claims": [claim]}


def extraction_bytes() -> bytes:
    return json.dumps(extraction(), ensure_ascii=False).encode()


def signed(content: bytes | None, *, kind: str = "signed_data") -> bytes:
    """A CAdES envelope without signers (readers do not judge signatures); `content` None: a detached signature."""
    from asn1crypto import cms

    if kind == "enveloped_data":
        recipients = {
            "version": "v0",
            "recipient_infos": [],
            "encrypted_content_info": {
                "content_type": "data",
                "content_encryption_algorithm": {"algorithm": "aes256_cbc", "parameters": b"0" * 16},
                "encrypted_content": b"0" * 64,
            },
        }
        envelope: bytes = cms.ContentInfo({"content_type": kind, "content": recipients}).dump()
        return envelope
    inner: dict[str, Any] = {"content_type": "data"}
    if content is not None:
        inner["content"] = content
    data = {"version": "v1", "digest_algorithms": [], "encap_content_info": inner, "signer_infos": []}
    dumped: bytes = cms.ContentInfo({"content_type": "signed_data", "content": data}).dump()
    return dumped


def archive(members: Mapping[str, bytes], *, level: int = 6) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def with_part(document: bytes, part: str, content: bytes) -> bytes:
    """The same zip document with one part replaced or added."""
    with zipfile.ZipFile(io.BytesIO(document)) as source:
        members = {name: source.read(name) for name in source.namelist()}
    members[part] = content
    return archive(members)


def part_of(document: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(document)) as source:
        return source.read(part)
