"""Markdown: the file unchanged; comments and code give no blocks."""

from pathlib import Path

from ingest.read.markdown import read_markdown
from tests.ingest.read.helpers import check_blocks, of_kind, shown

PAGE = """---
title: "Equità generazionale"
---
<!-- nascosto -->
# Introduzione

Un paragrafo che
corre su due righe.

Proposte
--------

- prima voce
  che continua
- [x] seconda voce
1. numerata

| Azione | Chi |
|--------|:---:|
| Orto   | Il Faro |

> citazione

```
codice
```
<h3 class="nome">Anna Neri</h3>
<p>Esperta di abitare.</p>

[1]: http://example.org
"""


def test_its_parts() -> None:
    source = read_markdown(PAGE.encode())
    check_blocks(source)
    assert shown(source) == [
        ("heading", "Introduzione"),
        ("paragraph", "Un paragrafo che\ncorre su due righe."),
        ("heading", "Proposte"),
        ("item", "prima voce\n  che continua"),
        ("item", "seconda voce"),
        ("item", "numerata"),
        ("row", "Azione | Chi"),
        ("row", "Orto   | Il Faro"),
        ("paragraph", "citazione"),
        ("heading", "Anna Neri"),
        ("paragraph", "Esperta di abitare."),
    ]
    assert source.text == PAGE
    assert source.title == "Equità generazionale"
    assert source.blocks[7].headers == ("Azione", "Chi")


def test_real_dossiers(shared: Path) -> None:
    for path in (shared / "data" / "texts").glob("*.md"):
        source = read_markdown(path.read_bytes())
        check_blocks(source)
        assert source.text == path.read_text(encoding="utf-8")
        assert len(of_kind(source, "paragraph")) > 10
        assert len(of_kind(source, "heading")) >= 1
