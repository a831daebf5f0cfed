"""Decisions over the API: the queue, the verdict, what follows in the graph, and the way back."""

from pathlib import Path
from typing import Any

import pytest

from graph.ledger.matches import FeatureRow, MatchRow, replace_matches
from graph.ledger.reviews import place_named
from graph.workspace import Workspace
from ingest.add import add
from tests.api.serving import Client

ROWS = """soggetto,relazione,oggetto,stato
Cooperativa Aldo,collabora con,Comune di Vald,in corso
Coop Aldina,collabora con,Comune di Bea,in corso
"""


@pytest.fixture
def two(empty: Workspace, tmp_path: Path) -> Workspace:
    """Two co-operatives that a matcher thinks may be one."""
    ties = tmp_path / "ties.csv"
    ties.write_text(ROWS, encoding="utf-8")
    assert add(empty, [ties], lambda _: None).failed == []
    with empty.ledger.write() as connection:
        left, right = (place_named(connection, name) for name in ("Cooperativa Aldo", "Coop Aldina"))
        replace_matches(connection, [MatchRow(left, right, 0.8, 3.0, (FeatureRow("name", "near", 3.0),))], "test")
    return empty


def post(client: Client, path: str, code: int = 201, **body: Any) -> Any:
    answer = client.post(path, json=body)
    assert answer.status_code == code, answer.text
    return answer.json()


def test_a_pair_is_asked_joined_explained_and_parted_again(two: Workspace) -> None:
    with Client(two) as client:
        [asked] = [r for r in client.json("/reviews")["reviews"] if r["claim"] is None]
        assert (asked["probability"], asked["edges"], asked["documents"]) == (0.8, 1, 1)
        before = {asked[side]["entity"] for side in ("left", "right")}
        said = post(client, "/decisions", verdict="same", things=asked["id"].split(), who="Ada")
        assert (said["verdict"], said["undone"]) == ("same", False)
        found = client.json("/entities", words="coop", label="Organisation")["entities"]
        assert len(found) == 1
        assert found[0]["id"] in before
        explained = client.json(f"/entities/{found[0]['id']}/explanation")
        assert [link["kind"] for link in explained["links"]] == ["decision"]
        assert set(explained["former_ids"]) == before - {found[0]["id"]}
        assert explained["decisions"][0]["id"] == said["id"]
        assert [r for r in client.json("/reviews")["reviews"] if r["claim"] is None] == []
        post(client, f"/decisions/{said['id']}/undo", who="Ada")
        ids = {e["id"] for e in client.json("/entities", words="coop", label="Organisation")["entities"]}
        assert ids == before
        assert [d["undone"] for d in client.json("/decisions")] == [False, True]


def test_a_rejected_claim_leaves_the_graph(two: Workspace) -> None:
    with Client(two) as client:
        post(client, "/decisions", verdict="reject", things=["c1.1"], who="Ada")
        [entity] = client.json("/entities", words="cooperativa aldo")["entities"]
        assert entity["ties"] == 0
        post(client, "/decisions/1/undo", who="Ada")
        [entity] = client.json("/entities", words="cooperativa aldo")["entities"]
        assert entity["ties"] == 1


def test_a_corrected_claim_is_in_the_graph_as_it_was_corrected(two: Workspace) -> None:
    with Client(two) as client:
        right = {"status": "denied"}
        post(client, "/decisions", verdict="correct", things=["c1.1"], who="Ada", right=right)
        [entity] = client.json("/entities", words="cooperativa aldo")["entities"]
        [tie] = client.json(f"/entities/{entity['id']}")["ties"]
        assert (tie["claim"], tie["status"], tie["confidence"]) == ("PARTNERS_WITH", "denied", 1.0)
        assert tie["evidence_total"] == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"verdict": "same", "things": ["1.1"], "who": "Ada"}, 400),
        ({"verdict": "reject", "things": ["1.1"], "who": "Ada"}, 400),
        ({"verdict": "reject", "things": ["c9.9"], "who": "Ada"}, 404),
        ({"verdict": "same", "things": ["1.1", "1.999"], "who": "Ada"}, 404),
        ({"verdict": "same", "things": ["1.1", "org-0"], "who": "Ada"}, 404),
        ({"verdict": "perhaps", "things": ["1.1", "1.2"], "who": "Ada"}, 422),
        ({"verdict": "same", "things": ["1.1", "1.3"], "who": ""}, 422),
    ],
)
def test_what_cannot_be_decided_is_refused_in_a_sentence(two: Workspace, body: dict[str, Any], code: int) -> None:
    with Client(two) as client:
        answer = client.post("/decisions", json=body)
        assert (answer.status_code, answer.headers["content-type"]) == (code, "application/problem+json"), answer.text
        assert client.json("/decisions") == []


def test_a_decision_that_is_not_there_cannot_be_undone(two: Workspace) -> None:
    with Client(two) as client:
        assert post(client, "/decisions/3/undo", 404, who="Ada")["code"] == "not-found"
