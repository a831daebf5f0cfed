"""What passages of other papers are about: needs, gifts, measures and dates under an action's heading or label."""

import pytest

from graph.extraction import Extraction
from ingest.language.genre import titled
from ingest.language.lexicon import load_lexicon
from ingest.language.pipeline import Extractor
from ingest.read.plain import read_plain
from tests.ingest.language.test_titles import said, stated

MINUTES = """VERBALE DEL TAVOLO DI VALLECHIARA

Riunione del 4 marzo 2026

Presenti: Irma Fabbri (Comune di Vallechiara, presiede), Dino Lo Russo (Cooperativa Il Ramo), Elsa Prandi (Associazione
La Corte).

1) PORTIERATO DI QUARTIERE

Lo Russo riferisce che manca ancora un furgone. L'Associazione La Corte presta due tavoli.

2) VARIE

Si parla del tempo.

Sportello affitti - Prandi: servono due volontari. Il tavolo misurerà i contratti firmati.
"""

AGREEMENT = """CONVENZIONE PER LO SPORTELLO AFFITTI

Tra il Comune di Vallechiara e la Cooperativa Il Ramo si conviene quanto segue.

Art. 1 - Oggetto. Le parti aprono lo Sportello affitti.

Art. 2 - Sede. Il Comune di Vallechiara concede alla Cooperativa Il Ramo, in comodato gratuito per sei anni, la sala di
via Roma.

Art. 3 - Verifica. L'esito è considerato positivo con almeno trenta contratti firmati.

Art. 4 - Tempi. Lo sportello apre al pubblico entro il 30 novembre 2026.
"""


def read(extractor: Extractor, text: str) -> Extraction:
    return extractor.extract(read_plain(text.encode(), "p"), source_name="p", document_id="d")


def test_a_heading_of_minutes_is_the_action_to_which_what_is_said_below_belongs(extractor: Extractor) -> None:
    claims = said(read(extractor, MINUTES), "PORTIERATO")
    assert {("NEEDS", "furgone"), ("USED_IN", "due tavoli")} <= claims


def test_a_usual_heading_is_no_action(extractor: Extractor) -> None:
    assert not [m for m in read(extractor, MINUTES).mentions if m.type == "Action" and m.text == "VARIE"]


def test_a_label_before_what_is_said_is_one_too(extractor: Extractor) -> None:
    assert ("NEEDS", "due volontari") in said(read(extractor, MINUTES), "Sportello affitti")


def test_an_agreement_says_of_its_action_with_what_how_measured_and_until_when(extractor: Extractor) -> None:
    found = read(extractor, AGREEMENT)
    actions = {m.entity for m in found.mentions if m.type == "Action" and "sportello" in m.text.lower()}
    assert len(actions) == 1
    words = {m.id: m.text for m in found.mentions}
    own = {m.id for m in found.mentions if m.entity in actions}
    about = [c for c in found.claims if {c.subject, c.object} & own]
    claims = {(c.type, words[c.object if c.subject in own else c.subject]) for c in about}
    assert any(claim == "USED_IN" and thing.startswith("sala") for claim, thing in claims)
    assert any(claim == "MEASURED_BY" and "contratti firmati" in thing for claim, thing in claims)
    assert any(m.properties.get("until") == "2026-11-30" for m in found.mentions if m.entity in actions)


@pytest.mark.parametrize(
    ("opening", "genre"),
    [
        ("COMUNE DI VALLECHIARA\n\nPiano di zona 2026-2028\n\nPremessa", "plan"),
        ("PIANO DI ZONA 2026-2028\nVerbale della riunione del 4 marzo", "minutes"),
        ("Tavolo di zona – resoconto della seduta\n\nPresenti: tutti", "minutes"),
        ("**Ufficio di piano**\n\n# Relazione di monitoraggio", "report"),
        ("CONVENZIONE\nper la gestione dello sportello", "agreement"),
        ("Egregio Sindaco,\n\nmi rincresce doverLe scrivere", "profile"),
        ("Chi siamo\n\nSiamo nati nel 1998", "profile"),
        ("Bando «Pianura che tiene»: gli esiti", "call"),
        ("Una festa\n\nIl Piano di zona compie un anno, dice la sindaca alla stampa della valle.", None),
    ],
)
def test_a_document_is_of_the_genre_of_its_title(opening: str, genre: str | None) -> None:
    assert titled(opening, load_lexicon().cues["titled"]) == genre


def test_a_title_says_of_which_month_a_paper_is(extractor: Extractor) -> None:
    text = "IL MULINELLO\nfoglio della Casa di quartiere, n. 14, giugno 2026\n\nSabato ha aperto lo sportello.\n"
    assert read(extractor, text).document.date == "2026-06"


def test_what_is_told_twice_with_one_code_is_one_action(extractor: Extractor) -> None:
    text = (
        "PIANO DI ZONA 2026-2028\n\nScheda 1.1 – Doposcuola in tre paesi\nCapofila: Cooperativa Il Ramo\n"
        "Tempi: entro il 31/12/2027\n\nScheda 1.2 – Sportello affitti\nCapofila: Comune di Vallechiara\n"
        "Tempi: entro il 31/12/2027\n"
    )
    found = read(extractor, text)
    assert stated(found, "Doposcuola")["until"] == "2027-12-31"
    assert len({m.entity for m in found.mentions if m.type == "Action" and m.properties.get("code")}) == 2
