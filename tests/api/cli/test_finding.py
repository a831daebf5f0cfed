"""`gaps` and `coverage` on the command line."""

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from graph.workspace import Workspace
from tests.api.cli.conftest import invoke


def test_gaps_are_a_table_or_whole_cards(territory: Workspace) -> None:
    shown = invoke("gaps", "--workspace", territory.root, "--limit", "5")
    assert shown.code == 0 and len(shown.rows) == 5 and "only the first 5" in shown.err
    cards = json.loads(invoke("gaps", "--workspace", territory.root, "--format", "json", "--language", "it").out)
    assert [card["id"] for card in cards[:5]] == [row[-1] for row in shown.rows]
    assert {"requirement", "search", "score", "confidence", "cypher", "candidates", "follow_up"} <= cards[0].keys()


def test_gaps_are_filtered_and_dated(territory: Workspace) -> None:
    given = ("--family", "implementation", "--state", "gap", "--today", "2020-01-01", "--format", "json")
    cards = json.loads(invoke("gaps", "--workspace", territory.root, *given).out)
    assert cards and all(card["rule"] != "overdue" and card["family"] == "implementation" for card in cards)


@pytest.mark.parametrize("given", [("--family", "nothing"), ("--area", "nowhere"), ("--today", "domani")])
def test_what_is_wrong_is_said(given: tuple[str, str], territory: Workspace) -> None:
    assert invoke("gaps", "--workspace", territory.root, *given).code == 2


@pytest.mark.parametrize("by", ["kind", "territory", "generation", "resource"])
def test_coverage_is_a_matrix(by: str, territory: Workspace) -> None:
    shown = invoke("coverage", "--by", by, "--workspace", territory.root, "--format", "csv")
    head, *rows = csv.reader(io.StringIO(shown.out))
    assert head[0] == "area" and rows and all(len(row) == len(head) for row in rows)
    matrix = json.loads(invoke("coverage", "--by", by, "--workspace", territory.root, "--format", "json").out)
    assert len(matrix["cells"]) == len(rows) * (len(head) - 1)


def test_an_empty_workspace_has_no_gaps(tmp_path: Path) -> None:
    assert invoke("init", tmp_path / "w").code == 0
    assert json.loads(invoke("gaps", "--workspace", tmp_path / "w", "--format", "json").out) == []


def test_coverage_as_a_workbook(territory: Workspace, tmp_path: Path) -> None:
    given = ("coverage", "--workspace", territory.root, "--format")
    assert invoke(*given, "xlsx", "--output", tmp_path / "a.xlsx").code == 0
    matrix, claims = load_workbook(tmp_path / "a.xlsx").worksheets
    head, *rows = csv.reader(io.StringIO(invoke(*given, "csv").out))
    assert [tuple(row) for row in matrix.values] == [tuple(row) for row in (head, *rows)]
    first = next(claims.iter_rows(min_row=2, values_only=True))
    assert claims.max_row > 2 and first[0] in {row[0] for row in rows} and all(first)
    assert invoke(*given, "xlsx").code == 2


def test_resources_are_a_table_with_the_words(territory: Workspace) -> None:
    shown = invoke("resources", "--workspace", territory.root, "--status", "done")
    assert shown.out.splitlines()[0].split("\t")[:3] == ["side", "who", "thing"]
    assert shown.rows and all(row[6] == "done" and row[-1] for row in shown.rows)
