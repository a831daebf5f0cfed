"""Inputs that nobody should have to fear: some 350 files, truncated, mislabelled, spoiled or made to do harm.

Its choices are the same for the same seed. `hostile_inputs` yields them; `Hostile.place` puts one into a folder.
Run as a program it fills a folder: `python -m tests.hostile.generate FOLDER`.
"""

import base64
import json
import os
import random
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.hostile import making

CUTS = (0.03, 0.2, 0.4, 0.6, 0.8, 0.98)


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file by its name and its bytes, or what makes it at a path (links, pipes, sparse files)."""

    name: str
    content: bytes | Callable[[Path], None]

    def place(self, folder: Path) -> Path:
        path = folder / self.name
        if isinstance(self.content, bytes):
            path.write_bytes(self.content)
        else:
            self.content(path)
        return path


def hostile_inputs(seed: int = 0) -> Iterator[Hostile]:
    """All of them; names are unique."""
    valid = valid_files()
    yield from _truncated(valid)
    yield from _flipped(valid, random.Random(seed))
    yield from _mislabelled(valid)
    for family in (
        _texts,
        _encodings,
        _pages,
        _tables,
        _workbooks,
        _archives,
        _pdfs,
        _envelopes,
        _extractions,
        _places,
    ):
        yield from family()


def valid_files() -> dict[str, bytes]:
    """One small valid file of every format, by its suffix."""
    with tempfile.TemporaryDirectory() as folder:
        parquet = making.parquet(Path(folder))
    return {
        "pdf": making.simple_pdf(),
        "docx": making.docx(),
        "odt": making.odt(),
        "xlsx": making.xlsx(),
        "parquet": parquet,
        "html": making.html(),
        "md": making.markdown(),
        "csv": making.csv(),
        "json": making.extraction_bytes(),
        "txt": making.text(),
        "p7m": making.signed(making.simple_pdf()),
    }


def _truncated(valid: dict[str, bytes]) -> Iterator[Hostile]:
    for suffix in ("pdf", "docx", "odt", "xlsx", "parquet", "json", "p7m", "html"):
        for cut in CUTS:
            content = valid[suffix]
            yield Hostile(f"cut-{int(cut * 100):02}.{suffix}", content[: int(len(content) * cut)])


def _flipped(valid: dict[str, bytes], chance: random.Random) -> Iterator[Hostile]:
    """Sixteen bytes changed somewhere."""
    for suffix in ("pdf", "docx", "odt", "xlsx", "parquet", "p7m", "csv"):
        for number in range(4):
            content = bytearray(valid[suffix])
            for _ in range(16):
                content[chance.randrange(len(content))] = chance.randrange(256)
            yield Hostile(f"flipped-{number}.{suffix}", bytes(content))


def _mislabelled(valid: dict[str, bytes]) -> Iterator[Hostile]:
    names = ("txt", "pdf", "csv", "docx", "xlsx", "json", "html", "parquet")
    for suffix, content in valid.items():
        for name in names[:6] if suffix in ("txt", "md", "csv") else names[:4]:
            if name != suffix:
                yield Hostile(f"{suffix}-named.{name}", content)
    yield Hostile("no-suffix", valid["pdf"])
    yield Hostile("two.suffixes.pdf.txt", valid["docx"])


def _texts() -> Iterator[Hostile]:
    yield Hostile("empty.txt", b"")
    yield Hostile("only-mark.txt", b"\xef\xbb\xbf")
    yield Hostile("only-blanks.txt", b" \n\t\r\n" * 100)
    yield Hostile("only-zeros.txt", bytes(10_000))
    yield Hostile("zero-inside.txt", b"Il Comune di Val\0fiume ha approvato il piano.\n")
    yield Hostile("control.txt", bytes(range(1, 32)) * 50)
    yield Hostile("binary.txt", random.Random(1).randbytes(20_000))
    yield Hostile("program.txt", b"\x7fELF" + bytes(500))
    yield Hostile("one-line.txt", b"parola " * 1_000_000)
    yield Hostile("one-word.txt", b"a" * 5_000_000)
    yield Hostile("many-lines.txt", b"x\n" * 300_000)
    yield Hostile("bars.txt", b"|" * 200_000)
    yield Hostile("bars-and-blanks.txt", b" | " * 100_000)
    yield Hostile("dashes.txt", b"-" * 300_000)
    yield Hostile("points.txt", b"a." * 200_000)
    yield Hostile("numbers.txt", b"1." * 200_000 + b" X")
    yield Hostile("brackets.txt", b"(" * 200_000)
    yield Hostile("capitals.txt", b"IL COMUNE DI VALFIUME\n" * 20_000)
    yield Hostile("carriage-returns.txt", b"riga uno\rriga due\r" * 1000)
    yield Hostile("form-feeds.txt", b"pagina uno\x0cpagina due\x0c" * 100)
    yield Hostile("right-to-left.txt", "Il \u202eComune\u202c di \u200bVal\u2060fiume\ufeff.\n".encode() * 50)
    yield Hostile("markup.txt", b"<script>alert(1)</script>\nIl Comune di Valfiume ha approvato il piano.\n")
    yield Hostile("fence-open.md", b"# Titolo\n\n```\n" + b"codice\n" * 1000)
    yield Hostile("comment-open.md", b"# Titolo\n\ntesto\n<!-- " + b"commento\n" * 1000)
    yield Hostile("comments.md", b"<!--" * 50_000)
    yield Hostile("stars.md", b"*" * 200_000)
    yield Hostile("quotes.md", b"> " * 100_000)
    yield Hostile("nested-list.md", b"".join(b" " * n + b"- voce\n" for n in range(2000)))
    yield Hostile("table-wide.md", b"|" + b"a|" * 20_000 + b"\n|" + b"-|" * 20_000 + b"\n|" + b"b|" * 20_000 + b"\n")
    yield Hostile("front-matter-open.md", b"---\ntitle: x\n" + b"chiave: valore\n" * 5000)
    yield Hostile("tags.md", b"<a" * 100_000)


def _encodings() -> Iterator[Hostile]:
    words = "La società è già attiva: «perché no?» – 10 € l’anno, città, più, così.\n" * 30
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "utf-7"):
        yield Hostile(f"encoded-{encoding}.txt", words.encode(encoding))
    yield Hostile("encoded-latin-1.txt", words.encode("latin-1", "replace"))
    yield Hostile("encoded-cp037.txt", words.encode("cp037", "replace"))
    yield Hostile("encoded-half.txt", words.encode() + words.encode("cp1252"))
    yield Hostile("encoded-cut.txt", words.encode()[:-2])
    yield Hostile("encoded-odd-utf-16.txt", words.encode("utf-16")[:-1])
    yield Hostile("encoded-surrogates.txt", words.encode() + "\ud800\udfff".encode("utf-8", "surrogatepass"))
    yield Hostile("encoded-overlong.txt", words.encode() + b"\xc0\xaf\xe0\x80\xaf")
    yield Hostile("encoded-twice.txt", words.encode().decode("cp1252", "replace").encode())
    yield Hostile("encoded-cp1252.csv", "Denominazione;Città\nSocietà;Forlì\n".encode("cp1252"))
    yield Hostile("encoded-late.csv", b"nome;comune\n" + b"a;b\n" * 400_000 + "Società;Forlì\n".encode("cp1252"))
    yield Hostile("encoded-utf-16.csv", "Denominazione\tCittà\nSocietà\tForlì\n".encode("utf-16"))
    yield Hostile("encoded-liar.html", making.html().replace(b"utf-8", b"utf-16"))
    yield Hostile("encoded-unknown.html", making.html().replace(b"utf-8", b"klingon"))


def _pages() -> Iterator[Hostile]:
    yield Hostile("nested-1000.html", _nested(b"div", 1_000))
    yield Hostile("nested-10000.html", _nested(b"div", 10_000))
    yield Hostile("nested-200000.html", _nested(b"b", 200_000))
    yield Hostile("nested-tables.html", b"<html><body>" + b"<table><tr><td>" * 1_500 + b"testo")
    yield Hostile("nested-lists.html", b"<html><body>" + b"<ul><li>voce " * 1_500)
    yield Hostile("unclosed.html", b"<html><body><p>Il Comune <b>di <i>Valfiume <a href='")
    yield Hostile("only-script.html", b"<html><body><script>" + b"x=1;" * 10_000 + b"</script></body></html>")
    yield Hostile("empty-body.html", b"<!DOCTYPE html><html><head><title>x</title></head><body></body></html>")
    yield Hostile("long-attribute.html", b"<html><body><p class='" + b"a" * 3_000_000 + b"'>testo</p></body></html>")
    yield Hostile(
        "many-attributes.html", b"<html><body><p " + b"".join(b"a%d=1 " % n for n in range(50_000)) + b">x</p>"
    )
    yield Hostile(
        "span-bomb.html", b"<html><body><table><tr><td colspan=999999 rowspan=999999>x</td><td>y</td></tr>" * 50
    )
    yield Hostile(
        "entities.html", b"<html><body><p>" + b"&amp;&#0;&#x10ffff;&#xd800;&nonsense;" * 5_000 + b"</p></body>"
    )
    yield Hostile("entity-bomb.html", b"<!DOCTYPE html [<!ENTITY a 'aaaa'>]><html><body><p>&a;&a;</p></body></html>")
    yield Hostile("frames.html", b"<html><frameset><frame src='file:///etc/passwd'></frameset></html>")
    yield Hostile("many-rows.html", b"<html><body><table>" + b"<tr><td>a</td><td>b</td></tr>" * 10_000)
    yield Hostile("soup.html", random.Random(2).randbytes(50_000).replace(b"\0", b"<") + b"<p>ciao</p>")


def _nested(tag: bytes, depth: int) -> bytes:
    return b"<html><body>" + b"<%s>" % tag * depth + b"Il Comune di Valfiume." + b"</%s>" % tag * depth


def _tables() -> Iterator[Hostile]:
    yield Hostile("wide.csv", b";".join(b"c%d" % n for n in range(100_000)) + b"\n" + b";" * 99_999 + b"\n")
    yield Hostile("wide-later.csv", b"a;b\n1;2\n" + b";" * 100_000 + b"\n")
    yield Hostile("quote-open.csv", b'nome;comune\n"Il Faro;Valfiume\n' + b"La Rete;Ivrea\n" * 5_000)
    yield Hostile("quotes-odd.csv", b'nome;comune\n"Il "Faro"";"Val"fiume\n' * 500)
    yield Hostile("quotes-only.csv", b'"' * 200_001)
    yield Hostile("quotes-everywhere.csv", b"nome;comune\n" + b'";' * 100_000)
    yield Hostile("formula.csv", b"nome;nota\n=HYPERLINK(\"http://x\");+1+1\n@SUM(A1);-2+3\n=cmd|' /C calc'!A0;x\n")
    yield Hostile("ragged.csv", b"a;b;c\n1\n1;2\n1;2;3;4;5;6\n;;;\n\n1;2;3\n")
    yield Hostile("only-header.csv", b"denominazione;comune;provincia\n")
    yield Hostile("only-delimiters.csv", b";;;;\n" * 1000)
    yield Hostile("same-names.csv", b"nome;nome;nome;;\nx;y;z;w;v\n")
    yield Hostile("mixed.csv", b"a;b,c\td|e\n1;2,3\t4|5\n1,2;3\n")
    yield Hostile("zeros-inside.csv", b"nome;comune\n" + b"Il Fa\0ro;Val\0fiume\n" * 10)
    yield Hostile("zeros-late.csv", b"nome;comune\n" + b"Il Faro;Valfiume\n" * 100_000 + bytes(5_000))
    yield Hostile("huge-cell.csv", b"nome;nota\nIl Faro;" + b"x" * 3_000_000 + b"\n")
    yield Hostile("huge-line.csv", b"nome;nota\nIl Faro;" + b"x" * 9_000_000 + b"\n")
    yield Hostile("carriage-returns.csv", b"nome;comune\rIl Faro;Valfiume\rLa Rete;Ivrea\r")
    yield Hostile("mark-inside.csv", b"nome;comune\n\xef\xbb\xbfIl Faro;Valfiume\n")
    yield Hostile("prose.csv", making.SENTENCE.encode() * 20)
    yield Hostile("one-cell.csv", b"x")
    yield Hostile("parquet-head-only.parquet", b"PAR1")
    yield Hostile("parquet-liar.parquet", b"PAR1" + random.Random(3).randbytes(2000) + b"PAR1")
    yield Hostile("parquet-encrypted.parquet", b"PARE" + bytes(100) + b"PARE")


def _workbooks() -> Iterator[Hostile]:
    book = making.xlsx()
    sheet = "xl/worksheets/sheet1.xml"
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    def with_rows(rows: bytes) -> bytes:
        content = b'<worksheet xmlns="%s"><dimension ref="A1:XFD1048576"/><sheetData>%s</sheetData></worksheet>'
        return making.with_part(book, sheet, content % (main, rows))

    last = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>fine</t></is></c></row>'
    right = b'<row r="%d"><c r="XFD%d" t="inlineStr"><is><t>destra</t></is></c></row>'
    yield Hostile("dimension.xlsx", with_rows(b'<row r="1"><c r="A1" t="inlineStr"><is><t>solo</t></is></c></row>'))
    yield Hostile("last-row.xlsx", with_rows(b'<row r="1"><c r="A1"><v>1</v></c></row>' + last))
    yield Hostile("last-column.xlsx", with_rows(b"".join(right % (n, n) for n in range(1, 30))))
    yield Hostile("no-rows.xlsx", with_rows(b""))
    yield Hostile(
        "bad-cells.xlsx", with_rows(b'<row r="x"><c r="??" t="s"><v>999999</v></c><c t="n"><v>nan</v></c></row>')
    )
    yield Hostile(
        "formula.xlsx", making.xlsx({"F": [["nome", "nota"], ["=1+1", '=HYPERLINK("http://x","y")'], ["@x", "+1"]]})
    )
    yield Hostile(
        "titles.xlsx", making.xlsx({"F": [["Elenco"], [], ["nome", "comune"], ["Il Faro", "Valfiume"]], "Vuoto": []})
    )
    yield Hostile("no-sheet.xlsx", making.with_part(book, sheet, b"<nothing/>"))
    yield Hostile("not-xml.xlsx", making.with_part(book, sheet, b"\0\1\2 non xml"))
    yield Hostile("bad-strings.xlsx", making.with_part(book, "xl/sharedStrings.xml", b"<sst><si><t>uno"))
    yield Hostile("bad-styles.xlsx", making.with_part(book, "xl/styles.xml", b"<styleSheet><oops"))
    yield Hostile("bad-workbook.xlsx", making.with_part(book, "xl/workbook.xml", b"<workbook/>"))


def _archives() -> Iterator[Hostile]:
    zeros = bytes(60_000_000)
    for suffix, part in (("docx", "word/document.xml"), ("xlsx", "xl/worksheets/sheet1.xml"), ("odt", "content.xml")):
        document = valid = {"docx": making.docx, "xlsx": making.xlsx, "odt": making.odt}[suffix]()
        original = making.part_of(valid, part)
        start = original.index(b"<", original.index(b"?>") + 2) if b"?>" in original else 0
        bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
        outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        yield Hostile(f"zip-bomb.{suffix}", making.with_part(document, "media/zeros.bin", zeros))
        yield Hostile(f"xml-bomb.{suffix}", making.with_part(document, part, zeros))
        yield Hostile(f"entity-bomb.{suffix}", making.with_part(document, part, bomb + original[start:]))
        yield Hostile(f"entity-outside.{suffix}", making.with_part(document, part, outside + original[start:]))
        yield Hostile(f"deep.{suffix}", making.with_part(document, part, b"<a>" * 50_000 + b"x" + b"</a>" * 50_000))
        yield Hostile(f"blank-part.{suffix}", making.with_part(document, part, b""))
        yield Hostile(
            f"traversal.{suffix}", making.with_part(document, "../../../../tmp/intreccio-escaped.txt", b"fuori")
        )
        yield Hostile(f"absolute.{suffix}", making.with_part(document, "/tmp/intreccio-escaped.txt", b"fuori"))
        yield Hostile(f"password.{suffix}", _password(valid))
        yield Hostile(f"wrong-sizes.{suffix}", _wrong_sizes(valid))
    yield Hostile(
        "many-parts.docx", making.archive({"word/document.xml": b"<x/>", **{f"m{n}": b"" for n in range(25_000)}})
    )
    yield Hostile("zip-in-zip.docx", making.archive({"inner.zip": making.archive({"zeros": bytes(1_000_000)})}))
    yield Hostile("plain.zip", making.archive({"a.txt": b"ciao", "../b.txt": b"ciao"}))
    yield Hostile("empty-zip.docx", making.archive({}))
    yield Hostile("slides.pptx", making.archive({"[Content_Types].xml": b"<x/>", "ppt/presentation.xml": b"<x/>"}))
    yield Hostile("sheet.ods", making.archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}))
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    yield Hostile("old.doc", old)
    yield Hostile("old.xls", old + "Workbook".encode("utf-16-le") + bytes(100))
    for suffix in ("docx", "xlsx"):
        yield Hostile(f"protected.{suffix}", old + "EncryptedPackage".encode("utf-16-le") + bytes(5_000))
    encrypted = b'<manifest:manifest xmlns:manifest="m"><manifest:encryption-data/></manifest:manifest>'
    yield Hostile("protected.odt", making.with_part(making.odt(), "META-INF/manifest.xml", encrypted))


def _password(document: bytes) -> bytes:
    """The flag of an encrypted member set in every header."""
    content = bytearray(document)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = content.find(magic)
        while position >= 0:
            content[position + offset] |= 1
            position = content.find(magic, position + 4)
    return bytes(content)


def _wrong_sizes(document: bytes) -> bytes:
    """Every member says that it unpacks to three bytes."""
    content = bytearray(document)
    position = content.find(b"PK\x01\x02")
    while position >= 0:
        content[position + 24 : position + 28] = (3).to_bytes(4, "little")
        position = content.find(b"PK\x01\x02", position + 4)
    return bytes(content)


def _pdfs() -> Iterator[Hostile]:
    yield Hostile("header-only.pdf", b"%PDF-1.7\n")
    yield Hostile("garbage.pdf", b"%PDF-1.4\n" + random.Random(4).randbytes(30_000))
    yield Hostile("no-pages.pdf", making.pdf([]))
    yield Hostile("blank-page.pdf", making.pdf([making.PdfPageMaker()]))
    yield Hostile("scan.pdf", making.scan_pdf())
    yield Hostile("many-pages.pdf", making.pdf([making.PdfPageMaker() for _ in range(3_500)]))
    yield Hostile("encrypted.pdf", making.pdf([making.PdfPageMaker()], extra_trailer=_ENCRYPTION))
    yield Hostile(
        "encrypted-strangely.pdf", making.pdf([making.PdfPageMaker()], extra_trailer=b" /Encrypt << /V 99 >>")
    )
    loop = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>"]
    yield Hostile("page-loop.pdf", making.pdf_file(loop))
    yield Hostile("page-count.pdf", making.pdf_file([loop[0], b"<< /Type /Pages /Count 999999999 /Kids [] >>"]))
    yield Hostile("deep-array.pdf", making.pdf_file([loop[0], b"[" * 50_000]))
    yield Hostile("deep-dictionary.pdf", making.pdf_file([loop[0], b"<< /A " * 20_000]))
    yield Hostile("stream-bomb.pdf", _pdf_of(zlib.compress(b"0 0 m 1 1 l S\n" * 3_000_000)))
    yield Hostile("stream-zeros.pdf", _pdf_of(zlib.compress(bytes(300_000_000), 9)))
    yield Hostile("stream-lies.pdf", _pdf_of(b"not deflated at all"))
    yield Hostile(
        "stream-twice.pdf", _pdf_of(zlib.compress(zlib.compress(bytes(50_000_000))), b"[/FlateDecode /FlateDecode]")
    )
    yield Hostile(
        "many-lines.pdf", _pdf_of(zlib.compress(b"".join(b"%d 0 m %d 800 l S\n" % (n, n) for n in range(6_000))))
    )
    yield Hostile("operators.pdf", _pdf_of(zlib.compress(b"q " * 500_000 + b"BT (x) Tj ET")))
    huge = making.PdfPageMaker(width=2_000_000_000, height=2_000_000_000)
    huge.text(10, 10, "Testo su una pagina senza fine.")
    yield Hostile("huge-page.pdf", making.pdf([huge]))
    yield Hostile("no-offsets.pdf", making.simple_pdf().replace(b"startxref", b"startxxxx"))
    yield Hostile("junk-before.pdf", b"junk\n" * 50 + making.simple_pdf())


_ENCRYPTION = b" /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <%s> /U <%s> >> /ID [<00><00>]" % (
    b"41" * 32,
    b"42" * 32,
)


def _pdf_of(stream: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    return making.pdf_file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
            b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream" % (len(stream), filters, stream),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R >>",
        ]
    )


def _envelopes() -> Iterator[Hostile]:
    inner = making.simple_pdf()
    envelope = making.signed(inner)
    yield Hostile("detached.pdf.p7m", making.signed(None))
    yield Hostile("encrypted.pdf.p7m", making.signed(b"", kind="enveloped_data"))
    yield Hostile("not-signed.pdf.p7m", inner)
    yield Hostile("garbage.p7m", random.Random(5).randbytes(3_000))
    yield Hostile("empty-inside.p7m", making.signed(b""))
    yield Hostile("base64.pdf.p7m", base64.encodebytes(envelope))
    yield Hostile("base64-broken.pdf.p7m", base64.encodebytes(envelope)[:-50] + b"!!!")
    pem = b"-----BEGIN PKCS7-----\n" + base64.encodebytes(envelope) + b"-----END PKCS7-----\n"
    yield Hostile("pem.pdf.p7m", pem)
    yield Hostile("pem.txt", pem)
    nested = inner
    for depth in range(8):
        nested = making.signed(nested)
        if depth in (1, 7):
            yield Hostile(f"signed-{depth + 1}-times.pdf" + ".p7m" * (depth + 1), nested)
    yield Hostile("table.csv.p7m", making.signed(making.csv()))
    yield Hostile("bomb.docx.p7m", making.signed(making.with_part(making.docx(), "media/z", bytes(60_000_000))))
    yield Hostile("signature-of-nothing.p7m", b"0\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x02" + b"\xa0\x80" * 5_000)


def _extractions() -> Iterator[Hostile]:
    def changed(name: str, change: Callable[[dict[str, Any]], None]) -> Hostile:
        data = making.extraction()
        change(data)
        return Hostile(f"{name}.json", json.dumps(data).encode())

    yield changed("offsets-wrong", lambda d: d["mentions"][0].update(start=4))
    yield changed("offsets-beyond", lambda d: d["mentions"][0].update(start=9_000, end=9_010))
    yield changed("offsets-negative", lambda d: d["passages"][0].update(start=-1))
    yield changed("text-differs", lambda d: d["mentions"][0].update(text="Comune di Altrove"))
    yield changed("type-unknown", lambda d: d["mentions"][0].update(type="Spaceship"))
    yield changed("claim-unknown", lambda d: d["claims"][0].update(type="LOVES"))
    yield changed("claim-backwards", lambda d: d["claims"][0].update(subject="m2", object="m1"))
    yield changed("claim-nowhere", lambda d: d["claims"][0].update(object="m99"))
    yield changed("status-unknown", lambda d: d["claims"][0].update(status="maybe"))
    yield changed("confidence", lambda d: d["claims"][0].update(confidence=17))
    yield changed("evidence-none", lambda d: d["claims"][0].update(evidence=[]))
    yield changed("evidence-beyond", lambda d: d["claims"][0]["evidence"][0].update(end=10_000))
    yield changed("property-unknown", lambda d: d["mentions"][0]["properties"].update(colour="blue"))
    yield changed("property-word", lambda d: d["mentions"][0]["properties"].update(kind="castle"))
    yield changed("property-list", lambda d: d["mentions"][0].update(properties=["x"]))
    yield changed("ids-twice", lambda d: d["mentions"][1].update(id="m1"))
    yield changed("date", lambda d: d["document"].update(date="14 marzo"))
    yield changed("text-number", lambda d: d["document"].update(text=5))
    yield changed("half-characters", lambda d: d["document"].update(title="\ud800"))
    yield changed("without-mentions", lambda d: d.pop("mentions"))
    yield changed("unknown-keys", lambda d: d.update(extra=1))
    yield Hostile("list.json", b"[1, 2, 3]")
    yield Hostile("nothing.json", b"{}")
    yield Hostile("not-json.json", b"Il Comune di Valfiume")
    yield Hostile("deep.json", b'{"document":' * 100_000)
    yield Hostile("not-a-number.json", b'{"document": {"text": "x"}, "mentions": [], "claims": [{"confidence": NaN}]}')
    yield Hostile("long-number.json", b'{"document": {"text": "x"}, "mentions": [{"start": ' + b"9" * 10_000 + b"}]}")
    yield Hostile("million.json", b'{"document": {"text": "x"}, "mentions": [' + b"{}," * 300_000 + b"{}]}")


def _places() -> Iterator[Hostile]:
    """What stands in a folder and is no file, or no file of the usual kind."""
    yield Hostile("folder.pdf", lambda path: path.mkdir())
    yield Hostile("loop.txt", lambda path: path.symlink_to(path.name))
    yield Hostile("dangling.txt", lambda path: path.symlink_to("nowhere.txt"))
    yield Hostile("missing.txt", lambda path: None)
    if hasattr(os, "mkfifo"):
        yield Hostile("pipe.txt", os.mkfifo)
        yield Hostile("device.txt", lambda path: path.symlink_to("/dev/zero"))
    for suffix in ("pdf", "txt", "csv", "docx"):
        yield Hostile(f"200-megabytes.{suffix}", _sparse)
    yield Hostile("a\nname\twith\x1b[31m signs.txt", making.text())
    yield Hostile("..pdf", making.simple_pdf())
    yield Hostile("-rf.txt", making.text())
    yield Hostile("è-già-così’.txt", making.text())
    yield Hostile("*[a-z]?.parquet", b"PAR1")


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(200_000_000)


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for hostile in hostile_inputs():
        hostile.place(folder)


if __name__ == "__main__":
    main()
