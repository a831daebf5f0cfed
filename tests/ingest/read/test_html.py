"""Web pages: the content with its structure, each word once, and no menus."""

import re
from pathlib import Path

import pytest
from lxml import html

from ingest.read.html import read_html
from tests.ingest.read.helpers import check_blocks, of_kind, shown

PAGE = """<html><head><title>Comune</title>
<meta property="article:published_time" content="2026-03-02T10:00:00+01:00"></head><body>
<header><nav><ul><li><a href=1>Home</a></li><li><a href=2>Uffici</a></li><li><a>Servizi</a></li></ul></nav></header>
<div class="breadcrumb"><a href=1>Home</a> / <a>Notizie</a></div>
<div class="content"><h1>Nasce il tavolo per l'abitare</h1>
<p>Il Comune di Prova ha approvato il 2 marzo 2026 il <b>Piano casa solidale</b>, con la Cooperativa Il Faro e
la Fondazione Ponte. Il piano dura tre anni e coinvolge giovani e anziani del quartiere,
secondo quanto ha detto l'assessora.</p>
<table><thead><tr><th>Azione</th><th>Responsabile</th></tr></thead><tbody>
<tr><td rowspan=2>Sportello | casa</td><td>Comune</td></tr><tr><td>Il Faro</td></tr></tbody></table>
<dl><dt>Responsabile</dt><dd>Anna Neri</dd></dl>
<ol><li>Primo<ul><li>dettaglio</li></ul></li><li><p>Secondo</p><p>ancora</p></li></ol>
<p>Sedi:<br>- Via Roma 1<br>- Via Po 2</p>
<!-- commento --> testo sciolto
<div class="related"><ul><li><a href=x>Altra notizia</a></li><li><a>due due</a></li><li><a>tre tre</a></li></ul></div>
</div><footer>P.IVA <a href=p>Privacy</a></footer><script>var x</script></body></html>"""


def test_its_parts() -> None:
    source = read_html(PAGE.encode())
    check_blocks(source)
    assert shown(source)[0] == ("heading", "Nasce il tavolo per l'abitare")
    assert shown(source)[2:] == [
        ("row", "Azione | Responsabile"),
        ("row", "Sportello / casa | Comune"),
        ("row", "Sportello / casa | Il Faro"),
        ("item", "Responsabile: Anna Neri"),
        ("item", "1. Primo"),
        ("item", "dettaglio"),
        ("item", "2. Secondo ancora"),
        ("paragraph", "Sedi:"),
        ("item", "Via Roma 1"),
        ("item", "Via Po 2"),
        ("paragraph", "testo sciolto"),
    ]
    assert source.date == "2026-03-02"


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_real_plans_are_read_whole_and_nothing_twice(shared: Path) -> None:
    for path in (shared / "data" / "texts").glob("*.html"):
        source = read_html(path.read_bytes())
        check_blocks(source)
        (body,) = html.document_fromstring(path.read_bytes()).iter("body")
        assert len(words(source.text)) - len(words("".join(map(str, body.itertext())))) in range(20), path.name


def test_every_line_of_action_of_the_plan_is_there_once(shared: Path) -> None:
    code = re.compile(r"CAP\d+\.(?:PA\.)?LA\d+")
    codes: list[str] = []
    for path in (shared / "data" / "texts").glob("plan_ict*.html"):
        source = read_html(path.read_bytes())
        items = [found for item in of_kind(source, "item") for found in code.findall(item)]
        assert sorted(items) == sorted(code.findall(source.text))
        codes += items
    assert len(codes) == len(set(codes)) == 103


def test_objectives_in_bold_or_above_a_list_are_headings(shared: Path) -> None:
    path = shared / "data" / "texts" / "plan_ict_actions_national_chapter1.html"
    source = read_html(path.read_bytes())
    assert any(h.startswith("OB.1.2 - Migliorare") for h in of_kind(source, "heading"))
    assert all(block.heading for block in source.blocks if block.kind == "item")


@pytest.mark.parametrize(
    ("title", "first"),
    [
        ("Chi siamo | Cooperativa Il Ramo", "Cooperativa Il Ramo"),
        ("Cooperativa Il Ramo | Chi siamo", "Cooperativa Il Ramo"),
        ("A che punto siamo – Il Ramo soc. coop.", "Il Ramo soc. coop."),
        ("Faro ODV | Notizie dal molo", "Faro ODV"),
        ("Home | Cooperativa Il Ramo", "Cooperativa Il Ramo"),
        ("News | FARO ODV", "FARO ODV"),
        ("Faro – che cosa facciamo", "Faro"),
        ("Chi siamo", "Chi siamo"),
        ("", "Chi siamo"),
    ],
)
def test_whose_page_it_is_stands_first_where_its_title_says_it_beside_the_headline(title: str, first: str) -> None:
    page = f"""<title>{title}</title><header>Faro ODV <a href="/">Home</a> <a href="/n">News</a></header>
<main><h1>Chi siamo</h1><p>Siamo nati a Norcia nel 1998, in un garage.</p></main><footer>Faro ODV, Norcia</footer>"""
    assert shown(read_html(page.encode()))[0][1] == first
