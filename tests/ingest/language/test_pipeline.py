"""What must hold of every text: offsets, ids, evidence, bounded time, and silence on text that is not Italian."""

import pickle
import subprocess
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.extraction import Extraction
from graph.model import CLAIM_TYPES, MENTION_TYPES, Status
from ingest.language.pipeline import Extractor, Source, load
from ingest.read.layout import lay_out
from ingest.read.text import Block, SourceText

SENTENCE = "Il Comune di Cuneo ha approvato il Piano per l'economia sociale con la Fondazione Alba Chiara. "
FRAGMENTS = [
    "Il Comune di Cuneo",
    "l'Asse II – Casa",
    "Maria Rossi, presidente della",
    "Fondazione «",
    "»",
    " | ",
    "\n",
    "- ",
    "€ 1.200,50",
    "è",
    "per i giovani",
    "(",
    ")",
    "art. 3",
    "S.p.A.",
    "due aree: a, b e c.",
    "😀",
    "שלום",
    "tra i 18 e i 29 anni",
    "PRESENTI:",
    "2024-2027",
    "…",
    "\u0000",
    "’",
    "\t",
    "mancano due tutor",
    "a cura di",
]


def source(text: str) -> SourceText:
    return SourceText(text, tuple(lay_out(text).blocks), "text/plain")


def read(extractor: Extractor, text: str) -> Extraction:
    return extractor.extract(source(text), source_name="note.txt", document_id="d")


def assert_sound(found: Extraction) -> None:
    text = found.document.text
    passages = {p.id: p for p in found.passages}
    mentions = {m.id: m for m in found.mentions}
    assert [p.id for p in found.passages] == [f"p{n}" for n in range(1, len(passages) + 1)]
    assert all(text[p.start : p.end] == p.text for p in found.passages)
    for m in found.mentions:
        assert text[m.start : m.end] == m.text != ""
        assert passages[m.passage].start <= m.start < m.end <= passages[m.passage].end
        assert mentions[m.entity].start <= m.start
        kind = MENTION_TYPES[m.type]
        assert all(kind.property(name) is not None for name in m.properties)
    for c in found.claims:
        allowed = CLAIM_TYPES[c.type]
        assert mentions[c.subject].type in allowed.subjects
        assert mentions[c.object].type in allowed.objects
        assert c.status in set(Status)
        assert 0 < c.confidence <= 1
        assert c.evidence
        assert all(passages[e.passage].start <= e.start < e.end <= passages[e.passage].end for e in c.evidence)


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=12)), max_size=40).map(" ".join))
def test_every_text_is_read_soundly(extractor: Extractor, text: str) -> None:
    assert_sound(read(extractor, text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        SENTENCE.upper() * 20,
        "😀🎉 " + SENTENCE + " \u200fمرحبا שלום " + SENTENCE,
        "# Titolo\n" * 10_000,
        "\n".join(f"{n}. Azione {n}\nIl Comune di Cuneo guida l'azione." for n in range(1_000)),
        "a | b | c\n" * 3_000,
        "Il Piano si articola in tre assi: " + "casa, " * 20_000,
        "(" * 20_000 + "«" * 20_000,
    ],
    ids=[
        "empty",
        "blank",
        "capitals",
        "emoji and right to left",
        "headings",
        "items",
        "rows",
        "endless list",
        "brackets",
    ],
)
def test_odd_texts_are_read_soundly(extractor: Extractor, text: str) -> None:
    started = time.perf_counter()
    assert_sound(read(extractor, text))
    assert time.perf_counter() - started < 120


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", [SENTENCE, "parola ", "X", "Il Comune e la Fondazione "], ids=["sentences", "words", "letters", "names"]
)
def test_time_grows_with_length(extractor: Extractor, unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        block = SourceText(text, (Block("paragraph", 0, len(text)),), "text/plain")
        started = time.perf_counter()
        extractor.extract(block, source_name="x", document_id="x")
        return time.perf_counter() - started

    small, large = seconds(30_000), seconds(120_000)
    assert large < 7 * small + 1


def test_another_language_gives_an_issue_and_no_mentions(extractor: Extractor) -> None:
    english = "The City of Turin has adopted a Plan for the social economy with the University of Bologna. "
    found = read(extractor, english * 3)
    assert found.mentions == ()
    assert found.issues
    assert found.document.language is None


def test_confidence_is_capped_by_the_source(extractor: Extractor) -> None:
    blurred = SourceText(SENTENCE, (Block("paragraph", 0, len(SENTENCE)),), "image/png", ceiling=0.4)
    found = extractor.extract(blurred, source_name="scan", document_id="d")
    assert found.claims
    assert max(c.confidence for c in found.claims) <= 0.4


def test_many_sources_keep_their_order_and_an_extractor_travels(extractor: Extractor) -> None:
    sources = [Source(source(SENTENCE * n), f"s{n}", f"d{n}") for n in (1, 2, 3)]
    assert [e.document.id for e in extractor.extract_many(sources)] == ["d1", "d2", "d3"]
    assert isinstance(pickle.loads(pickle.dumps(extractor)), Extractor)


def test_the_module_is_cheap_to_import() -> None:
    code = "import sys, ingest.language.pipeline; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_same_text_gives_the_same_extraction() -> None:
    assert read(load(), SENTENCE * 3) == read(load(), SENTENCE * 3)


def test_a_paragraph_in_another_language_is_left_out_and_the_others_are_read(extractor: Extractor) -> None:
    english = "The City of Turin has adopted a plan for the social economy with the University of Bologna."
    found = read(extractor, f"{SENTENCE}\n\n{english}\n\n{SENTENCE}")
    assert found.mentions
    assert not any(english in p.text for m in found.mentions for p in found.passages if p.id == m.passage)
    assert any("another language" in issue.message for issue in found.issues)
