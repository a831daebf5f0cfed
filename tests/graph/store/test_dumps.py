"""Whatever is written, both engines hold the same: equal dumps, equal answers."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from graph.model import CLAIM_TYPES, DENIED, LABELS, STRUCTURE_TYPES, Status
from graph.store.kglite import KgliteStore
from graph.store.open import open_store
from graph.store.port import Edge, GraphStore, Node, Property
from tests.graph.store.test_statements import answer

pytestmark = pytest.mark.neo4j

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
VALUES: st.SearchStrategy[Property] = st.one_of(
    TEXT,
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(TEXT, max_size=4),
    st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=4),
    st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=4),
)
LISTS: st.SearchStrategy[Property] = st.lists(TEXT, max_size=4)
PROPERTIES = st.fixed_dictionaries(
    {}, optional={"evidence": LISTS, "spans": LISTS, **dict.fromkeys(("kind", "since", "amount", "x", "_y1"), VALUES)}
)
IDS = st.one_of(
    st.sampled_from("abcdef"), st.text(st.characters(max_codepoint=0xD7FF, min_codepoint=32), min_size=1, max_size=8)
)

QUESTIONS = (
    "MATCH (n) RETURN n",
    "MATCH (a)-[r]->(b) RETURN a.id, r, b.id",
    "MATCH (n) WHERE 'a' IN n.evidence OR n.x = 1 OR n.since > 'b' RETURN n.id",
    "MATCH (n) RETURN labels(n)[0] AS label, count(*) AS total, count(n.x) AS known, count(DISTINCT n.name) AS names",
    "MATCH (a)--(b) RETURN a.id, count(DISTINCT b) AS neighbours",
    "MATCH (a)-[r]->(b) WHERE r.claim <> type(r) RETURN r.claim, r.status, count(*) AS total",
    "MATCH (n) RETURN n.id, size(n.name) AS letters, coalesce(n.kind, n.amount, 'none') AS something",
    "MATCH p = (a)-[*1..2]->(b) RETURN length(p) AS hops, count(*) AS ways",
    "MATCH (n) UNWIND keys(n) AS key RETURN key, count(*) AS total",
)


@st.composite
def graphs(draw: DrawFn) -> tuple[list[Node], list[Edge]]:
    nodes = {}
    for label, key, name, properties in draw(
        st.lists(st.tuples(st.sampled_from(LABELS), IDS, TEXT, PROPERTIES), min_size=1, max_size=12)
    ):
        nodes[label, key] = Node(label, key, {"name": name, **properties})
    edges = {}
    ends = st.sampled_from(sorted(nodes))
    for _ in range(draw(st.integers(0, 15))):
        edge = draw(structures(ends) if draw(st.integers(1, 4)) == 1 else claims(ends))
        edges[edge.type, edge.source, edge.target, edge.claim, edge.status] = edge
    return list(nodes.values()), list(edges.values())


@st.composite
def claims(draw: DrawFn, ends: st.SearchStrategy[tuple[str, str]]) -> Edge:
    claim, status = draw(st.sampled_from(sorted(CLAIM_TYPES))), draw(st.sampled_from(list(Status)))
    kind = DENIED if status is Status.DENIED else claim
    return Edge(kind, draw(ends), draw(ends), claim, status.value, draw(PROPERTIES))


@st.composite
def structures(draw: DrawFn, ends: st.SearchStrategy[tuple[str, str]]) -> Edge:
    return Edge(draw(st.sampled_from(sorted(STRUCTURE_TYPES))), draw(ends), draw(ends), properties=draw(PROPERTIES))


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> GraphStore:
    store = open_store("kglite:///graph.kgl", base=tmp_path_factory.mktemp("dumps"), user="", password=None)
    assert isinstance(store, KgliteStore)
    return store


def put(store: GraphStore, first: tuple[list[Node], list[Edge]], then: tuple[list[Node], list[Edge]]) -> None:
    """Writes a graph, then a second one over it, then takes the second half of the first away."""
    with store.writer() as writer:
        writer.clear()
        for nodes, edges in (first, then):
            writer.put_nodes(nodes)
            writer.put_edges(edges)
            writer.commit()
        gone = set(map(told, first[1][len(first[1]) // 2 :]))
        kept = [edge for edge in (*first[1], *then[1]) if told(edge) not in gone]
        writer.keep_edges({edge.source for edge in first[1]}, kept)
        writer.delete_nodes(first[0][len(first[0]) // 2 :])
        writer.commit()


def told(edge: Edge) -> tuple[object, ...]:
    return edge.type, edge.source, edge.target, edge.claim, edge.status


def dump(store: GraphStore) -> tuple[list[Node], list[Edge], object]:
    with store.reader() as reader:
        return list(reader.nodes()), list(reader.edges()), reader.counts()


def kinds(items: list[Node] | list[Edge]) -> list[dict[str, str]]:
    return [{name: type(value).__name__ for name, value in item.properties.items()} for item in items]


@settings(max_examples=40, derandomize=True, suppress_health_check=list(HealthCheck))
@given(first=graphs(), then=graphs())
def test_dumps_and_answers_are_equal(
    embedded: GraphStore,
    neo4j_store: GraphStore,
    first: tuple[list[Node], list[Edge]],
    then: tuple[list[Node], list[Edge]],
) -> None:
    for store in (embedded, neo4j_store):
        put(store, first, then)
    ours, theirs = dump(embedded), dump(neo4j_store)
    assert ours == theirs
    assert (kinds(ours[0]), kinds(ours[1])) == (kinds(theirs[0]), kinds(theirs[1]))
    for question in QUESTIONS:
        assert sorted(answer(embedded, question)) == sorted(answer(neo4j_store, question)), question


@settings(max_examples=40, derandomize=True, suppress_health_check=list(HealthCheck))
@given(graph=graphs())
def test_what_is_read_is_what_was_written(
    embedded: GraphStore, neo4j_store: GraphStore, graph: tuple[list[Node], list[Edge]]
) -> None:
    nodes, edges = graph
    for store in (embedded, neo4j_store):
        put(store, ([], []), graph)
        found_nodes, found_edges, _ = dump(store)
        assert found_nodes == sorted(nodes, key=lambda node: (node.label, node.id))
        assert found_edges == sorted(edges, key=lambda e: (e.type, e.source, e.target, e.claim, e.status))
