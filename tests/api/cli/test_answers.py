"""Answers in words, JSON and csv."""

import csv
import io
import json

import pytest

from api.cli.answers import AnswerFormat, show, words
from graph.store.port import Table

NODE = {"labels": ["Organisation"], "properties": {"id": "org-1", "name": "Il Filo"}}
OTHER = {"labels": ["Plan"], "properties": {"id": "pln-1", "name": "Patto"}}
TIE = {"type": "SIGNED", "start": "org-1", "end": "pln-1", "properties": {"status": "done"}}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "true"),
        (2.5, "2.5"),
        ("Torino", "Torino"),
        (["a", 1, None], "a, 1, "),
        (NODE, "(:Organisation org-1 Il Filo)"),
        (TIE, "[:SIGNED org-1 → pln-1 done]"),
        (
            {"nodes": [NODE, OTHER], "relationships": [TIE]},
            "(:Organisation org-1 Il Filo) – [:SIGNED] – (:Plan pln-1 Patto)",
        ),
        ({"à": 1}, '{"à": 1}'),
        ({"labels": "x", "properties": 3}, "(:)"),
    ],
)
def test_a_value_in_words(value: object, shown: str) -> None:
    assert words(value) == shown


def test_a_table_is_a_line_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    show(Table(("name", "what"), (("two\nlines\tand \x1b[2J", NODE),)), AnswerFormat.TABLE)
    assert capsys.readouterr().out == "name\twhat\ntwo\\nlines\\tand \\x1b[2J\t(:Organisation org-1 Il Filo)\n"


def test_json_is_a_list_of_objects(capsys: pytest.CaptureFixture[str]) -> None:
    show(Table(("a", "b"), ((1, NODE), (None, "è\x9b"))), AnswerFormat.JSON)
    out = capsys.readouterr().out
    assert json.loads(out) == [{"a": 1, "b": NODE}, {"a": None, "b": "è\x9b"}]
    assert "\x9b" not in out


def test_csv_runs_nothing_in_a_spreadsheet(capsys: pytest.CaptureFixture[str]) -> None:
    show(Table(("=a", "b"), (("=1+1", -5), ("a\nb", "\x1b"))), AnswerFormat.CSV)
    out = capsys.readouterr().out
    assert list(csv.reader(io.StringIO(out))) == [["'=a", "b"], ["'=1+1", "-5"], ["a\nb", "\\x1b"]]


def test_a_cut_answer_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    show(Table(("a",), ((1,),), truncated=True), AnswerFormat.CSV)
    assert "only the first 1 rows" in capsys.readouterr().err
