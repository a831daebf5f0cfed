"""What the guard lets through, what it refuses and in which words."""

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import QueryError, QueryInvalid, QueryRefused
from graph.guard.check import Checked, check, check_parameters, checked
from graph.guard.tokens import TEXT_LIMIT
from graph.guard.words import load_words
from tests.graph.guard import corpus

HARMFUL = [(family, refused, text) for family, (refused, texts) in corpus.harmful().items() for text in texts]
HARMLESS = [text for texts in corpus.harmless()[0].values() for text in texts]


def test_the_lists_are_long_enough() -> None:
    assert len(HARMFUL) >= 300
    assert len(HARMLESS) >= 140


@pytest.mark.parametrize(("family", "refused", "text"), HARMFUL)
def test_harmful_is_refused(family: str, refused: bool, text: str) -> None:
    with pytest.raises(QueryRefused if refused else QueryError) as caught:
        check(text)
    assert len(caught.value.message) > 15


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_passes_and_stays_as_it_is(text: str) -> None:
    sent = check(text)
    assert check(sent) == sent
    assert "//" not in sent.replace("'// not a comment'", "").replace("file:///", "")


@given(st.sampled_from(HARMFUL), st.randoms(use_true_random=False), st.sampled_from(["blanks", "cases", "escapes"]))
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
def test_disguised_harmful_is_refused(entry: tuple[str, bool, str], chance: random.Random, way: str) -> None:
    text = getattr(corpus, way)(entry[2], chance)
    with pytest.raises(QueryError):
        check(text)


@given(st.sampled_from(HARMLESS), st.randoms(use_true_random=False))
@settings(max_examples=300)
def test_harmless_with_other_blanks_means_the_same(text: str, chance: random.Random) -> None:
    assert check(corpus.blanks(text, chance)).replace(" ", "") == check(text).replace(" ", "")


TOKENS = """
MATCH OPTIONAL WHERE RETURN WITH UNWIND UNION CALL AS n m ( ) [ ] { } - > < : | . .. , = 'a' `b` $p 1 2.5 * + / NOT
AND IN IS NULL CASE WHEN THEN ELSE END count EXISTS ORDER BY LIMIT CREATE SET ; // /* */ \\ ' " ` all reduce
"""


@given(st.lists(st.sampled_from(TOKENS.split()), max_size=30).map(" ".join) | st.text(max_size=60))
@settings(max_examples=400)
def test_any_text_is_checked_or_refused_in_words(text: str) -> None:
    try:
        sent = check(text)
    except QueryError as error:
        assert error.message
    else:
        assert check(sent) == sent
        assert not load_words().clause_words & set(sent.split())


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("LOAD CSV FROM 'x' AS l RETURN l", QueryRefused, "line 1, column 1: LOAD CSV reads files and addresses"),
        ("MATCH (n)\nSET n.x = 1", QueryRefused, "line 2, column 1: SET writes"),
        ("CALL apoc.load.json('x')", QueryRefused, "The procedure apoc.load.json is refused: APOC reaches files"),
        ("RETURN evil(1)", QueryRefused, "The function evil is refused"),
        ("SHOW USERS", QueryRefused, "about the server"),
        ("RETURN 1; RETURN 2", QueryRefused, "one query at a time"),
        ("\\u0043REATE (n)", QueryRefused, "A backslash outside of quotes"),
        ("RETURN '\\u0027'", QueryRefused, "can end the text"),
        ("RETURN\u20281", QueryRefused, "LINE SEPARATOR"),
        ("MATCH (n RETURN n", QueryInvalid, "line 1, column 7: ( is never closed"),
        ("MATCH (n) RETURN n)", QueryInvalid, "line 1, column 19: ) closes nothing"),
        ("MATCH (n) RETRUN n", QueryInvalid, "line 1, column 11: “RETRUN” is not expected here. Expected: a clause"),
        ("MATCH (n)\nRETURN n.name n.kind", QueryInvalid, "line 2, column 15"),
        ("MATCH (n) WHERE", QueryInvalid, "ends too early. Expected: an expression"),
        ("MATCH (n) WHERE n.x != 1 RETURN n", QueryInvalid, "Write <>"),
        ("MATCH (n)", QueryInvalid, "does not end with RETURN"),
        ("", QueryInvalid, "empty"),
        ("RETURN 'a", QueryInvalid, "never closed"),
        ("RETURN 017", QueryInvalid, "is not a number"),
        ("RETURN 'a\\q'", QueryInvalid, "not known"),
        ("RETURN $", QueryInvalid, "name of a parameter"),
    ],
)
def test_says_what_is_wrong_and_where(text: str, kind: type[QueryError], said: str) -> None:
    with pytest.raises(kind) as caught:
        check(text)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("return /* x */ 1 // y", "return 1"),
        ('RETURN\u00a0"it\'s" AS x;', "RETURN 'it\\'s' AS x"),
        ("RETURN 'caff\\u00e8 \\ud83d\\ude00'", "RETURN 'caffè 😀'"),
        ("RETURN 'a\nb'", "RETURN 'a\\nb'"),
        ("RETURN 1_000 AS città", "RETURN 1000 AS `città`"),
        ("RETURN 1 AS set", "RETURN 1 AS `set`"),
        ("MATCH (n)-->(m) RETURN n.name", "MATCH (n)-->(m) RETURN n.name"),
        ("WITH 1 AS `a b` RETURN `a b`", "WITH 1 AS `a b` RETURN `a b` AS `a b`"),
        ("WITH 1 AS end RETURN end", "WITH 1 AS `end` RETURN `end` AS `end`"),
        ("CALL db.labels", "CALL db.labels()"),
        (
            "RETURN `count`(*) AS n, `date` . `truncate`('month', $d)",
            "RETURN count(*) AS n, date.truncate('month', $d)",
        ),
        ("WITH 1 AS x RETURN [1]AS y", "WITH 1 AS x RETURN [1]AS y"),
        ("RETURN 1AS x", None),
        ("RETURN +1 AS x", "RETURN 1 AS x"),
        ("MATCH (o) RETURN o {.name, o}", "MATCH (o) RETURN o {.name, o: o}"),
        ("MATCH ()-[r:A|:B]->() RETURN r", "MATCH ()-[r:A|B]->() RETURN r"),
        ("MATCH (n:A&!B) RETURN n", "MATCH (n) WHERE (n:A AND (NOT n:B)) RETURN n"),
        (
            "MATCH (n:A WHERE n.x = 1)-[r:!C]->(m) WHERE n.y OR m.y RETURN n",
            "MATCH (n:A)-[r]->(m) WHERE (n.x = 1) AND (NOT type(r) = 'C') AND ( n.y OR m.y) RETURN n",
        ),
        ("MATCH (n) WHERE n:A|B RETURN n", "MATCH (n) WHERE ((n:A OR n:B)) RETURN n"),
        (
            "MATCH (a WHERE EXISTS { MATCH (b:!C WHERE b.x = +1) RETURN b }) RETURN a",
            "MATCH (a) WHERE (EXISTS { MATCH (b) WHERE (NOT b:C) AND (b.x =1) }) RETURN a",
        ),
        ("RETURN COUNT { MATCH (n) RETURN DISTINCT n.x } AS x", "RETURN COUNT { MATCH (n) RETURN DISTINCT n.x } AS x"),
    ],
)
def test_what_is_sent(text: str, sent: str | None) -> None:
    if sent is None:
        with pytest.raises(QueryInvalid):
            check(text)
    else:
        assert check(text) == sent


def _large() -> dict[str, str]:
    size = TEXT_LIMIT - 100
    return {
        "brackets": "RETURN " + "(" * size,
        "closed brackets": "RETURN " + "(" * (size // 2) + "1" + ")" * (size // 2),
        "lists": "RETURN " + "[" * (size // 2) + "]" * (size // 2),
        "maps": "RETURN " + "{a:" * (size // 4) + "1" + "}" * (size // 4),
        "subqueries": "CALL { " * (size // 9) + "RETURN 1 AS x" + " }" * (size // 9),
        "plus": "RETURN " + "1+" * (size // 2) + "1",
        "bracketed plus": "RETURN " + "(1)+" * (size // 4) + "1",
        "not": "RETURN " + "NOT " * (size // 4) + "true",
        "minus": "RETURN " + "-" * size + "1",
        "dots": "RETURN a" + ".b" * (size // 2),
        "case": "RETURN " + "CASE WHEN " * (size // 20) + "1" + " END" * (size // 20),
        "path": "MATCH (a)" + "--(b)" * (size // 5) + " RETURN a",
        "elements": "RETURN [" + "1," * (size // 2) + "1]",
        "columns": "RETURN " + "1," * (size // 2) + "1",
        "clauses": "WITH 1 AS x " * (size // 12) + "RETURN x",
        "unions": "RETURN 1 UNION " * (size // 15) + "RETURN 1",
        "text": "RETURN '" + "a" * size + "'",
        "escapes": "RETURN '" + "\\'" * (size // 2) + "'",
        "unclosed text": "RETURN '" + "\\'" * (size // 2),
        "comments": "/**/" * (size // 4) + "RETURN 1",
        "unclosed comments": "/*" * (size // 2),
        "slashes": "/ *" * (size // 3),
        "backticks": "`" * (size // 2 * 2 + 1),
        "names": "a " * (size // 2),
        "name": "RETURN " + "a" * size,
        "digits": "RETURN " + "1" * size,
        "underscores": "RETURN 1" + "_" * size,
        "blanks": " " * size + "RETURN 1",
        "too much": "RETURN '" + "a" * TEXT_LIMIT + "'",
    }


@pytest.mark.parametrize("name", _large())
def test_large_texts_cost_bounded_time(name: str) -> None:
    started = time.process_time()
    try:
        check(_large()[name])
    except QueryError as error:
        assert len(str(error)) < 700
    assert time.process_time() - started < 8


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({}, "No value for the parameter $a"),
        ({"a": 2**70}, "64 bits"),
        ({"a": object()}, "object"),
        ({"a": [[[[[[[[[[[1]]]]]]]]]]]}, "deep"),
        ({"a": [0] * 300_000}, "more than 200,000"),
        ({"a": "\ud800"}, "surrogate"),
    ],
)
def test_parameters_are_bounded(parameters: dict[str, object], said: str) -> None:
    with pytest.raises(QueryError, match=said.replace("$", r"\$")):
        check_parameters(checked("RETURN $a"), parameters)


def test_plain_parameters_pass() -> None:
    query = Checked("", frozenset({"a"}))
    check_parameters(query, {"a": {"b": [1, 2.5, "x", None, True]}, "not named": 1})
