"""The JSON of extract: written as the standard says, read back the same, checked in shape and meaning."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from graph.errors import ExtractionInvalid
from graph.extraction import Extraction, content_id
from ingest.read.extraction_json import from_json, json_schema, to_json
from tests.hostile import making
from tests.ingest.read.helpers import read_bytes


def test_round_trip_has_exactly_the_keys_of_the_standard() -> None:
    data = making.extraction()
    written = to_json(from_json(data, "x.json"))
    assert from_json(written, "x.json") == from_json(data, "x.json")
    assert list(written) == ["document", "passages", "mentions", "claims"]
    assert list(written["document"]) == ["id", "source", "title", "date", "language", "kind", "text"]
    assert list(written["passages"][0]) == ["id", "kind", "page", "start", "end", "heading", "table", "row", "headers"]
    mention = ["id", "type", "start", "end", "text", "passage", "entity", "properties"]
    assert list(written["mentions"][0]) == mention
    claim = ["id", "subject", "type", "object", "status", "confidence", "evidence", "properties"]
    assert list(written["claims"][0]) == claim


def test_what_is_written_keeps_the_schema() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(to_json(from_json(making.extraction(), "x.json")), schema)


def test_a_file_is_identified_by_its_content(tmp_path: Path) -> None:
    content = making.extraction_bytes()
    reading = read_bytes(tmp_path, "x.json", content)
    assert isinstance(reading, Extraction)
    assert reading.document.id == content_id(content)


def test_unknown_keys_are_reported_and_left_out() -> None:
    data = making.extraction()
    data["mentions"][0]["colour"] = "blue"
    assert [issue.message for issue in from_json(data, "x").issues] == [
        'the key "colour" is not known and was left out'
    ]


def test_without_passages_each_line_is_one() -> None:
    data = making.extraction()
    data["passages"] = []
    data["claims"] = []
    for mention in data["mentions"]:
        mention["passage"] = None
    assert [passage.text for passage in from_json(data, "x").passages] == [making.SENTENCE]


@pytest.mark.parametrize(
    ("part", "change", "words"),
    [
        ("mentions", {"start": 4}, "the text reads"),
        ("mentions", {"type": "Ship"}, 'type "Ship" is not known'),
        ("mentions", {"passage": "p9"}, "does not stand in passage"),
        ("mentions", {"properties": {"kind": "castle"}}, "is not one of"),
        ("mentions", {"properties": {"founded": "ieri"}}, "is not a date"),
        ("mentions", {"properties": {"colour": "x"}}, "is not known"),
        ("claims", {"type": "LOVES"}, 'type "LOVES" is not known'),
        ("claims", {"subject": "m2", "object": "m1"}, "does not join"),
        ("claims", {"object": "m9"}, 'no mention "m9"'),
        ("claims", {"status": "maybe"}, 'status "maybe" is not known'),
        ("claims", {"confidence": 2}, "less than or equal to 1"),
        ("claims", {"evidence": []}, "at least 1 item"),
        ("claims", {"properties": {"amount": "molto"}}, "is not a number"),
        ("claims", {"properties": {"via": "m9"}}, "is not a mention"),
        ("passages", {"end": 9_999}, "no stretch of a text"),
    ],
)
def test_faults_are_named(part: str, change: dict[str, object], words: str) -> None:
    data = making.extraction()
    data[part][0].update(change)
    with pytest.raises(ExtractionInvalid, match=words):
        from_json(data, "x.json")


def test_annotations_made_by_hand_are_taken(shared: Path, tmp_path: Path) -> None:
    files = sorted((shared / "annotation").glob("*/*.ann"))
    tool = shared / "annotation" / "annotate.py"
    subprocess.run([sys.executable, tool, *files, tmp_path], check=True, capture_output=True)
    gold = sorted(tmp_path.glob("*.gold.json"))
    assert len(gold) == len(files)
    for path in gold:
        data = json.loads(path.read_text(encoding="utf-8"))
        extraction = from_json(data, path.name)
        assert not extraction.issues
        assert len(extraction.mentions) == len(data["mentions"])
        assert len(extraction.claims) == len(data["claims"])
