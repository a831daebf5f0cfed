"""The committed statements that prove the dialect in common: the same answer from both engines."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store.port import GraphStore, Limits
from tests.graph.store.territory import PARAMETERS

FOLDER = Path(__file__).parent / "statements"


def statements() -> Iterator[tuple[str, str, str]]:
    """File, name (the comment above it) and text of every statement."""
    for file in sorted(FOLDER.glob("*.cypher")):
        for part in file.read_text(encoding="utf-8").split(";\n"):
            if part.strip():
                heading, text = part.strip().split("\n", 1)
                yield file.stem, heading.removeprefix("// "), text


def answer(store: GraphStore, cypher: str) -> list[str]:
    """Rows as texts; floats to twelve digits, since sums may be taken in another order."""
    with store.reader() as reader:
        table = reader.run(cypher, PARAMETERS, Limits())
    return [json.dumps([table.columns, _rounded(row)], sort_keys=True, ensure_ascii=False) for row in table.rows]


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return value


def test_there_are_enough_and_their_names_differ() -> None:
    names = [(file, name) for file, name, _ in statements()]
    assert len(names) >= 60
    assert len(set(names)) == len(names)


@pytest.mark.neo4j
@pytest.mark.parametrize(
    ("file", "cypher"), [pytest.param(file, text, id=f"{file}: {name}") for file, name, text in statements()]
)
def test_both_engines_answer_the_same(territory: tuple[GraphStore, GraphStore], file: str, cypher: str) -> None:
    embedded, reference = (answer(store, cypher) for store in territory)
    if file == "ordered":
        assert embedded == reference
    else:
        assert sorted(embedded) == sorted(reference)
