"""GraphML: what networkx reads back is the graph, without what XML cannot hold."""

from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from graph.errors import UsageError
from graph.exports.graphml import export_graphml
from graph.store.port import GraphStore
from tests.graph.exports.nasty import EDGES, NASTY, NODES


def exported(store: GraphStore, path: Path) -> Any:
    with store.reader() as reader:
        export_graphml(reader, path)
    return nx.read_graphml(path, force_multigraph=True)


def test_networkx_reads_it_back(nasty: GraphStore, tmp_path: Path) -> None:
    graph = exported(nasty, tmp_path / "graph.graphml")
    assert set(graph.nodes) == {f"{n.label}/{n.id}" for n in NODES}
    assert graph.number_of_edges() == len(EDGES)
    said = graph.get_edge_data("Organisation/org-1", "Action/act-1").values()
    assert {d["status"] for d in said} == {"done", "planned"}
    assert {d["quote"] for d in said} == {"Il Comune guida Àncora."}


def test_types_stay_and_lists_are_joined(nasty: GraphStore, tmp_path: Path) -> None:
    graph = exported(nasty, tmp_path / "graph.graphml")
    assert graph.nodes["Indicator/ind-1"]["target"] == 10
    assert graph.nodes["Indicator/ind-1"]["baseline"] == -2.5
    assert graph.nodes["Action/act-1"]["intergenerational"] is True
    assert graph.nodes["Organisation/org-1"]["aliases"] in ("Il Comune | C", "C | Il Comune")


def test_what_xml_cannot_hold_is_left_out(nasty: GraphStore, tmp_path: Path) -> None:
    graph = exported(nasty, tmp_path / "graph.graphml")
    assert graph.nodes["Organisation/org-2"]["name"] == NASTY.replace("\x1b", "")


def test_a_place_that_cannot_be_written_is_said(nasty: GraphStore, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        exported(nasty, tmp_path / "missing" / "graph.graphml")
