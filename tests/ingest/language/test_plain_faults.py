"""What the words say plainly: the date that a document bears, who governs a body, who refuses."""

import pytest

from ingest.language.pipeline import Extractor
from ingest.read.plain import read_plain

BODY = "La Cooperativa Il Ramo gestisce lo sportello casa. Il Comune di Vallechiara ha approvato il bilancio.\n"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (f"Relazione\n\nVallechiara, 30 gennaio 2026\n\n{BODY}", "2026-01-30"),
        (f"Accordo\n\n{BODY}\nVallechiara, lì 1° luglio 2025", "2025-07-01"),
        (f"Verbale del Tavolo\n\nRiunione del 15 maggio 2025. Verbalizza Anna Rossi.\n\n{BODY}", "2025-05-15"),
        (f"Relazione\n\nNata a Vallechiara, 30 gennaio 2026 fu il giorno.\n\n{BODY}", None),
        (f"Piano\n\nApprovato nel 2025.\n\n{BODY}", None),
        (f"# A che punto siamo\n\n**Relazione al Consiglio – 28 novembre 2025**\n\n{BODY}", "2025-11-28"),
        (f"Da: ente@pec.example\nData: lunedì 9 giugno 2025, 11:52\n\n{BODY}", "2025-06-09"),
        (f"Verbale n. 2\n\nVallechiara, sala consiliare, giovedì 8 maggio 2025, ore 18.00\n\n{BODY}", "2025-05-08"),
        (f"Piano\n\nApprovato con deliberazione n. 4 del 12 febbraio 2025.\n\n{BODY}", "2025-02-12"),
        (f"# Valle in breve\n\n**Notiziario dell'Unione – n. 7, 25 settembre 2026**\n\n{BODY}", "2026-09-25"),
        (f"# Il Faro\n\nPubblicato il 6 luglio 2026 da Segreteria\n\n{BODY}", "2026-07-06"),
        (f"Convenzione\n\nL'anno duemilaventisei, il giorno ventuno del mese di marzo, tra:\n\n{BODY}", "2026-03-21"),
    ],
)
def test_the_date_that_a_document_bears(extractor: Extractor, text: str, date: str | None) -> None:
    found = extractor.extract(read_plain(text.encode(), "n"), source_name="n", document_id="d")
    assert found.document.date == date


@pytest.mark.parametrize(
    ("text", "led"),
    [
        ("La Cooperativa Il Ramo ha un direttivo di soli under 30.", "young"),
        ("Il direttivo dell'Associazione Banco delle Lune ODV è composto da soci sopra i 70 anni.", "senior"),
        ("La Cooperativa Il Ramo serve giovani e anziani.", None),
    ],
)
def test_who_governs_a_body(extractor: Extractor, text: str, led: str | None) -> None:
    found = extractor.extract(read_plain(text.encode(), "n"), source_name="n", document_id="d")
    said = {m.properties.get("led_by") for m in found.mentions if m.type == "Organisation"} - {None}
    assert said == ({led} if led else set())


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("non metterà a disposizione il furgone promesso", "denied"),
        ("non solo metterà a disposizione il furgone, ma anche due autisti", "planned"),
    ],
)
def test_non_behind_who_would_do_it_is_a_refusal(extractor: Extractor, words: str, status: str) -> None:
    text = f"La Trattoria del Molo S.n.c. {words} per i Pasti a domicilio."
    found = extractor.extract(read_plain(text.encode(), "n"), source_name="n", document_id="d")
    assert {c.status for c in found.claims if c.type == "PROVIDES"} == {status}
