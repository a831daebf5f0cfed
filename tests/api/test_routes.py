"""What each resource answers, and that the OpenAPI document tells the truth about all of them."""

import json
from typing import Any

import pytest
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from api.routes import (
    changes,
    coverage,
    documents,
    entities,
    gaps,
    generations,
    health,
    imports,
    queries,
    resources,
    reviews,
    roles,
    suggestions,
    what_if,
)
from graph.ledger.tables import redirects
from graph.workspace import Workspace
from tests.api.serving import Client


def entity_called(client: Client, words: str, label: str) -> str:
    return str(client.json("/entities", words=words, label=label)["entities"][0]["id"])


# -- OpenAPI ----------------------------------------------------------------------------------------------------------


def test_every_get_route_of_the_openapi_document_answers_its_example(client: Client) -> None:
    matrix = client.json("/coverage")
    places = {
        "document": client.json("/documents")["documents"][0]["id"],
        "entity": client.json("/entities")["entities"][0]["id"],
        "area": matrix["areas"][0]["id"],
        "kind": matrix["kinds"][0],
        "card": client.json("/gaps", limit=1)["cards"][0]["id"],
        "partners_of": entity_called(client, "città metropolitana di torino", "Organisation"),
    }
    schema = client.json("/openapi.json")
    asked = 0
    for path, methods in schema["paths"].items():
        if "get" not in methods:
            continue
        parameters = methods["get"].get("parameters", ())
        given = {p["name"]: p["schema"]["examples"][0] for p in parameters if p["schema"].get("examples")} | places
        address = path.format_map(given)
        query = {p["name"]: given[p["name"]] for p in parameters if p["in"] == "query" and p["name"] in given}
        answer = client.get(address, params=query)
        assert answer.status_code == 200, (address, query, answer.text)
        asked += 1
    assert asked >= 15


def test_every_operation_says_what_it_does_and_what_goes_wrong(client: Client) -> None:
    schema = client.json("/openapi.json")
    tags = {tag["name"] for tag in schema["tags"]}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], (method, path)
            assert operation["description"], (method, path)
            assert set(operation["tags"]) <= tags
            assert "application/problem+json" in operation["responses"]["default"]["content"], (method, path)
            assert "422" not in operation["responses"], (method, path)
    assert schema["components"]["schemas"]["Problem"]["properties"].keys() >= {"type", "title", "status", "detail"}


def test_every_answer_of_the_openapi_document_has_an_example_that_fits_its_model(client: Client) -> None:
    schema = client.json("/openapi.json")
    found = (coverage, gaps, resources, roles, generations, suggestions, what_if, changes)
    modules = (*found, documents, entities, health, imports, queries, reviews)
    routes = [r for module in modules for r in module.router.routes if isinstance(r, APIRoute)]
    assert len(routes) == 31
    for route in routes:
        assert route.methods
        (method,) = route.methods
        answers = schema["paths"][route.path][method.lower()]["responses"]
        content = answers[str(route.status_code or 200)]["content"]["application/json"]
        TypeAdapter(route.response_model).validate_json(json.dumps(content["example"]), strict=True)


def test_every_body_of_the_openapi_document_has_an_example_that_works(client: Client) -> None:
    """Those of decisions name what a territory has: `test_reviews.py` tries them."""
    schema = client.json("/openapi.json")
    bodies = 0
    for path, methods in schema["paths"].items():
        content = methods.get("post", {}).get("requestBody", {}).get("content", {})
        if "application/json" in content and not path.startswith("/decisions"):
            name = content["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
            body = schema["components"]["schemas"][name]["examples"][0]
            answer = client.post(path.format(name="who-works-with-whom"), json=body)
            assert answer.status_code == 200, answer.text
            bodies += 1
    assert bodies == 3


def test_the_documentation_page_shows_every_route_and_fetches_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/docs").text
    for path in client.json("/openapi.json")["paths"]:
        assert f"<code>{path}</code>" in page
    assert "http://" not in page
    assert "https://" not in page
    assert "<script" not in page


# -- documents --------------------------------------------------------------------------------------------------------


def test_documents_are_searched_and_paged(client: Client) -> None:
    whole = client.json("/documents")
    titles = [d["title"] for d in whole["documents"]]
    assert whole["total"] == len(titles) == 8
    halves = [client.json("/documents", limit=4, offset=n)["documents"] for n in (0, 4)]
    assert [d["title"] for half in halves for d in half] == titles
    assert client.json("/documents", words="torino")["total"] == 1
    assert {d["kind"] for d in client.json("/documents", kind="minutes")["documents"]} == {"minutes"}


def test_a_document_comes_with_passages_mentions_and_claims_that_fit(client: Client) -> None:
    document = client.json("/documents", words="torino")["documents"][0]
    detail = client.json(f"/documents/{document['id']}")
    passages = {p["number"]: p for p in detail["passages"]}
    mentions = {m["number"]: m for m in detail["mentions"]}
    assert (len(passages), len(mentions)) == (document["passages"], document["mentions"])
    assert len(detail["claims"]) == document["claims"]
    for m in mentions.values():
        passage = passages[m["passage"]]
        assert passage["text"][m["start"] - passage["start"] : m["end"] - passage["start"]] == m["text"]
        assert m["entity"]
        assert m["reason"]
    for claim in detail["claims"]:
        assert claim["subject_entity"] == mentions[claim["subject"]]["entity"]
        assert claim["evidence"][0][0] in passages


def test_no_document_of_that_id(client: Client) -> None:
    answer = client.get("/documents/0123")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


# -- entities ---------------------------------------------------------------------------------------------------------


def test_entities_are_found_by_words_whatever_case_and_accents(client: Client) -> None:
    found = client.json("/entities", words="CITTA torino", label="Organisation")["entities"]
    assert "Città Metropolitana di Torino" in [e["name"] for e in found]
    assert client.json("/entities", words="citta zzz")["total"] == 0


def test_names_that_begin_with_the_words_come_first(client: Client) -> None:
    names = [e["name"] for e in client.json("/entities", words="comune", limit=500)["entities"]]
    begins = [name.lower().startswith("comune") for name in names]
    assert begins == sorted(begins, reverse=True)
    assert begins[0]


def test_entities_are_chosen_by_label_and_kind_and_paged(client: Client) -> None:
    whole = client.json("/entities", label="Organisation", limit=500)
    pages = [
        client.json("/entities", label="Organisation", limit=50, offset=n)["entities"]
        for n in range(0, whole["total"], 50)
    ]
    assert [e["id"] for page in pages for e in page] == [e["id"] for e in whole["entities"]]
    assert {e["kind"] for e in client.json("/entities", kind="university")["entities"]} == {"university"}
    assert client.get("/entities", params={"label": "Robot"}).status_code == 404


def test_an_entity_comes_with_the_words_behind_every_tie(client: Client) -> None:
    found = client.json("/entities/" + entity_called(client, "città metropolitana di torino", "Organisation"))
    assert {a["name"]: a["value"] for a in found["attributes"]}["kind"] == "public_body"
    assert found["ties_total"] == len(found["ties"]) > 1
    for tie in found["ties"]:
        quotation = tie["evidence"][0]
        assert quotation["quote"][quotation["start"] : quotation["end"]].strip()
        assert quotation["title"]
        assert quotation["number"] >= 1
    assert [d["title"] for d in found["documents"]]
    assert sum(count for _, count in found["reasons"]) >= 1


def test_ties_are_chosen_by_claim_and_status_and_paged(client: Client) -> None:
    address = "/entities/" + entity_called(client, "città metropolitana di torino", "Organisation")
    whole = client.json(address)
    claim = whole["ties"][0]["claim"]
    assert {t["claim"] for t in client.json(address, claim=claim)["ties"]} == {claim}
    assert {t["status"] for t in client.json(address, status="done")["ties"]} <= {"done"}
    assert client.json(address, limit=1, offset=1)["ties"] == whole["ties"][1:2]
    assert client.get(address, params={"claim": "HATES"}).status_code == 404


def test_a_refusal_is_shown_as_one(client: Client) -> None:
    denied = client.post("/cypher", json={"cypher": "MATCH (a)-[r:DENIED]->() RETURN a.id, r.claim LIMIT 1"}).json()
    entity, claim = denied["rows"][0]
    ties = client.json(f"/entities/{entity}", status="denied")["ties"]
    assert claim in {tie["claim"] for tie in ties}


def test_neighbours_come_with_the_claims_among_them(client: Client) -> None:
    entity = entity_called(client, "città metropolitana di torino", "Organisation")
    found = client.json(f"/entities/{entity}/neighbours")
    ids = {n["id"] for n in found["neighbours"]} | {entity}
    assert found["total"] == len(found["neighbours"])
    assert all(c["subject"] in ids and c["object"] in ids for c in found["claims"])
    plans = client.json(f"/entities/{entity}/neighbours", label="Plan")["neighbours"]
    assert plans
    assert {n["label"] for n in plans} == {"Plan"}
    assert len(client.json(f"/entities/{entity}/neighbours", limit=1)["neighbours"]) == 1


def test_an_old_id_leads_to_the_entity_it_was_merged_into(workspace: Workspace) -> None:
    with Client(workspace) as client:
        entity = client.json("/entities", label="Organisation")["entities"][0]["id"]
        with workspace.ledger.write() as connection:
            connection.execute(redirects.insert(), [{"id": "org-old", "target": entity}])
        answer = client.get("/entities/org-old")
        assert (answer.status_code, answer.headers["location"]) == (307, f"/entities/{entity}")
        answer = client.get("/entities/org-old/neighbours")
        assert answer.headers["location"] == f"/entities/{entity}/neighbours"
        assert client.json(f"/entities/{entity}")["former_ids"] == ["org-old"]


# -- coverage ---------------------------------------------------------------------------------------------------------


def test_the_matrix_has_a_cell_for_each_area_and_kind(client: Client) -> None:
    matrix = client.json("/coverage")
    places = [(cell["area"], cell["kind"]) for cell in matrix["cells"]]
    assert places == [(area["id"], kind) for area in matrix["areas"] for kind in matrix["kinds"]]
    assert sum(matrix["counts"].values()) == len(places)
    assert matrix["documents"] == 8


def test_a_cell_opens_down_to_the_words(client: Client) -> None:
    matrix = client.json("/coverage")
    cell = next(cell for cell in matrix["cells"] if cell["state"] != "nobody")
    area = next(area for area in matrix["areas"] if area["id"] == cell["area"])
    detail = client.json(f"/coverage/{area['name']}/{cell['kind']}")
    assert detail["cell"] == cell
    assert all(claim["evidence"][0]["quote"] for claim in detail["claims"])
    assert client.get(f"/coverage/{cell['area']}/wizard").status_code == 404
    assert client.get("/coverage/nowhere/company").status_code == 404


# -- queries ----------------------------------------------------------------------------------------------------------


def test_every_saved_query_is_described_and_runs(client: Client) -> None:
    for query in client.json("/queries"):
        assert client.json(f"/queries/{query['name']}") == query
        needed = {p["name"]: "Torino" for p in query["parameters"] if p["default"] is None}
        answer = client.post(f"/queries/{query['name']}", json={"parameters": needed})
        assert answer.status_code == 200, answer.text
        assert answer.json()["columns"]


@pytest.mark.parametrize(
    ("name", "body", "status", "code"),
    [
        ("no-such-query", {}, 404, "not-found"),
        ("who-works-with-whom", {"parameters": {"colour": "blue"}}, 400, "usage"),
        ("who-works-with-whom", {"colour": "blue"}, 422, "invalid-request"),
    ],
)
def test_a_saved_query_is_asked_rightly(client: Client, name: str, body: Any, status: int, code: str) -> None:
    answer = client.post(f"/queries/{name}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_cypher_that_reads_is_answered_with_its_parameters(client: Client) -> None:
    text = "MATCH (p:Place) WHERE p.name STARTS WITH $letter RETURN p.name AS name ORDER BY name"
    answer = client.post("/cypher", json={"cypher": text, "parameters": {"letter": "T"}})
    assert answer.json()["columns"] == ["name"]
    assert all(name.startswith("T") for (name,) in answer.json()["rows"])


@pytest.mark.parametrize(
    ("cypher", "status", "code"),
    [
        ("MATCH (n) DETACH DELETE n", 403, "query-refused"),
        ("LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row", 403, "query-refused"),
        ("CALL dbms.listConfig()", 403, "query-refused"),
        ("MATCH (n RETURN n", 400, "query-invalid"),
        ("MATCH (n) WHERE n.name = $missing RETURN n", 400, "query-invalid"),
        ("MATCH (a), (b), (c), (d) RETURN count(*)", 422, "query-limit"),
    ],
)
def test_cypher_that_does_more_than_read_or_takes_too_long_is_refused(
    client: Client, cypher: str, status: int, code: str
) -> None:
    answer = client.post("/cypher", json={"cypher": cypher})
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert client.json("/health/live") == {"status": "ok"}


def test_numbers_that_json_does_not_know_become_null(client: Client) -> None:
    answer = client.post("/cypher", json={"cypher": "RETURN 0.0 / 0.0 AS nan, 1.0 / 0.0 AS infinity"})
    assert answer.json()["rows"] == [[None, None]]


# -- health -----------------------------------------------------------------------------------------------------------


def test_health_counts_ledger_and_graph(client: Client) -> None:
    found = client.json("/health")
    assert found["name"] == "Prova"
    assert found["ledger"]["documents"] == found["graph"]["nodes"]["Document"] == 8
    assert found["ledger"]["entities"] == sum(
        count for label, count in found["graph"]["nodes"].items() if label not in {"Document", "Passage", "Record"}
    )
    assert found["graph"]["behind"] == 0


def test_an_empty_workspace_answers_everywhere(empty: Workspace) -> None:
    with Client(empty) as client:
        assert client.json("/documents")["total"] == 0
        assert client.json("/entities")["total"] == 0
        assert client.json("/coverage")["cells"] == []
        assert client.json("/imports") == {"open": 0, "graph_up_to_date": True, "imports": []}
        assert client.json("/health")["graph"]["nodes"] == {}
        assert client.get("/").status_code == 200
        assert client.post("/cypher", json={"cypher": "MATCH (n) RETURN n"}).json()["rows"] == []
