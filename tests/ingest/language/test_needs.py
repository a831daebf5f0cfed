"""What is needed and what is given: in lists under a heading that says so, behind verbs, by who speaks in minutes."""

import pytest

from graph.extraction import Extraction
from ingest.language.patterns import is_trade
from ingest.language.pipeline import Extractor
from ingest.read.markdown import read_markdown

PAGE = """# Banda del Molo

## Chi siamo

Siamo un'associazione di promozione sociale di Cesenatico, nata nel 2016: la Banda del Molo APS.

## Cosa abbiamo

- una **sala prove con pedana**, libera il lunedì: basta chiedere;
- un gazebo che non prestiamo più (ci è tornato rotto);

## Di che cosa abbiamo bisogno

- **Due tromboni** anche usati, per i ragazzi del primo anno
- Un furgone e dieci leggii, in prestito
- Qualcuno che ci tenga il sito: noi suoniamo e basta
- Non ci servono altri clarinetti

## Dicono di noi

«Senza di loro la sagra sarebbe muta.»
"""

MINUTES = """VERBALE DELLA CONSULTA DEL VOLONTARIATO

Riunione del 4 marzo 2026

Presenti: Irma Fabbri (presidente della Consulta, presiede), Dino Lo Russo (coop. Terra Buona), don Carlo Ghini
(Parrocchia San Biagio); Elsa Prandi e Ugo Masini (Associazione Argine Verde).
Assente: Comune di Budrio.

1) Mezzi

Lo Russo: per le consegne la cucina è pronta. Mancano un furgone frigorifero e tre autisti.

Prandi riferisce che l'associazione ha una barca e che occorrono dodici giubbotti di salvataggio.

Don Ghini: servivano anche le panche per il salone: le ha già comprate il Comune di Budrio.

La presidente chiede infine un proiettore.
"""


def read(extractor: Extractor, text: str) -> Extraction:
    return extractor.extract(read_markdown(text.encode()), source_name="n", document_id="d")


def said(found: Extraction, kind: str) -> set[tuple[str, str]]:
    """(who, what) of the claims of a type; who by the longest of its names."""
    words = {m.id: m.text for m in found.mentions}
    entity = {m.id: m.entity for m in found.mentions}
    name = {e: max((m.text for m in found.mentions if m.entity == e), key=len) for e in entity.values()}
    return {(name[entity[c.subject]], words[c.object]) for c in found.claims if c.type == kind and c.status != "denied"}


def test_a_list_under_a_heading_says_what_its_body_needs_and_gives(extractor: Extractor) -> None:
    found = read(extractor, PAGE)
    needs = {what: who for who, what in said(found, "NEEDS")}
    assert needs.keys() == {"Due tromboni", "furgone", "dieci leggii", "Qualcuno che ci tenga il sito"}
    assert set(needs.values()) == {"Banda del Molo APS"}
    assert said(found, "PROVIDES") == {("Banda del Molo APS", "sala prove con pedana")}
    kinds = {m.text: m.properties.get("kind") for m in found.mentions if m.type == "Resource"}
    assert kinds["Qualcuno che ci tenga il sito"] == "skills"


def test_a_label_does_what_a_heading_does(extractor: Extractor) -> None:
    text = "# Circolo La Sorgente\n\nIl Circolo La Sorgente APS è a Norcia.\n\nCerchiamo: una stufa, due volontari.\n"
    needs = said(read(extractor, text), "NEEDS")
    assert needs == {("Circolo La Sorgente APS", "stufa"), ("Circolo La Sorgente APS", "due volontari")}


def test_a_legal_form_is_no_name_of_the_body_that_a_page_is_of(extractor: Extractor) -> None:
    text = (
        "# Chi siamo\n\nFare Banda è un'Associazione di promozione sociale di Norcia, nata nel 2016.\n\n"
        "## Cosa cerchiamo\n\n- due tromboni\n\nAssociazione Fare Banda APS, via Roma 2, Norcia\n"
    )
    assert said(read(extractor, text), "NEEDS") == {("Associazione Fare Banda APS", "due tromboni")}


def test_a_sentence_that_ends_in_a_colon_leads_a_list(extractor: Extractor) -> None:
    text = (
        "# Circolo La Sorgente\n\nIl Circolo La Sorgente APS è a Norcia. Per la festa ci servono:\n\n"
        "- trenta sedie pieghevoli\n- un gazebo\n\nNon cerchiamo:\n\n- altri stand\n"
    )
    needs = said(read(extractor, text), "NEEDS")
    assert {what for _, what in needs} == {"trenta sedie pieghevoli", "gazebo"}


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        ("La Cooperativa Il Ramo è alla ricerca di un magazzino asciutto.", {"magazzino asciutto"}),
        ("Alla Cooperativa Il Ramo occorre un furgone.", {"furgone"}),
        ("La Cooperativa Il Ramo non ha bisogno di altri volontari.", set()),
        ("Alla Cooperativa Il Ramo mancava un furgone, ma oggi il posto è coperto.", set()),
        ("La Cooperativa Il Ramo cerca di crescere ancora.", set()),
        ("La Cooperativa Il Ramo serve volontari e soci.", set()),
        ("La Cooperativa Il Ramo conta tre autisti.", set()),
    ],
)
def test_a_verb_right_before_a_resource_says_that_it_is_needed(
    extractor: Extractor, words: str, needed: set[str]
) -> None:
    found = said(read(extractor, f"Relazione\n\n{words}\n"), "NEEDS")
    assert found == {("Cooperativa Il Ramo", what) for what in needed}


def test_in_minutes_what_is_needed_is_of_the_body_for_which_one_speaks(extractor: Extractor) -> None:
    needs = said(read(extractor, MINUTES), "NEEDS")
    assert ("coop. Terra Buona", "furgone frigorifero") in needs
    assert ("coop. Terra Buona", "tre autisti") in needs
    assert ("Associazione Argine Verde", "dodici giubbotti di salvataggio") in needs
    assert ("CONSULTA DEL VOLONTARIATO", "proiettore") in needs
    assert not {what for _, what in needs if "panche" in what}


def test_those_present_may_be_listed_line_by_line(extractor: Extractor) -> None:
    text = """Verbale del tavolo

Riunione del 4 marzo 2026

Presenti:
- Anna Verdi, Associazione Lume
- per la cooperativa Il Faro: Teo Bruni

Bruni: servono due tavoli.

Verdi chiede una stufa.
"""
    needs = said(read(extractor, text), "NEEDS")
    assert {("cooperativa Il Faro", "due tavoli"), ("Associazione Lume", "stufa")} <= needs


AGREEMENT = """Convenzione

- la Cooperativa sociale Il Faro, con sede in Budrio (di seguito "Cooperativa");
- l'Associazione Lume ODV, con sede in Budrio (di seguito "Associazione");

Art. 1
La Cooperativa mette a disposizione dell'Associazione un furgone.
"""


def test_a_noun_is_the_body_that_the_document_calls_so(extractor: Extractor) -> None:
    assert said(read(extractor, AGREEMENT), "PROVIDES") == {("Cooperativa sociale Il Faro", "furgone")}


def test_a_noun_is_the_only_body_whose_name_has_it(extractor: Extractor) -> None:
    text = "Relazione\n\nIl Circolo Anziani La Pergola è a Norcia. Al Circolo serve una stufa.\n"
    found = read(extractor, text)
    entity = {m.text: m.entity for m in found.mentions if m.type == "Organisation"}
    assert entity["Circolo"] == entity["Circolo Anziani La Pergola"]
    assert said(found, "NEEDS") == {("Circolo Anziani La Pergola", "stufa")}


def test_one_person_is_looked_for_by_the_trade_without_a_number(extractor: Extractor) -> None:
    page = "# Coop. Il Ramo\n\nLa cooperativa Il Ramo cerca un tecnologo.\n"
    assert {what for _, what in said(read(extractor, page), "NEEDS")} == {"tecnologo"}


@pytest.mark.parametrize(
    ("word", "is_one"), [("infermiere", True), ("geologo", True), ("cantiere", False), ("Faggiaia", False)]
)
def test_a_trade_is_known_by_its_ending(word: str, is_one: bool) -> None:
    assert is_trade(word) is is_one


def test_what_is_in_bold_ends_there(extractor: Extractor) -> None:
    page = (
        "# Oratorio del Molo\n\n## Di che cosa abbiamo bisogno\n\n- Ci manca **un defibrillatore** per il campetto.\n"
    )
    assert {what for _, what in said(read(extractor, page), "NEEDS")} == {"defibrillatore"}


@pytest.mark.parametrize(
    "words",
    ["cerca altri locali; a oggi non ci sono proposte.", "cerca due aule la sera.", "ha bisogno di due furgoni."],
)
def test_who_asks_for_a_thing_does_not_give_it(extractor: Extractor, words: str) -> None:
    source = read_markdown(f"# Relazione\n\nIl Comune di Lavarzeto {words}".encode())
    found = extractor.extract(source, source_name="n", document_id="d")
    assert {c.type for c in found.claims} & {"NEEDS", "PROVIDES"} == {"NEEDS"}


@pytest.mark.parametrize(
    ("words", "things"),
    [
        ("Il Circolo Lupo chiede se qualcuno abbia un furgone.", {"furgone"}),
        ("Da un capo all'altro del Distretto ci vogliono cinquanta minuti di macchina.", set()),
    ],
)
def test_what_is_asked_for_is_the_thing_and_no_stretch_of_time(
    extractor: Extractor, words: str, things: set[str]
) -> None:
    found = extractor.extract(read_markdown(f"# Verbale\n\n{words}".encode()), source_name="n", document_id="d")
    named = {m.id: m.text for m in found.mentions}
    assert {named[c.object] for c in found.claims if c.type == "NEEDS"} == things
