"""Plans as offices write them: names in quotes, headings that ask, bold items, chapters, notes, a table at the end."""

from collections.abc import Callable

import pytest

from graph.extraction import Extraction
from ingest.language.pipeline import Extractor
from ingest.read.markdown import read_markdown
from ingest.read.plain import read_plain
from tests.ingest.language.test_titles import said, stated

Read = Callable[[str], Extraction]

QUOTED = """STRATEGIA DI VALLECHIARA 2026-2028

I. CASA E VICINATO

Il primo impegno è lo «Sportello affitti», di cui è capofila la Cooperativa sociale Il Ramo. Il servizio parte
entro il 31 marzo 2027. Il risultato atteso è di trenta contratti firmati.

Accanto alla casa c'è il vicinato. Con il «Portierato di quartiere» il Comune di Vallechiara aprirà una portineria in
via Roma. Mancano, per tenerla aperta, un furgone e due autisti.

II. MEMORIA

«Voci in archivio» raccoglierà i racconti degli anziani. Si conta di finire entro il 30 giugno 2028.
"""

ASKING = """# Piano di quartiere 2026-2028

## Area 1 – Casa

### 1.1 Sportello affitti

**Che cosa faremo**

#### Chi lo fa

- Cooperativa sociale Il Ramo

#### Che cosa serve

- due autisti

#### Entro quando

- 31 marzo 2027

### 1.2 Portierato di quartiere

#### Chi lo fa

- Comune di Vallechiara

#### Entro quando

- 30 giugno 2027
"""

NOTES = """# Piano d'azione 2026-2028

### Area 1 – Casa

| N. | Intervento | Chi | Quando |
|---|---|---|---|
| 1.1 | **Sportello affitti**: ascolto e garanzie | Cooperativa sociale Il Ramo | 31/03/2027 |
| 1.2 | **Portierato di quartiere** | Comune di Vallechiara | 30/06/2027 |

Note. *1.1*: serve un furgone, anche usato. *1.2*: ci vogliono due autisti.

### Area 2 – Memoria

| N. | Intervento | Chi | Quando |
|---|---|---|---|
| 2.1 | **Voci in archivio** | da individuare | |
"""

BOLD = """# Programma triennale 2026-2028

## 1. Casa

- **Sportello affitti.** Lo conduce la Cooperativa sociale Il Ramo; servono due autisti. Parte entro il 31 marzo 2027.
- **Portierato di quartiere.** Una portineria in via Roma, che apre entro il 30 giugno 2027.

## 2. Memoria

- **Voci in archivio.** Costa 12.500 euro. Il soggetto che la guiderà è ancora da individuare.
"""


@pytest.fixture
def read(extractor: Extractor) -> Read:
    def reading(text: str) -> Extraction:
        source = read_markdown(text.encode()) if text.startswith("#") else read_plain(text.encode(), "p")
        return extractor.extract(source, source_name="p", document_id="d")

    return reading


def needs(found: Extraction, action: str) -> set[str]:
    return {thing for claim, thing in said(found, action) if claim == "NEEDS"}


@pytest.mark.parametrize("text", [QUOTED, ASKING, NOTES, BOLD])
def test_each_action_stands_under_its_chapter(read: Read, text: str) -> None:
    claims = said(read(text), "Sportello affitti")
    areas = {area.lower() for claim, area in claims if claim == "ADDRESSES"}
    assert len(areas) == 1 and areas.pop().startswith("casa")


@pytest.mark.parametrize("text", [QUOTED, ASKING, NOTES, BOLD])
def test_who_leads_it_and_until_when(read: Read, text: str) -> None:
    found = read(text)
    assert ("LEADS", "Cooperativa sociale Il Ramo") in said(found, "Sportello affitti")
    assert stated(found, "Sportello affitti")["until"] == "2027-03-31"


@pytest.mark.parametrize(
    ("text", "action", "things"),
    [
        (QUOTED, "Portierato di quartiere", {"furgone", "due autisti"}),
        (ASKING, "Sportello affitti", {"due autisti"}),
        (NOTES, "Sportello affitti", {"furgone"}),
        (NOTES, "Portierato di quartiere", {"due autisti"}),
        (BOLD, "Sportello affitti", {"due autisti"}),
    ],
)
def test_what_is_needed_below_a_title_is_that_actions(read: Read, text: str, action: str, things: set[str]) -> None:
    assert needs(read(text), action) == things


def test_nobody_leads_what_is_open(read: Read) -> None:
    assert not [claim for claim, _ in said(read(BOLD), "Voci in archivio") if claim == "LEADS"]


def test_what_is_to_be_reached_is_what_it_is_measured_by(read: Read) -> None:
    assert ("MEASURED_BY", "trenta contratti firmati") in said(read(QUOTED), "Sportello affitti")


def test_codes_of_three_parts_are_of_several_actions(read: Read) -> None:
    found = read(
        "PIANO DI ZONA 2026-2028\n\nAzione 1.2.1 – Sportello lavoro\nCapofila: Cooperativa Il Ramo\n"
        "Tempi: entro il 31/12/2027\n\nAzione 1.2.2 – Sportello casa\nCapofila: Comune di Vallechiara\n"
        "Tempi: entro il 31/12/2027\n"
    )
    assert len({m.entity for m in found.mentions if m.type == "Action" and m.text.startswith("Sportello")}) == 2


DEEDS = """PATTO EDUCATIVO DI COMUNITA' 2026-2027

Documento d'esempio: enti e persone sono inventati.

--- PERCHE' UN PATTO ---

Le scuole della valle perdono classi e i paesi abitanti.

--- LA SCUOLA CHE RESTA APERTA ---

Aprire tre pomeriggi alla settimana la scuola media di Montelago. Se ne occupa l'Istituto comprensivo Montelago. Serve
un custode. Si parte entro il 30 aprile 2026.

Avviare un laboratorio di musica. Lo guida la Filarmonica di Colverde. Mancano dodici trombe.

Formare gli allenatori. Tocca al Comune di Montelago. Tre serate entro il 31 dicembre 2026.

--- TRA GENERAZIONI ---

Accompagnare gli anziani nell'uso del telefono. Lo fa la Biblioteca comunale di Colverde. Sono necessari dieci tablet.

Fare visita agli anziani soli. Chi lo farà lo decideremo insieme.

--- INCONTRO TRA CULTURE ---

Nelle nostre classi si parlano quattordici lingue.
"""


def test_paragraphs_that_begin_with_what_is_to_be_done_title_actions(read: Read) -> None:
    found = read(DEEDS)
    assert found.document.kind == "plan"
    named = {m.id: m.text for m in found.mentions}
    placed = {named[c.subject]: named[c.object] for c in found.claims if c.type == "ADDRESSES"}
    assert placed["Aprire tre pomeriggi alla settimana la scuola media di Montelago"] == "LA SCUOLA CHE RESTA APERTA"
    assert placed["Fare visita agli anziani soli"] == "TRA GENERAZIONI"
    leads = {named[c.object]: named[c.subject] for c in found.claims if c.type == "LEADS" and c.confidence >= 0.5}
    assert leads["Avviare un laboratorio di musica"] == "Filarmonica di Colverde"
    assert "Fare visita agli anziani soli" not in leads
    areas = {m.text for m in found.mentions if m.type == "Area"}
    assert "INCONTRO TRA CULTURE" in areas, "set off as the others are, though nothing is set out in it"


def test_a_row_that_leaves_all_but_the_title_open_is_an_action_all_the_same(read: Read) -> None:
    found = read(
        "# Programma annuale 2026\n\n## Area 1 – Lavoro\n\n"
        "| Azione | Chi | Con cosa | Entro | Come si misura |\n|---|---|---|---|---|\n"
        "| Officina del riuso | Cooperativa Il Ramo | un capannone | 30 giugno 2026 | 150 oggetti |\n"
        "| Tirocini in bottega | *da individuare* | – | – | – |\n\n"
        "## Area 2 – Casa\n\n"
        "| Azione | Chi | Con cosa | Entro | Come si misura |\n|---|---|---|---|---|\n"
        "| Portierato | Associazione La Corte | due stanze | 31 maggio 2026 | 40 famiglie |\n"
    )
    named = {m.id: m.text for m in found.mentions}
    placed = {named[c.subject]: named[c.object] for c in found.claims if c.type == "ADDRESSES"}
    assert placed["Tirocini in bottega"] == placed["Officina del riuso"] == "Lavoro"
