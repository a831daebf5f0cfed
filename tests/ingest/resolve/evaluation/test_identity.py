"""Two registers are linked with their keys hidden, and the keys judge the pairs."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from graph.errors import InputError
from graph.settings import LimitSettings
from ingest.resolve.evaluation.curve import picture
from ingest.resolve.evaluation.identity import Linked, Point, hide, linked
from ingest.resolve.evaluation.registers import Side, may_teach, read_side
from ingest.resolve.evaluation.report import as_json, clusters
from ingest.resolve.matching.entries import Entry, Match
from ingest.resolve.matching.model import bundled_model

OLD = """codice fiscale,denominazione,nome comune,pr
80051890152,FONDAZIONE AIRC,MILANO,MI
97519070011,FONDAZIONE PIEMONTESE PER LA RICERCA SUL CANCRO - ONLUS,CANDIOLO,TO
97147110155,EMERGENCY O.N.G. ONLUS,MILANO,MI
80018440158,,ROMA,RM
"""
NEW = """codice fiscale,denominazione,nome comune,pr
97519070011,Fondazione Piemontese per la Ricerca sul Cancro,CANDIOLO,TO
80051890152,FONDAZIONE AIRC,MILANO,MI
97147110155,Emergency ONG,MILANO,MI
"""
MODEL = bundled_model()


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Side, Side]:
    paths = tmp_path / "old.csv", tmp_path / "new.csv"
    for path, text in zip(paths, (OLD, NEW), strict=True):
        path.write_text(text, encoding="utf-8")
    old, new = (read_side(path, LimitSettings()) for path in paths)
    return old, new


def test_registers_are_read_with_their_keys_beside_them(sides: tuple[Side, Side]) -> None:
    old, new = sides

    assert [e.name for e in new.entries][1] == "FONDAZIONE AIRC"
    assert new.keys == ("97519070011", "80051890152", "97147110155")
    assert {e.municipality for e in old.entries} >= {"MILANO", "CANDIOLO"}
    assert not any(key in str(entry) for entry in old.entries for key in old.keys if key)


@pytest.mark.parametrize("place", [True, False])
def test_the_report(sides: tuple[Side, Side], place: bool) -> None:
    report = as_json(linked(hide(*sides, place=place), MODEL), MODEL, seconds=1.23, memory_mb=99.6)

    assert report["pairs"] == 3
    assert (report["precision"], report["recall"]) == (1.0, 1.0)
    assert report["names_differ"]["pairs"] == 2
    assert (report["seconds"], report["memory_mb"]) == (1.2, 100)
    assert set(report) >= {"pairs", "precision", "recall", "f1", "names_differ", "clusters", "by_kind"}


def test_rows_with_one_key_are_one_body_with_all_its_names(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text(OLD + "80051890152,AIRC,MILANO,MI\n", encoding="utf-8")

    assert read_side(path, LimitSettings()).entries[0].other_names == ("AIRC",)


def test_a_document_is_no_register(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("Il Comune di Cuneo incontra le associazioni.", encoding="utf-8")

    with pytest.raises(InputError, match=r"note\.txt"):
        read_side(path, LimitSettings())


def test_a_wrong_pair_counts_against_precision_and_an_unjudged_one_does_not() -> None:
    left = Side((Entry("0", "a"), Entry("1", "b"), Entry("2", "c")), ("k0", "k1", "k2"))
    right = Side((Entry("0", "a"), Entry("1", "x"), Entry("2", "c")), ("k0", "k1", "k9"))
    pairs = [("0", "1"), ("2", "2")]
    found = Linked(hide(left, right), tuple(Match(a, b, 1, MODEL.threshold + 9, ()) for a, b in pairs))

    report = as_json(found, MODEL, 0, 0)

    assert (report["pairs"], report["precision"], report["recall"]) == (2, 0.0, 0.0)
    assert report["unjudged"] == 1
    assert report["readings"]["strict"] == 0.0


def test_a_second_row_of_a_body_under_its_other_number_is_not_judged() -> None:
    name = "Fondazione Fitzcarraldo"
    left = Side((Entry("0", name), Entry("1", name)), ("97590880015", "07862370017"))
    right = Side((Entry("0", name), Entry("1", "Emergency")), ("97590880015", "97147110155"))
    found = Linked(hide(left, right), tuple(Match(a, "0", 1, 9, ()) for a in "01"))

    report = as_json(found, MODEL, 0, 0)

    assert (report["precision"], report["recall"]) == (1.0, 1.0)
    assert report["readings"]["second_rows"] == 1
    assert report["readings"]["strict"] == 0.5


def test_what_taught_nothing_is_reported_apart(sides: tuple[Side, Side]) -> None:
    """The trainer sees the other half of the keys."""
    old, _ = sides
    hidden = hide(*sides)

    assert hidden.held_out == {e.id for e, key in zip(old.entries, old.keys, strict=True) if key and not may_teach(key)}
    report = as_json(linked(hidden, MODEL), MODEL, 0, 0)["held_out"]
    assert report["pairs"] == len(hidden.held_out & hidden.truth.keys())
    assert all(0.5 <= row["expected"] <= 1 for row in report["calibration"])


def test_clusters_of_a_perfect_link_are_perfect() -> None:
    side = Side((Entry("0", "a"), Entry("1", "b")), ("k0", "k1"))

    assert clusters(hide(side, side), {"0": "0", "1": "1"}) == {"precision": 1, "recall": 1, "f1": 1, "count": 2}


def test_the_curve_is_a_picture() -> None:
    drawn = picture([Point(-2, 0.9, 1), Point(4, 1, 0.5)], 1.0, "a <b> & c")

    root = ElementTree.fromstring(drawn)
    assert root.find("{*}title") is not None
    assert len(root.findall("{*}polyline")) == 2
