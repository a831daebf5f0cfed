"""Notebooks: frames, networkx, and py2neo's classes on a real Neo4j."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

import graph
from graph.errors import NotFound, QueryRefused, SettingsInvalid, StoreUnavailable, WorkspaceNotFound
from graph.notebook import Notebook
from graph.store.open import open_store
from graph.store.port import Edge, GraphStore, Node
from tests.graph.analysis.gaps.test_requirement import mensa, offered

ORGANISATION = ("Organisation", "org-1")
ACTION = ("Action", "act-1")


def fill(store: GraphStore) -> None:
    with store.writer() as writer:
        writer.clear()
        writer.prepare()
        writer.put_nodes(
            [
                Node(*ORGANISATION, {"name": "Il Faro", "kind": "social_cooperative", "led_by": "young"}),
                Node(*ACTION, {"name": "Sportello giovani", "kind": "service"}),
            ]
        )
        writer.put_edges([Edge("LEADS", ORGANISATION, ACTION, "LEADS", "under_way", {"confidence": 0.9})])
        writer.commit()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    fill(open_store("kglite:///graph.kgl", base=tmp_path, user="", password=None))
    return tmp_path / "graph.kgl"


def test_a_question_gives_a_frame(file: Path) -> None:
    question = "MATCH (o:Organisation)-[r:LEADS]->(a:Action) WHERE o.kind = $kind RETURN o.name AS who, a.name AS what"
    frame = graph.open(str(file)).cypher(question, {"kind": "social_cooperative"})
    assert frame.to_dict("records") == [{"who": "Il Faro", "what": "Sportello giovani"}]


def test_notebooks_read_only(file: Path) -> None:
    with pytest.raises(QueryRefused):
        graph.open(str(file)).cypher("MATCH (n) DETACH DELETE n")


def test_the_whole_graph_as_networkx(file: Path) -> None:
    whole = graph.open(str(file)).networkx()
    assert whole.number_of_nodes() == 2
    assert whole.has_edge(ORGANISATION, ACTION)


@pytest.fixture
def town(tmp_path: Path) -> Notebook:
    store = open_store("kglite:///graph.kgl", base=tmp_path, user="", password=None)
    offered(mensa()).said("nota", "Organisation Radici", "PARTNERS_WITH", "Organisation Officina").fill(store)
    return graph.open(str(tmp_path / "graph.kgl"))


def test_cards_coverage_and_resources_are_frames_with_the_filters_of_the_command_line(town: Notebook) -> None:
    cards = town.gaps(family=["requirement"], state=["covered", "gap"], area=["cibo"])
    assert cards[["rule", "state", "subjects"]].values.tolist() == [
        ["stated-need", "covered", ["Mensa", "due furgoni refrigerati"]]
    ]
    assert set(town.coverage(by="kind")["area"]) == {"Cibo"}
    assert town.resources(place=["Valserena"])["side"].tolist() == ["needs", "offers"]
    with pytest.raises(NotFound):
        town.gaps(area=["nowhere"])


def test_ties_are_a_graph_and_partners_a_frame(town: Notebook) -> None:
    assert town.ties().has_edge(("Organisation", "radici"), ("Organisation", "officina"))
    assert list(town.partners("Radici")) == []


def test_a_folder_without_workspace_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceNotFound):
        graph.open(str(tmp_path))


def test_py2neo_wants_neo4j(file: Path) -> None:
    with pytest.raises(SettingsInvalid, match="Neo4j only"):
        graph.open(str(file)).to_py2neo()


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # py2neo leaves its socket open
def test_py2neo_without_a_server_is_one_error() -> None:
    with pytest.raises(StoreUnavailable, match="py2neo cannot connect"):
        graph.open("bolt://neo4j:secret@127.0.0.1:9").to_py2neo()


@pytest.mark.neo4j
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_py2neo_classes_follow_the_schema(neo4j_url: str, neo4j_store: GraphStore) -> None:
    fill(neo4j_store)
    login = urlsplit(neo4j_url)
    opened = graph.open(f"bolt://{login.hostname}:{login.port}", user=login.username or "", password=login.password)
    connected = opened.to_py2neo()
    organisation = connected.match("Organisation", "org-1").first()
    assert (organisation.name, organisation.led_by) == ("Il Faro", "young")
    (action,) = organisation.leads
    assert (type(action).__name__, action.name) == ("Action", "Sportello giovani")
    assert [body.name for body in action.leads_from] == ["Il Faro"]
    assert connected.cypher("MATCH (n) RETURN count(n) AS n")["n"].tolist() == [2]
    connected.close()
