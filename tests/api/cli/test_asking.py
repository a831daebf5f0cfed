"""Questions to the graph from the command line."""

import json
from pathlib import Path

import pytest

from graph.queries.saved import saved_queries
from tests.api.cli.conftest import invoke

FOUND = "MATCH (o:Organisation) WHERE o.name CONTAINS $word RETURN o.name AS name ORDER BY name"


def test_parameters_are_json_where_they_can_be(filled: Path) -> None:
    given = ("-p", "a=5", "-p", 'b=["x",true]', "-p", "c=Torino", "-p", "d=1=2", "-p", 'e="5"')
    outcome = invoke(
        "query", "RETURN $a AS a, $b AS b, $c AS c, $d AS d, $e AS e", *given, "--format", "json", "-w", filled
    )
    assert json.loads(outcome.out) == [{"a": 5, "b": ["x", True], "c": "Torino", "d": "1=2", "e": "5"}]


def test_an_answer_in_three_forms(filled: Path) -> None:
    ask = ("query", FOUND, "--param", "word=Bordigò", "-w", filled)
    assert invoke(*ask).out == "name\nBordigò Impianti S.r.l.\n"
    assert invoke(*ask, "--format", "csv").out == "name\nBordigò Impianti S.r.l.\n"
    assert json.loads(invoke(*ask, "--format", "json").out) == [{"name": "Bordigò Impianti S.r.l."}]


def test_a_limit_cuts_and_says_so(filled: Path) -> None:
    outcome = invoke("query", "MATCH (n) RETURN n.id", "--limit", "3", "-w", filled)
    assert len(outcome.rows) == 3
    assert "only the first 3 rows" in outcome.err


@pytest.mark.parametrize(
    ("cypher", "code"),
    [
        ("CREATE (n:X)", 2),
        ("MATCH (n) DETACH DELETE n", 2),
        ("LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l", 2),
        ("MATCH (n RETURN n", 2),
        ("RETURN $missing", 2),
        ("RETURN reduce(s = 'aaaaaaaa', x IN range(1, 40) | s + s) AS s", 1),
    ],
)
def test_what_does_more_than_read_is_refused_in_a_line(cypher: str, code: int, filled: Path) -> None:
    outcome = invoke("query", cypher, "-w", filled)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (code, "", 1)


@pytest.mark.parametrize("given", ["x", "=1"])
def test_a_parameter_needs_a_name_and_a_value(given: str, filled: Path) -> None:
    assert invoke("query", "RETURN 1", "-p", given, "-w", filled).code == 2


def test_an_empty_workspace_answers_too(tmp_path: Path) -> None:
    invoke("init", tmp_path / "w")
    outcome = invoke("query", "MATCH (n) RETURN count(n) AS n", "-w", tmp_path / "w")
    assert (outcome.code, outcome.out) == (0, "n\n0\n")


def test_saved_queries_are_listed_without_a_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = invoke("queries")
    assert [row[0] for row in outcome.rows] == [saved.name for saved in saved_queries()]


def test_saved_queries_run(filled: Path) -> None:
    names = [saved.name for saved in saved_queries() if all(p.default is not None for p in saved.parameters)]
    outcome = invoke("queries", *names, "-w", filled)
    assert outcome.code == 0, outcome.err
    assert [line for line in outcome.out.splitlines() if line.split(":")[0] in names]
    assert invoke("queries", names[0], "--format", "csv", "-w", filled).code == 0


def test_a_saved_query_that_is_not_there_names_those_that_are(filled: Path) -> None:
    outcome = invoke("queries", "nope", "-w", filled)
    assert outcome.code == 2
    assert saved_queries()[0].name in outcome.err
