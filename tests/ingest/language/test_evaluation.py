"""The measures: the same figures as the standard's own scorer gives, and what they mean on small cases."""

import json
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from graph.errors import ExtractionInvalid, NotFound
from graph.extraction import Extraction
from ingest.language.corpus.gold import Gold, load_gold
from ingest.language.corpus.notation import as_json
from ingest.language.evaluation import report as words
from ingest.language.evaluation.matching import compare
from ingest.language.evaluation.measures import report
from ingest.language.evaluation.systems import evaluate, pipeline
from ingest.read.extraction_json import to_json

NOTE = """\
# id: riva  genre: news  territory: Riva  date: 2025-03-12  title: Il piano
Il [o1|Organisation|Comune di Riva] ha approvato il [p1|Plan|Piano giovani], che finanzia lo \
[a1|Action|sportello per [g1|Group|giovani NEET]]. La [o2|Organisation|Cooperativa Il Faro] lo gestisce.
---
@ o1 kind=public_body accept=Place
@ g1 of=people category=neet
o1 PROMOTES p1 done
p1 FUNDS a1 planned amount=1200 unit=EUR
a1 SERVES g1 planned
o2 LEADS a1 under_way
"""


def gold(text: str = NOTE) -> Gold:
    return Gold.of_json(as_json(text, "riva.ann"), "riva.ann")


def without(extraction: Extraction, *claims: str) -> Extraction:
    return replace(extraction, claims=tuple(c for c in extraction.claims if c.type not in claims))


def test_the_notation_gives_text_mentions_and_claims() -> None:
    read = gold().extraction
    assert read.document.text.startswith("Il Comune di Riva ha approvato")
    assert [(m.type, m.text) for m in read.mentions[2:4]] == [
        ("Action", "sportello per giovani NEET"),
        ("Group", "giovani NEET"),
    ]
    assert [(c.subject, c.type, c.object, c.status) for c in read.claims][1] == ("p1", "FUNDS", "a1", "planned")
    assert read.claims[1].properties == {"amount": 1200, "unit": "EUR"}
    assert gold().accept == {"o1": ("Place",)}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("o1 PROMOTES p9 done", "riva.ann, note 8: there is no mention p9."),
        ("@ g1 colour=red", "riva.ann, note 8: Group has no colour."),
        ("o1 LIKES p1 done", "LIKES"),
        ("o1 PROMOTES p1", "this says nothing known"),
        ('x1 HAS_ROLE o1 done role="', "No closing quotation"),
    ],
)
def test_a_fault_in_the_notes_is_named_with_its_line(wrong: str, says: str) -> None:
    with pytest.raises(ExtractionInvalid, match=says):
        gold(f"{NOTE.rstrip()}\n\n{wrong}\n")


def test_an_open_bracket_is_named() -> None:
    with pytest.raises(ExtractionInvalid, match="the bracket of o1 is not closed"):
        gold("# id: x  genre: news\nIl [o1|Organisation|Comune\n---\n")


def test_a_folder_without_annotations_is_no_gold(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="holds no annotated documents"):
        load_gold(tmp_path)


def test_what_is_right_measures_as_right() -> None:
    wanted = gold()
    measured = report([compare("riva", wanted, wanted.extraction)])
    assert measured.claims.f == measured.names_macro == measured.long_macro == measured.b_cubed_f == 1
    assert measured.status.value == measured.properties.value == measured.confident.precision == 1
    assert measured.calibration_error == 0


def test_a_missed_claim_costs_recall_and_an_invented_one_precision() -> None:
    wanted = gold()
    fewer = report([compare("riva", wanted, without(wanted.extraction, "LEADS"))])
    assert (fewer.claims.precision, fewer.claims.recall) == (1, 3 / 4)
    more = report([compare("riva", replace(wanted, extraction=without(wanted.extraction, "LEADS")), wanted.extraction)])
    assert (more.claims.precision, more.claims.recall) == (3 / 4, 1)


def test_an_accepted_type_is_neither_missed_nor_too_many() -> None:
    wanted = gold()
    first, *others = wanted.extraction.mentions
    as_place = replace(wanted.extraction, mentions=(replace(first, type="Place", properties={}), *others))
    measured = report([compare("riva", wanted, as_place)])
    assert measured.mentions["Organisation"].f == 1
    assert "Place" not in measured.mentions


def test_a_confidence_that_promises_too_much_shows_as_calibration_error() -> None:
    wanted = replace(gold(), extraction=without(gold().extraction, "LEADS", "SERVES"))
    measured = report([compare("riva", wanted, gold().extraction)])
    assert measured.calibration_error == pytest.approx(0.5)
    assert measured.bins[-1].claims == 4


def test_the_page_shows_a_miss_in_its_sentence() -> None:
    wanted = gold()
    compared = compare("riva", wanted, replace(wanted.extraction, mentions=wanted.extraction.mentions[1:], claims=()))
    page = words.page(report([compared]), [compared], "Riva & dintorni")
    assert "<mark>Comune di Riva</mark> ha approvato" in page
    assert "Riva &amp; dintorni" in page
    assert "Cooperativa Il Faro LEADS sportello per giovani NEET" in page


@pytest.mark.slow
def test_the_figures_are_those_of_the_standards_scorer(shared: Path, tmp_path: Path) -> None:
    files = sorted((shared / "annotation").glob("*/*.ann"))
    annotate = _module(shared / "annotation" / "annotate.py")
    for path in files:
        (tmp_path / f"{path.stem}.gold.json").write_text(json.dumps(annotate.convert(path)), encoding="utf-8")  # type: ignore[attr-defined]
    outcome = evaluate(pipeline(), load_gold(tmp_path))
    predicted = tmp_path / "predicted"
    predicted.mkdir()
    for compared in outcome.comparisons:
        (predicted / f"{compared.name}.json").write_text(json.dumps(to_json(compared.predicted)), encoding="utf-8")
    theirs = _module(shared / "annotation" / "score.py").compare(tmp_path, predicted)  # type: ignore[attr-defined]
    ours = outcome.report
    assert {
        t: (s.gold, round(s.precision, 3), round(s.recall, 3), round(s.f, 3)) for t, s in ours.mentions.items()
    } == {t: (s["gold"], s["p"], s["r"], s["f"]) for t, s in theirs["mentions"].items()}
    assert {t: (s.gold, s.predicted, round(s.f, 3)) for t, s in ours.claims_by_type.items()} == {
        t: (s["gold"], s["pred"], s["f"]) for t, s in theirs["claims_by_type"].items()
    }
    for value, name in (
        (ours.claims.f, "f"),
        (ours.status.value, "status_accuracy"),
        (ours.status_open.value, "status_accuracy_not_done"),
        (ours.evidence.value, "evidence_accuracy"),
        (ours.properties.value, "property_accuracy"),
        (ours.b_cubed_f, "b3"),
        (ours.claims_macro, "claims_macro_f"),
        (ours.names_macro, "names_macro_f"),
        (ours.long_macro, "long_macro_f"),
    ):
        assert value == pytest.approx(theirs["claims"][name] if name == "f" else theirs[name], abs=0.0011), name
    assert ours.confident.precision == pytest.approx(theirs["confident"]["precision"], abs=0.001)


def _module(path: Path) -> object:
    spec = spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
