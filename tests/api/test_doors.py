"""The same questions in the same words over HTTP and on the command line, and the same answers."""

import json
from typing import Any

import pytest

from graph.analysis.filters import Filter, Part
from graph.analysis.gaps.families import FAMILIES
from graph.workspace import Workspace
from tests.api.cli.conftest import invoke
from tests.api.serving import Client

Words = dict[str, str | list[str]]


def printed(workspace: Workspace, *given: str) -> Any:
    shown = invoke(*given, "--workspace", workspace.root, "--format", "json")
    assert shown.code == 0, shown.err
    return json.loads(shown.out)


def options(words: Words) -> list[str]:
    pairs = [(name, value) for name, found in words.items() for value in ([found] if isinstance(found, str) else found)]
    return [word for name, value in pairs for word in (f"--{name.replace('_', '-')}", value)]


FILTERS: list[Words] = [
    {},
    {"area": ["comunicazione"]},
    {"place": "Cavallino", "time": "..2030"},
    {"kind": ["public_body", "aps"], "status": ["done", "under_way"]},
    {"generation": ["unknown"]},
]


@pytest.mark.parametrize("words", FILTERS, ids=str)
def test_resources_are_the_same_by_both_doors(words: Words, client: Client, territory: Workspace) -> None:
    answer = client.json("/resources", limit=500, **words)
    assert answer == printed(territory, "resources", *options(words))
    assert answer["total"] == sum(answer["counts"].values()) == len(answer["resources"])
    assert all(entry["evidence"] for entry in answer["resources"])


@pytest.mark.parametrize("words", [*FILTERS[:2], {"family": ["requirement"], "state": ["unknown", "covered"]}], ids=str)
def test_gaps_are_the_same_by_both_doors(words: Words, client: Client, territory: Workspace) -> None:
    assert client.json("/gaps", limit=500, **words)["cards"] == printed(
        territory, "gaps", "--limit", "500", *options(words)
    )


@pytest.mark.parametrize("words", FILTERS, ids=str)
def test_coverage_is_the_same_by_both_doors(words: Words, client: Client, territory: Workspace) -> None:
    assert client.json("/coverage", **words) == printed(territory, "coverage", *options(words))


def test_a_matrix_of_an_area_has_that_row(client: Client) -> None:
    area = client.json("/coverage")["areas"][0]
    assert [found["id"] for found in client.json("/coverage", area=area["name"])["areas"]] == [area["id"]]


@pytest.mark.parametrize("words", [{}, {"place": "Cavallino", "language": "it"}], ids=str)
def test_roles_are_the_same_by_both_doors(words: Words, client: Client, territory: Workspace) -> None:
    answer = client.json("/roles", **words)
    assert answer == printed(territory, "roles", *options(words))
    assert answer["draws"] == 199 and answer["tested"] >= 3 * answer["organisations"] > 0
    assert len(answer["motifs"]) == 6 and all(pattern["what"] != pattern["motif"] for pattern in answer["motifs"])


@pytest.mark.parametrize("words", [{}, {"young": "15-29", "language": "it", "area": "comunicazione"}], ids=str)
def test_generations_are_the_same_by_both_doors(words: Words, client: Client, territory: Workspace) -> None:
    answer = client.json("/generations", **words)
    assert answer == printed(territory, "generations", *options(words))
    assert [row["generation"] for row in answer["mixing"]][-1] == "unknown" and answer["permutations"] == 999
    assert answer["bands"][0]["source"]


@pytest.mark.parametrize(
    "words",
    [
        {"partners_of": "Arsenale Giovani", "limit": "5"},
        {"members_of": "Nipoti digitali", "language": "it", "generation": ["unknown"]},
        {"one": ["Nipoti digitali"], "other": ["Pronto spesa", "Controvento APS"]},
    ],
    ids=str,
)
def test_suggestions_are_the_same_by_both_doors(words: Words, client: Client, territory: Workspace) -> None:
    answer = client.json("/suggestions", **words)
    assert answer == printed(territory, "suggest", *options(words))
    assert answer["suggestions"] and all(one["reasons"] for one in answer["suggestions"])
    assert not {one["id"] for one in answer["suggestions"]} & {one["id"] for one in answer["seekers"]}


@pytest.mark.parametrize("words", [{}, {"partners_of": "a", "one": "b", "other": "c"}, {"one": "b"}], ids=str)
def test_suggestions_are_for_somebody(words: Words, client: Client, territory: Workspace) -> None:
    answer, shown = client.get("/suggestions", params=words), invoke("suggest", *options(words), "-w", territory.root)
    assert (answer.status_code, shown.code) == (400, 2)
    assert shown.err.strip() == answer.json()["detail"]


def test_what_if_is_the_same_by_both_doors(client: Client, territory: Workspace) -> None:
    body = {
        "add": [{"name": "Cooperativa Nuova", "properties": {"kind": "social_cooperative", "led_by": "senior"}}],
        "tie": [{"subject": "Cooperativa Nuova", "claim": "LEADS", "object": "Nipoti digitali", "status": "under_way"}],
        "cut": [{"subject": "Controvento APS", "claim": "LEADS", "object": "turni verdi"}],
    }
    answer = client.post("/what-if", json=body, params={"language": "it"}).json()
    assert answer == printed(
        territory,
        "what-if",
        *("--add", "Cooperativa Nuova kind=social_cooperative led_by=senior"),
        *("--tie", "Cooperativa Nuova LEADS Nipoti digitali status=under_way"),
        *("--cut", "Controvento APS LEADS turni verdi", "--language", "it"),
    )
    moved = {row["index"]: (row["before"], row["after"]) for row in answer["indices"]}
    assert moved["organisations"][1] == moved["organisations"][0] + 1
    turned = {card["title"]: (card["before"], card["after"]) for card in answer["cards"]}
    assert ("gap", None) in [states for title, states in turned.items() if "Nipoti digitali" in title]


@pytest.mark.parametrize(
    "body", [{"add": [{"nome": "X"}]}, {"tie": [{"subject": "X", "claim": "LEADS"}]}, {"added": []}], ids=str
)
def test_a_change_that_is_not_understood_is_refused(body: dict[str, Any], client: Client) -> None:
    assert client.post("/what-if", json=body).status_code == 422


def test_too_many_or_no_changes_are_refused(client: Client) -> None:
    assert client.post("/what-if", json={}).status_code == 400
    assert client.post("/what-if", json={"remove": ["x"] * 201}).status_code == 400


@pytest.mark.parametrize("door", ["gaps", "coverage", "resources", "roles", "generations"])
@pytest.mark.parametrize(
    ("words", "there"),
    [
        ({"area": "nowhere"}, "There are: "),
        ({"kind": "wizard"}, "social_cooperative"),
        ({"generation": "old"}, "young, senior, mixed, unknown"),
        ({"time": "soon"}, "2024..2026"),
    ],
    ids=str,
)
def test_what_is_not_there_is_answered_with_what_is(
    door: str, words: Words, there: str, client: Client, territory: Workspace
) -> None:
    answer, shown = client.get(f"/{door}", params=words), invoke(door, *options(words), "-w", territory.root)
    assert answer.status_code in {400, 404} and shown.code == 2
    assert there in answer.json()["hint"]
    assert shown.err.strip() == answer.json()["detail"]


def test_the_filter_names_every_family() -> None:
    (words,) = (note.__metadata__[0] for name, note in Filter.__annotations__.items() if name == "family")
    assert all(family in words for family in FAMILIES)
    assert issubclass(Filter, Part)
