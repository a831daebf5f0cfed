"""On Neo4j the API answers what it answers on the embedded engine."""

from dataclasses import replace

import pytest

from graph.store.projection import rebuild
from graph.workspace import Workspace
from tests.api.serving import Client

pytestmark = pytest.mark.neo4j


def test_both_stores_give_the_same_answers(client: Client, workspace: Workspace, neo4j_url: str) -> None:
    settings = workspace.settings.model_copy(update={"graph": neo4j_url})
    moved = replace(workspace, settings=settings)
    rebuild(moved.ledger, moved.store())
    with Client(moved) as other:
        for path in ("/entities?limit=500", "/coverage", "/documents"):
            assert other.json(path) == client.json(path)
        for entity in client.json("/entities", label="Organisation", limit=5)["entities"]:
            assert other.json(f"/entities/{entity['id']}") == client.json(f"/entities/{entity['id']}")
        asked = "MATCH (o:Organisation)-[r:LEADS]->(a) RETURN o.name AS o, a.name AS a, r.status AS s ORDER BY o, a, s"
        query = {"cypher": asked}
        assert other.post("/cypher", json=query).json() == client.post("/cypher", json=query).json()
        health, embedded = other.json("/health"), client.json("/health")
        assert health["graph"]["nodes"] == embedded["graph"]["nodes"]
        assert health["graph"]["engine"].startswith("Neo4j")
        assert "@" not in health["graph"]["address"]
        assert other.get("/").text == client.get("/").text
