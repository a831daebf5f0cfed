"""The graph into files and other stores: export, draw, rebuild."""

import csv
from pathlib import Path

import networkx as nx
import pytest

from graph.store.open import open_store
from graph.store.port import Edge, GraphStore, Node
from tests.api.cli.conftest import invoke


def dump(store: GraphStore) -> tuple[list[Node], list[Edge]]:
    with store.reader() as reader:
        return list(reader.nodes()), list(reader.edges())


def opened(workspace: Path, name: str = "graph.kgl") -> GraphStore:
    return open_store(f"kglite:///{name}", base=workspace, user="", password=None)


def test_each_format_holds_the_whole_graph(filled: Path, tmp_path: Path) -> None:
    nodes, edges = dump(opened(filled))
    for words in (("csv", "tables"), ("graphml", "graph.graphml"), ("cypher", "graph.cypher")):
        outcome = invoke("export", words[0], "--output", tmp_path / words[1], "-w", filled)
        assert (outcome.code, outcome.out) == (0, f"written {tmp_path / words[1]}\n")
    with (tmp_path / "tables" / "nodes.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == len(nodes)
    assert nx.read_graphml(tmp_path / "graph.graphml").number_of_edges() == len(edges)
    assert (tmp_path / "graph.cypher").read_text(encoding="utf-8").count("MERGE (n:") >= len({n.label for n in nodes})


def test_a_place_that_cannot_be_written_is_wrong_use(filled: Path, tmp_path: Path) -> None:
    outcome = invoke("export", "graphml", "--output", tmp_path / "none" / "graph.graphml", "-w", filled)
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)


def test_a_rebuilt_graph_is_the_same(own: Path) -> None:
    before = dump(opened(own))
    (own / "graph.kgl").unlink()
    outcome = invoke("rebuild", "-w", own)
    assert outcome.out == f"kglite:///graph.kgl: {len(before[0])} nodes, {len(before[1])} relationships\n"
    assert dump(opened(own)) == before
    assert invoke("rebuild", "--graph", "kglite:///other.kgl", "-w", own).code == 0
    assert dump(opened(own, "other.kgl")) == before


@pytest.mark.neo4j
def test_neo4j_can_be_filled_from_the_same_ledger(own: Path, neo4j_store: GraphStore, neo4j_url: str) -> None:
    outcome = invoke("rebuild", "--graph", neo4j_url, "-w", own)
    assert outcome.code == 0, outcome.err
    assert outcome.out.startswith("bolt://127.0.0.1")
    assert dump(neo4j_store) == dump(opened(own))


@pytest.mark.parametrize("url", ["bolt://127.0.0.1:1", "http://x", "kglite://host/x"])
def test_a_store_that_is_not_there_is_a_line(url: str, own: Path) -> None:
    outcome = invoke("rebuild", "--graph", url, "-w", own)
    assert outcome.code in (1, 2)
    assert outcome.err.count("\n") == 1


def test_the_network_is_one_page(filled: Path, tmp_path: Path) -> None:
    page = tmp_path / "network.html"
    assert invoke("draw", "network", "--output", page, "--language", "en", "-w", filled).out == f"written {page}\n"
    html = page.read_text(encoding="utf-8")
    assert html.lstrip().lower().startswith("<!doctype html>")
    assert "Bordigò Impianti" in html


@pytest.mark.parametrize("picture", ["gaps", "generations", "suggestions"])
def test_what_is_missing_and_who_could_meet_are_pages_too(picture: str, filled: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert invoke("draw", picture, "--output", page, "-w", filled).out == f"written {page}\n"
    assert "<h2>" in page.read_text(encoding="utf-8")


def test_somebody_who_is_not_there_can_meet_nobody(filled: Path, tmp_path: Path) -> None:
    outcome = invoke("draw", "suggestions", "--who", "Nessuna", "--output", tmp_path / "x.html", "-w", filled)
    assert (outcome.code, "Nessuna" in outcome.err) == (2, True)


def test_an_area_that_is_not_there_is_said(filled: Path, tmp_path: Path) -> None:
    outcome = invoke("draw", "network", "--output", tmp_path / "x.html", "--area", "Nessuna", "-w", filled)
    assert outcome.code == 2
    assert "Nessuna" in outcome.err
    assert not (tmp_path / "x.html").exists()


def test_an_area_is_known_by_a_part_of_its_name(own: Path, tmp_path: Path) -> None:
    ties = tmp_path / "ties.csv"
    ties.write_text(
        "soggetto;relazione;oggetto;tipo soggetto;tipo oggetto\n"
        "Navetta;riguarda;Muoversi in valle;azione;area\nOrto;riguarda;Abitare e prossimità;azione;area\n",
        encoding="utf-8",
    )
    assert invoke("add", ties, "-w", own).code == 0
    page = tmp_path / "part.html"
    assert invoke("draw", "network", "--output", page, "--area", "PROSSIMITA", "-w", own).code == 0
    assert "Orto" in page.read_text(encoding="utf-8")
    for picture in ("gaps", "generations"):
        assert invoke("draw", picture, "--output", page, "--area", "PROSSIMITA", "-w", own).code == 0
        assert "Soltanto: Area: Abitare e prossimità." in page.read_text(encoding="utf-8")
    several = invoke("draw", "network", "--output", page, "--area", "i", "-w", own)
    assert (several.code, "Muoversi in valle" in several.err) == (2, True)


def test_a_spreadsheet_gets_semicolons_and_names(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "per-excel"
    assert invoke("export", "csv", "--separator", "semicolon", "--output", folder, "-w", filled).code == 0
    with (folder / "edges.csv").open(encoding="utf-8-sig", newline="") as stream:
        ties = [row for row in csv.DictReader(stream, delimiter=";") if row["source_label"] == "Organisation"]
    assert ties
    assert all(row["source_name"] and not row["source_name"].startswith("org-") for row in ties)
