"""`review`, `explain` and `conflicts` as somebody types them."""

import json
from pathlib import Path

import pytest

from tests.api.cli.conftest import Outcome, invoke

FIRST = "chi;relazione;con chi;stato;fonte\nConsorzio Valdo;collabora con;Comune di Bea;in corso;telefonata\n"
SECOND = "chi;relazione;con chi;stato;fonte\nValdo Consorzio;collabora con;Comune di Bea;in corso;telefonata\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "workspace"
    assert invoke("init", root).code == 0
    for name, text in (("first.csv", FIRST), ("second.csv", SECOND)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert invoke("add", tmp_path / name, "-w", root).code == 0
    return root


def run(workspace: Path, *words: str) -> Outcome:
    done = invoke(*words, "-w", workspace)
    assert done.code == 0, done.err
    return done


def organisations(workspace: Path) -> list[list[str]]:
    return run(
        workspace, "query", "MATCH (o:Organisation) WHERE o.name CONTAINS 'Valdo' RETURN o.id ORDER BY o.id"
    ).rows


def test_a_wrong_parting_is_mended_explained_and_undone(workspace: Path) -> None:
    before = organisations(workspace)
    assert len(before) == 2
    said = run(workspace, "review", "Consorzio Valdo", "Valdo Consorzio", "--say", "same", "--who", "Ada")
    assert said.out == "decision 1: same\n"
    assert len(organisations(workspace)) == 1
    shown = run(workspace, "explain", "Consorzio Valdo").out
    assert "decision 1: same" in shown
    assert "Valdo Consorzio" in shown
    assert json.loads(run(workspace, "explain", "Valdo Consorzio", "--format", "json").out)["links_total"] == 1
    assert run(workspace, "review", "--undo", "1").out == "decision 2: undo 1\n"
    assert organisations(workspace) == before
    assert [row[3:6] for row in run(workspace, "review", "--decisions").rows] == [
        ["undo 1", "", ""],
        ["same", "Consorzio Valdo / Valdo Consorzio", "yes"],
    ]


def test_a_claim_is_corrected(workspace: Path) -> None:
    run(workspace, "review", "c1.1", "--say", "correct", "--set", "status=planned", "--set", "since=2025")
    cypher = "MATCH (:Organisation {name: 'Consorzio Valdo'})-[r:PARTNERS_WITH]-() RETURN r.status, r.since"
    assert run(workspace, "query", cypher).rows == [["planned", "2025"]]


@pytest.mark.parametrize(
    "words",
    [
        ("review", "1.1"),
        ("review", "1.1", "--say", "same"),
        ("review", "1.1", "1.2", "--say", "accept"),
        ("review", "1.1", "2.1", "--say", "same", "--undo", "1"),
        ("review", "--undo", "9"),
        ("review", "c1.1", "--say", "correct", "--set", "status"),
        ("explain", "Nessuno"),
    ],
    ids=" ".join,
)
def test_what_makes_no_sense_is_said_in_one_line(workspace: Path, words: tuple[str, ...]) -> None:
    done = invoke(*words, "-w", workspace)
    assert done.code == 2
    assert len(done.err.splitlines()) == 1


def test_sources_that_disagree_are_shown_with_their_words(workspace: Path, tmp_path: Path) -> None:
    head = "denominazione;codice fiscale;comune;provincia\n"
    for name, town in (("a.csv", "Asti"), ("b.csv", "Cuneo")):
        (tmp_path / name).write_text(f"{head}Fondazione Prova;00000010017;{town};XX\n", encoding="utf-8")
        assert invoke("add", tmp_path / name, "-w", workspace).code == 0
    rows = run(workspace, "conflicts").rows
    assert {(row[0], row[1], row[3]) for row in rows} == {
        ("seat", "Fondazione Prova", "Asti"),
        ("seat", "Fondazione Prova", "Cuneo"),
    }
    assert json.loads(run(workspace, "conflicts", "--format", "json").out)["contradictions"] == []


def test_the_queue_is_empty_where_nothing_is_in_doubt(workspace: Path) -> None:
    assert run(workspace, "review").out == "id\tquestion\tprobability\tchanges\tbecause\n"
    assert json.loads(run(workspace, "review", "--format", "json").out)["total"] == 0
