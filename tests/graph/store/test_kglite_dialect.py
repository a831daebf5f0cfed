"""Queries that the embedded engine would answer otherwise than Neo4j are refused, and no others."""

import pytest

from graph.errors import QueryInvalid
from graph.store.kglite_dialect import refuse_what_differs

DIFFERENT = [
    "MATCH (n:Plan) RETURN n.title",
    "MATCH (n) WHERE n.type = 'Plan' RETURN n",
    "MATCH (a)-[r]->(b) RETURN r.type",
    "MATCH (a)-[r:SIGNED]->(b) RETURN r {.*}",
    "MATCH (a)-[r:SIGNED]->(b) RETURN r { .*, x: 1}",
    "RETURN duration.between(date('2024-01-01'), date('2024-02-01'))",
    "MATCH (n) RETURN n FORMAT CSV",
    "FOR VALID_TIME ALL MATCH (n) RETURN n",
]

ALIKE = [
    "MATCH (a)-[r]->(b) WITH {type: type(r), title: a.name} AS m RETURN m.type, m.title",
    "MATCH (n:Plan) RETURN n {.*}",
    "MATCH (n:Plan) RETURN properties(n)",
    "MATCH (n:Plan) WHERE n.name = 'n.type FORMAT CSV' RETURN n // n.title",
    "MATCH (n:Plan) /* n.title */ RETURN n.typed",
    "RETURN duration.inDays(date('2024-01-01'), date('2024-02-01')).days",
    "MATCH (n) RETURN [type IN collect(n.kind) | type] AS title",
]


@pytest.mark.parametrize("cypher", DIFFERENT)
def test_refused(cypher: str) -> None:
    with pytest.raises(QueryInvalid, match="embedded store"):
        refuse_what_differs(cypher)


@pytest.mark.parametrize("cypher", ALIKE)
def test_let_through(cypher: str) -> None:
    refuse_what_differs(cypher)
