"""Gaps over HTTP: cards in order, filtered, one by its id, and the query that finds it again."""

import pytest

from tests.api.serving import Client


def test_cards_come_with_all_their_reasons_the_highest_score_first(client: Client) -> None:
    page = client.json("/gaps", limit=500)
    totals = [card["score"]["total"] for card in page["cards"]]
    assert totals == sorted(totals, reverse=True) and page["total"] == len(totals) > 0
    for card in page["cards"]:
        assert card["state"] in {"gap", "weakly_covered"}
        assert card["requirement"]["rule"] or card["requirement"]["evidence"]
        assert card["confidence"][0] <= card["score"]["total"] <= card["confidence"][1]
        assert card["title"] and card["statement"] and card["search"]["documents"] == 8


def test_they_are_filtered_by_family_state_and_area(client: Client) -> None:
    page = client.json("/gaps", family="requirement", state="gap", limit=500)
    assert {(card["family"], card["state"]) for card in page["cards"]} == {("requirement", "gap")}
    area = next(c["subjects"][0] for c in client.json("/gaps", family="coverage")["cards"])
    narrowed = client.json("/gaps", area=area["id"], limit=500)
    assert 0 < narrowed["total"] < client.json("/gaps")["total"]
    assert area in [subject for card in narrowed["cards"] for subject in card["subjects"]]


def test_a_card_is_found_by_its_id_and_its_query_gives_its_subjects(client: Client) -> None:
    for card in client.json("/gaps", limit=20)["cards"]:
        assert client.json(f"/gaps/{card['id']}") == card
        if card["state"] == "gap" and card["family"] != "integrative":  # whose query gives pairs by name
            asked = {"cypher": card["cypher"], "parameters": card["parameters"]}
            answer = client.post("/cypher", json=asked).json()
            assert {row[0] for row in answer["rows"]} == {card["subjects"][0]["id"]}


def test_cards_speak_italian_too(client: Client) -> None:
    assert "documenti" in client.json("/gaps", language="it")["cards"][0]["statement"]


@pytest.mark.parametrize("query", ["/gaps?family=nothing", "/gaps?area=nowhere", "/gaps/card-0"])
def test_what_is_not_there_is_said(client: Client, query: str) -> None:
    assert client.get(query).status_code == 404


@pytest.mark.parametrize("by", ["kind", "territory", "generation", "resource"])
def test_the_matrix_by_each_dimension(client: Client, by: str) -> None:
    matrix = client.json("/coverage", by=by)
    assert len(matrix["cells"]) == len(matrix["areas"]) * len(matrix["kinds"]) > 0
    for cell in matrix["cells"]:
        assert (cell["blank"] is None) is (cell["state"] == "covered")
