"""Plans in running text: what a title owns, in the shapes in which offices write them."""

from collections.abc import Callable

import pytest

from graph.extraction import Extraction
from ingest.language.pipeline import Extractor
from ingest.read.markdown import read_markdown
from ingest.read.plain import read_plain

Read = Callable[[str], Extraction]

SHEETS = """PIANO SOCIALE DI VALLECHIARA 2026-2028

AREA 1 - CASA E LAVORO

Scheda 1 – Sportello affitti
Soggetto capofila: Cooperativa sociale Il Ramo
Altri soggetti: Associazione La Corte; Comune di Vallechiara
Risorse: € 12.000 (bilancio comunale)
Indicatori: n. 30 contratti firmati
Tempi: entro il 31/12/2027

Scheda 2 – Officina della bicicletta: riparare insieme
Soggetto capofila: da individuare mediante avviso
Altri soggetti: Associazione La Corte
Risorse: costo stimato € 8.000; copertura da reperire
Tempi: da concordare con le scuole
"""

PARAGRAPHS = """# Piano di comunità 2026-2028

## Area 1 – Muoversi

L'ultima corriera parte alle 19.

- **1.1 Trasporto a chiamata.** Responsabile: Associazione Il Guado. Indicatore: 500 viaggi. Termine: 30 giugno 2027.
- **1.2 Pensiline nuove.** A cura del Comune di Vallechiara. Sei pensiline montate entro il 31 ottobre 2027. Risorse: da
  reperire.
- **1.3 Numero unico.** Cooperativa Il Ramo, con il proprio centralino. Si conteranno le chiamate (50 al mese).
  Indicatore: da definire.

## Area 2 – Terra

La **Cooperativa Il Ramo** cura lo *sfalcio dei prati* (2.1) attorno al paese: 20 ettari entro il 30 settembre 2027.
"""


@pytest.fixture
def read(extractor: Extractor) -> Read:
    def reading(text: str) -> Extraction:
        source = read_markdown(text.encode()) if text.startswith("#") else read_plain(text.encode(), "p")
        return extractor.extract(source, source_name="p", document_id="d")

    return reading


def said(found: Extraction, action: str) -> set[tuple[str, str]]:
    """Claims of an action that count and are not denied: type, the other end."""
    words = {m.id: m.text for m in found.mentions}
    own = {m.id for m in found.mentions if m.type == "Action" and m.text.startswith(action)}
    ends = ((c, c.object if c.subject in own else c.subject) for c in found.claims if {c.subject, c.object} & own)
    return {(c.type, words[other]) for c, other in ends if c.confidence >= 0.5 and c.status != "denied"}


def stated(found: Extraction, action: str) -> dict[str, object]:
    return next(dict(m.properties) for m in found.mentions if m.type == "Action" and m.text.startswith(action))


def test_labels_below_a_numbered_sheet_are_the_actions_own(read: Read) -> None:
    found = read(SHEETS)
    assert {
        ("LEADS", "Cooperativa sociale Il Ramo"),
        ("PARTICIPATES_IN", "Associazione La Corte"),
        ("USED_IN", "€ 12.000"),
        ("MEASURED_BY", "n. 30 contratti firmati"),
        ("ADDRESSES", "CASA E LAVORO"),
    } <= said(found, "Sportello affitti")
    assert stated(found, "Sportello affitti")["until"] == "2027-12-31"


def test_what_is_still_to_be_said_is_not_said(read: Read) -> None:
    found = read(SHEETS)
    claims = said(found, "Officina della bicicletta")
    assert not [c for c in claims if c[0] in {"LEADS", "MEASURED_BY"}]
    assert ("NEEDS", "€ 8.000") in claims
    assert not [c for c in claims if c[0] == "USED_IN"]
    assert "until" not in stated(found, "Officina della bicicletta")


def test_a_sheet_is_nothing_of_the_whole_plan(read: Read) -> None:
    found = read(SHEETS)
    plans = {m.id for m in found.mentions if m.type == "Plan"}
    assert not [c for c in found.claims if c.type in {"LEADS", "PARTICIPATES_IN"} and c.object in plans]


@pytest.mark.parametrize(
    ("action", "until", "measured"),
    [
        ("Trasporto a chiamata", "2027-06-30", "500 viaggi"),
        ("Pensiline nuove", "2027-10-31", "Sei pensiline montate"),
        ("Numero unico", None, "le chiamate (50 al mese)"),
        ("sfalcio dei prati", "2027-09-30", "20 ettari"),
    ],
)
def test_paragraphs_that_bear_a_code_say_until_when_and_how_much(
    read: Read, action: str, until: str | None, measured: str
) -> None:
    found = read(PARAGRAPHS)
    assert stated(found, action).get("until") == until
    assert ("MEASURED_BY", measured) in said(found, action)


def test_who_does_it_and_with_what_of_its_own_is_read_in_prose(read: Read) -> None:
    found = read(PARAGRAPHS)
    assert ("LEADS", "Cooperativa Il Ramo") in said(found, "sfalcio dei prati")
    assert [c for c in said(found, "Numero unico") if c[0] == "USED_IN"]
    assert not [c for c in said(found, "Pensiline nuove") if c[0] in {"USED_IN", "NEEDS"}]


def test_what_only_an_introduction_names_has_no_place_in_the_plan(read: Read) -> None:
    assert not [c for c in said(read(PARAGRAPHS), "ultima corriera") if c[0] == "ADDRESSES"]


def test_a_heading_with_labels_below_titles_an_action(read: Read) -> None:
    found = read(
        "# Piano di comunità 2026-2028\n\n## Portierato di quartiere\n\nUn punto di ascolto aperto ogni mattina.\n\n"
        "- **Chi la guida:** Cooperativa Il Ramo\n- **Con chi:** Associazione La Corte\n"
        "- **Come capiremo se ha funzionato:** 200 famiglie ascoltate\n- **Quando:** entro il 30 giugno 2027\n"
    )
    claims = said(found, "Portierato di quartiere")
    assert ("LEADS", "Cooperativa Il Ramo") in claims
    assert ("PARTICIPATES_IN", "Associazione La Corte") in claims
    assert ("MEASURED_BY", "200 famiglie ascoltate") in claims
    assert stated(found, "Portierato di quartiere")["until"] == "2027-06-30"


def test_who_stands_in_another_column_does_not_lead(read: Read) -> None:
    found = read(
        "# Piano di comunità 2026-2028\n\n"
        "| Azione | Chi ne risponde | Insieme a | Mezzi | Come lo misuriamo | Entro |\n|---|---|---|---|---|---|\n"
        "| 1.1 Mensa di quartiere | da individuare | Associazione La Corte | cucina | 40 pasti | 31/12/2027 |\n"
        "| 1.2 Bottega delle biciclette | Cooperativa Il Ramo | Comune di Vallechiara | € 9.000 | – | 30/06/2027 |\n"
    )
    assert not [c for c in said(found, "Mensa di quartiere") if c[0] in {"LEADS", "PROMOTES"}]
    assert ("MEASURED_BY", "40 pasti") in said(found, "Mensa di quartiere")
    assert ("LEADS", "Cooperativa Il Ramo") in said(found, "Bottega delle biciclette")
    assert not [c for c in said(found, "Bottega delle biciclette") if c[0] == "MEASURED_BY"]


LISTED_AGAIN = """# Agenda di comunità 2025-2027

## 1. Curarsi

### 1.1 Barca del dottore

I turni si svolgeranno nell'estate 2026, entro il 31 agosto.

- **Chi la segue:** Croce Turchina

### 1.2 Ambulatorio di riva

- **Chi la segue:** Comune di Merigna

## 2. L'acqua che verrà

Chi se ne debba occupare non è ancora stabilito.

## Tempi

| Azione | Costo |
|---|---|
| Barca del dottore | 18.000 € |
| Ambulatorio di riva | da stimare |
"""


def test_a_list_at_the_end_puts_no_action_under_the_last_area(read: Read) -> None:
    found = read(LISTED_AGAIN)
    areas = {other for action in ("Barca", "Ambulatorio") for kind, other in said(found, action) if kind == "ADDRESSES"}
    assert areas == {"Curarsi"}
