"""Letters and minutes in which somebody takes something back."""

import pytest

from ingest.language.pipeline import Extractor
from ingest.read.plain import read_plain

HEAD = "AUTOLINEE DEL LAGO S.r.l.\n\nVallechiara, 3 luglio 2026\n\nSpett.le\nComune di Vallechiara\n\n"
FOOT = "\n\nDistinti saluti.\n\nL'amministratore unico\nGiorgio Bianchi\n"


def denied(extractor: Extractor, text: str) -> set[tuple[str, str, str]]:
    found = extractor.extract(read_plain(text.encode(), "n"), source_name="n", document_id="d")
    words = {m.id: m.text for m in found.mentions}
    return {(words[c.subject], c.type, words[c.object]) for c in found.claims if c.status == "denied"}


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        ("con la presente ritiriamo la disponibilità del pulmino da nove posti.", "PROVIDES pulmino da nove posti"),
        ("rinunciamo a svolgere la Navetta dei turni.", "LEADS Navetta dei turni"),
        ("non potremo più partecipare al progetto «Orti di quartiere».", "PARTICIPATES_IN Orti di quartiere"),
        (
            "la scrivente ritira la propria adesione all'azione «Orti di quartiere».",
            "PARTICIPATES_IN Orti di quartiere",
        ),
        ('rinunciamo al ruolo di capofila della scheda "Trasporto casa-lavoro".', "LEADS Trasporto casa-lavoro"),
    ],
)
def test_the_writer_of_a_letter_takes_back(extractor: Extractor, words: str, claim: str) -> None:
    assert ("AUTOLINEE DEL LAGO S.r.l.", *claim.split(" ", 1)) in denied(extractor, f"{HEAD}{words}{FOOT}")


@pytest.mark.parametrize(
    "words",
    [
        "non rinunciamo alla Navetta dei turni, che svolgeremo anche quest'anno.",
        "ciascuna parte può recedere dalla Convenzione con preavviso di tre mesi.",
        "confermiamo la disponibilità del pulmino da nove posti.",
    ],
)
def test_what_is_not_taken_back_is_not_denied(extractor: Extractor, words: str) -> None:
    found = denied(extractor, f"{HEAD}{words}{FOOT}")
    assert not [claim for claim in found if claim[0] == "AUTOLINEE DEL LAGO S.r.l."]


def test_elsewhere_it_is_the_body_named_before_the_verb(extractor: Extractor) -> None:
    text = (
        "Verbale del tavolo\n\nRiunione del 15 maggio 2026.\n\nIl Comune di Vallechiara apre la seduta. "
        "La Cooperativa Il Ramo rinuncia a gestire lo Sportello affitti.\n"
    )
    assert ("Cooperativa Il Ramo", "LEADS", "Sportello affitti") in denied(extractor, text)
