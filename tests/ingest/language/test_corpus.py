"""The corpus: invented documents in full, real passages without their words, parts that share no document."""

import json
from pathlib import Path

import pytest

from graph.errors import ExtractionInvalid, NotFound
from ingest.language import corpus
from ingest.language.corpus.gold import load_gold
from ingest.language.corpus.notation import as_json
from ingest.language.corpus.standoff import read_standoff, restore, strip
from tests.ingest.language.test_evaluation import NOTE

FOLDER = Path(corpus.__file__).parent
PARTS = ("train", "dev", "test")
RAW = ["other", "Il Comune di Riva ha approvato il Piano giovani, che finanzia lo sportello per giovani NEET. "
       "La Cooperativa Il Faro lo gestisce."]  # fmt: skip


def test_a_passage_is_restored_from_its_source_alone() -> None:
    kept = strip(as_json(NOTE, "riva.ann"), "raw.txt", [2])
    assert "Faro" not in json.dumps(kept)
    gold = restore(kept, lambda name: RAW)
    assert [m.text for m in gold.extraction.mentions][:2] == ["Comune di Riva", "Piano giovani"]
    assert gold.accept == {"o1": ("Place",)}
    assert next((c.subject, c.type, c.object) for c in gold.extraction.claims) == ("o1", "PROMOTES", "p1")


def test_words_that_a_property_quotes_are_kept_as_offsets() -> None:
    text = (
        NOTE.replace("La [o2", "[x1|Person|Ada Neri], presidente della [o2") + 'x1 HAS_ROLE o2 done role="presidente"\n'
    )
    kept = strip(as_json(text, "riva.ann"), "raw.txt", [1])
    raw = [as_json(text, "riva.ann")["document"]["text"].rstrip("\n")]
    assert "presidente" not in json.dumps(kept)
    assert restore(kept, lambda name: raw).extraction.claims[-1].properties == {"role": "presidente"}


def test_a_source_that_says_something_else_is_refused() -> None:
    kept = strip(as_json(NOTE, "riva.ann"), "raw.txt", [2])
    with pytest.raises(ExtractionInvalid, match="is not the text that was annotated"):
        restore(kept, lambda name: ["", "changed"])


def test_a_missing_source_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="raw text"):
        read_standoff(FOLDER / "real" / "test.jsonl", tmp_path)


@pytest.mark.parametrize("part", PARTS)
def test_every_invented_document_follows_the_standard(part: str) -> None:
    assert len(load_gold(FOLDER / "invented" / part)) >= 24


@pytest.mark.parametrize("part", PARTS)
def test_every_real_passage_is_where_the_corpus_says(part: str, shared: Path) -> None:
    found = read_standoff(FOLDER / "real" / f"{part}.jsonl", shared / "data" / "language" / "raw")
    assert len(found) >= 24


def test_no_document_stands_in_two_parts() -> None:
    invented = [path.name for part in PARTS for path in (FOLDER / "invented" / part).iterdir()]
    assert len(invented) == len(set(invented))
    real = [
        (passage["source"], number)
        for part in PARTS
        for line in (FOLDER / "real" / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
        for passage in [json.loads(line)]
        for number in passage["lines"]
    ]
    assert len(real) == len(set(real))
