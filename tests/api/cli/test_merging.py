"""The stretches of a register as one extraction."""

import pytest

from api.cli import merging
from api.cli.merging import merge
from graph.errors import FileTooLarge
from graph.extraction import Batch, Claim, Document, Evidence, Mention, Passage, RejectedRow

REGISTER = Document("d", "register.csv", "", kind="register")


def stretch(start: int, name: str) -> Batch:
    """A row with an organisation and its place, under ids that every stretch uses."""
    text = f"{name} | Asti"
    place = start + len(name) + 3
    return Batch(
        passages=(Passage("p1", "row", start, start + len(text), text),),
        mentions=(
            Mention("m1", "Organisation", start, start + len(name), name, "p1", "m1"),
            Mention("m2", "Place", place, place + 4, "Asti", "p1", "m2"),
        ),
        claims=(Claim("c1", "m1", "LOCATED_IN", "m2", "done", 1.0, (Evidence("p1", start, place),), {"via": "m1"}),),
        rejected=(RejectedRow(9, ("x",), "no name"),),
    )


def test_ids_are_given_anew() -> None:
    merged = merge(REGISTER, [stretch(0, "Alfa"), stretch(12, "Beta")])
    assert [p.id for p in merged.passages] == ["p1", "p2"]
    assert [(m.id, m.passage, m.entity) for m in merged.mentions][2:] == [("m3", "p2", "m3"), ("m4", "p2", "m4")]
    last = merged.claims[1]
    assert (last.id, last.subject, last.object, last.evidence[0].passage, last.properties["via"]) == (
        "c2",
        "m3",
        "m4",
        "p2",
        "m3",
    )


def test_a_register_gets_the_text_of_its_rows() -> None:
    merged = merge(REGISTER, [stretch(0, "Alfa"), stretch(12, "Beta")])
    assert merged.document.text == "Alfa | Asti\nBeta | Asti"
    assert all(merged.document.text[m.start : m.end] == m.text for m in merged.mentions)
    assert merged.document.kind is None


def test_rows_kept_aside_are_issues() -> None:
    merged = merge(REGISTER, [stretch(0, "Alfa")])
    assert [(i.where, i.message) for i in merged.issues] == [("row 9", "kept aside: no name")]


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "MAX_PASSAGES", 2)
    with pytest.raises(FileTooLarge, match="more than 2 rows"):
        merge(REGISTER, (stretch(12 * n, "Alfa") for n in range(1_000_000)))
