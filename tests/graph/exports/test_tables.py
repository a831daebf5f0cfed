"""csv: every node and edge a row, provenance beside it, nothing that a spreadsheet would run."""

import csv
from pathlib import Path

import pytest

from graph.errors import UsageError
from graph.exports.tables import export_csv
from graph.store.port import GraphStore
from tests.graph.exports.nasty import EDGES, NASTY, NODES

Rows = list[dict[str, str]]


def exported(store: GraphStore, folder: Path) -> tuple[Rows, Rows]:
    with store.reader() as reader:
        export_csv(reader, folder)
    return rows(folder / "nodes.csv"), rows(folder / "edges.csv")


def rows(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_node_and_edge_is_a_row(nasty: GraphStore, tmp_path: Path) -> None:
    nodes, edges = exported(nasty, tmp_path / "out")
    assert {(n["label"], n["id"]) for n in nodes} == {(n.label, n.id) for n in NODES}
    assert len(edges) == len(EDGES)


def test_provenance_stands_in_columns(nasty: GraphStore, tmp_path: Path) -> None:
    _, edges = exported(nasty, tmp_path / "out")
    led = next(e for e in edges if e["type"] == "LEADS" and e["status"] == "done")
    assert led["quote"] == "Il Comune guida Àncora."
    assert (led["evidence"], led["spans"], led["confidence"]) == ("doc-1/1", "0-9", "0.9")
    assert (led["first_read"], led["last_read"]) == ("2026-01-01", "2026-02-01")


def test_formulas_become_text(nasty: GraphStore, tmp_path: Path) -> None:
    nodes, edges = exported(nasty, tmp_path / "out")
    assert next(n for n in nodes if n["id"] == "org-2")["name"] == "'" + NASTY
    assert next(e for e in edges if e["status"] == "planned")["role"] == "'" + NASTY
    assert next(n for n in nodes if n["id"] == "ind-1")["baseline"] == "-2.5"


def test_lists_are_joined_and_truths_are_words(nasty: GraphStore, tmp_path: Path) -> None:
    nodes, _ = exported(nasty, tmp_path / "out")
    by_id = {n["id"]: n for n in nodes}
    assert set(by_id["org-1"]["aliases"].split(" | ")) == {"Il Comune", "C"}
    assert by_id["act-1"]["intergenerational"] == "true"


def test_an_older_export_is_replaced_and_nothing_else_is_left(nasty: GraphStore, tmp_path: Path) -> None:
    first = exported(nasty, tmp_path / "out")
    assert exported(nasty, tmp_path / "out") == first
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["edges.csv", "nodes.csv"]


def test_a_file_in_place_of_the_folder_is_said(nasty: GraphStore, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(UsageError, match="folder cannot be made"):
        exported(nasty, tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"
