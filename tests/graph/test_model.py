"""The schema in code is the standard's."""

import json
from importlib.metadata import distributions
from pathlib import Path

import pytest

from graph.model import (
    CLAIM_PROPERTIES,
    CLAIM_TYPES,
    GENRES,
    LABELS,
    MENTION_TYPES,
    Property,
    Status,
    relationship_type,
)


@pytest.fixture
def standard(shared: Path) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((shared / "annotation" / "schema.json").read_text(encoding="utf-8"))
    return loaded


def shape(prop: Property) -> object:
    return list(prop.words) if prop.kind == "word" else prop.kind


def test_mention_types_and_their_properties(standard: dict[str, object]) -> None:
    ours = {name: {p.name: shape(p) for p in t.properties} for name, t in MENTION_TYPES.items()}
    assert ours == standard["mentions"]


def test_claim_types_and_their_ends(standard: dict[str, object]) -> None:
    assert {name: [list(t.subjects), list(t.objects)] for name, t in CLAIM_TYPES.items()} == standard["claims"]
    assert [name for name, t in CLAIM_TYPES.items() if t.symmetric] == standard["symmetric"]


def test_claim_properties_statuses_and_genres(standard: dict[str, object]) -> None:
    assert {name: shape(p) for name, p in CLAIM_PROPERTIES.items()} == standard["claim_properties"]
    assert [str(s) for s in Status] == standard["status"]
    assert list(GENRES) == standard["genres"]


def test_a_denied_claim_never_has_its_own_relationship_type() -> None:
    assert {relationship_type(t, "denied") for t in CLAIM_TYPES} == {"DENIED"}
    assert all(relationship_type(t, "done") == t for t in CLAIM_TYPES)


def test_ids_tell_their_label() -> None:
    prefixes = [t.prefix for t in MENTION_TYPES.values()]
    assert len(set(prefixes)) == len(prefixes)
    assert len(set(LABELS)) == len(LABELS)


def test_no_dependency_owns_one_of_our_package_names() -> None:
    ours = {"graph", "ingest", "api", "viz"}
    for distribution in distributions():
        if distribution.name == "intreccio":
            continue
        owned = {Path(str(f)).parts[0] for f in distribution.files or () if str(f).endswith(".py")}
        assert not owned & ours, f"{distribution.name} brings {sorted(owned & ours)}"
