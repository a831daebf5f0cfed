"""The seed article, and notes on other cities' plans in other words: the same measure, the same rules."""

from pathlib import Path
from typing import Any

import pytest

from ingest.language.pipeline import Extractor
from ingest.read.plain import read_plain
from tests.ingest.language.conftest import Scored

NOTES = sorted((Path(__file__).parent / "notes").glob("*.ann"))


def mentions_f(report: dict[str, Any]) -> float:
    rows = report["mentions"].values()
    right = sum(round(r["r"] * r["gold"]) for r in rows)
    return float(2 * right / max(sum(r["gold"] + r["pred"] for r in rows), 1))


def test_the_seed_article_is_read_whole(scored: Scored, shared: Path) -> None:
    report = scored(shared / "annotation" / "examples" / "torino.ann")
    assert report["mentions"]["Organisation"]["p"] == 1
    assert report["mentions"]["Person"]["p"] == 1
    assert mentions_f(report) >= 0.95
    assert report["claims"]["f"] >= 0.9
    assert report["status_accuracy"] >= 0.95
    assert report["evidence_accuracy"] == 1


def test_the_precedent_is_followed_and_no_partner(extractor: Extractor, shared: Path) -> None:
    found = extractor.extract(
        read_plain((shared / "data" / "torino.txt").read_bytes(), "torino"), source_name="t", document_id="t"
    )
    words = {m.id: m.text for m in found.mentions}
    about = {c.type for c in found.claims if "Bologna" in (words[c.subject], words[c.object])}
    assert about == {"FOLLOWS"}
    assert any(m.type == "Plan" and m.properties.get("duration") == "P5Y" for m in found.mentions)
    assert all(c.evidence for c in found.claims)


@pytest.mark.parametrize("note", NOTES, ids=lambda path: path.stem)
def test_notes_of_other_cities_hold_the_floor(scored: Scored, note: Path) -> None:
    report = scored(note)
    assert report["mentions"]["Organisation"]["p"] == 1
    assert report["mentions"]["Person"]["p"] == 1
    assert mentions_f(report) >= 0.9
    assert report["claims"]["f"] >= 0.85
