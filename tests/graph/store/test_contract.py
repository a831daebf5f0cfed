"""What a store promises (graph/store/port.py), asserted on both engines."""

from collections.abc import Iterable
from itertools import islice

import pytest

from graph.errors import QueryInvalid, QueryLimit, QueryRefused, StoreError
from graph.model import LABELS
from graph.store.port import Edge, GraphStore, Limits, Node, Property, Table

DONE = "done"


def organisation(key: str, **properties: Property) -> Node:
    return Node("Organisation", key, {"name": f"Cooperativa {key}", **properties})


def plan(key: str) -> Node:
    return Node("Plan", key, {"name": f"Piano {key}"})


def signed(source: str, target: str, status: str = DONE, **properties: Property) -> Edge:
    return Edge("SIGNED", ("Organisation", source), ("Plan", target), "SIGNED", status, properties)


def refused(source: str, target: str, claim: str) -> Edge:
    return Edge("DENIED", ("Organisation", source), ("Plan", target), claim, "denied")


def write(store: GraphStore, nodes: Iterable[Node] = (), edges: Iterable[Edge] = ()) -> None:
    with store.writer() as writer:
        writer.prepare()
        writer.put_nodes(nodes)
        writer.put_edges(edges)
        writer.commit()


def all_nodes(store: GraphStore) -> list[Node]:
    with store.reader() as reader:
        return list(reader.nodes())


def all_edges(store: GraphStore) -> list[Edge]:
    with store.reader() as reader:
        return list(reader.edges())


def ask(store: GraphStore, cypher: str, limits: Limits | None = None, **parameters: object) -> Table:
    with store.reader() as reader:
        return reader.run(cypher, parameters, limits or Limits())


class TestNodes:
    def test_come_back_by_label_and_id_with_their_properties(self, store: GraphStore) -> None:
        nodes = [plan("b"), organisation("c", kind="network"), organisation("a"), plan("a")]
        write(store, nodes)
        assert all_nodes(store) == sorted(nodes, key=lambda node: (node.label, node.id))

    def test_put_again_lose_the_properties_that_are_gone(self, store: GraphStore) -> None:
        write(store, [organisation("a", kind="network", acronym="A")])
        write(store, [organisation("a", founded="1999")])
        assert all_nodes(store) == [organisation("a", founded="1999")]

    def test_twice_in_one_batch_keep_the_last(self, store: GraphStore) -> None:
        write(store, [organisation("a", kind="network"), organisation("a", kind="company")])
        assert all_nodes(store) == [organisation("a", kind="company")]

    def test_may_share_an_id_under_different_labels(self, store: GraphStore) -> None:
        write(store, [organisation("a"), plan("a")])
        with store.writer() as writer:
            writer.delete_nodes([plan("a")])
            writer.commit()
        assert all_nodes(store) == [organisation("a")]

    def test_go_with_all_that_is_tied_to_them(self, store: GraphStore) -> None:
        write(store, [organisation("a"), organisation("b"), plan("p")], [signed("a", "p"), signed("b", "p")])
        with store.writer() as writer:
            writer.delete_nodes([organisation("a"), organisation("never was")])
            writer.commit()
        assert all_nodes(store) == [organisation("b"), plan("p")]
        assert all_edges(store) == [signed("b", "p")]

    @pytest.mark.parametrize(
        "value",
        [
            "",
            'Società «Àncora» – d\'Oltrepò "Ω" 😀 \\ \n\t $x {a: 1} // /* */ `',
            "'; MATCH (n) DETACH DELETE n; //",
            "é e\u0301",
            "x" * 1_000_000,
            0,
            -(2**63),
            2**63 - 1,
            2**53 + 1,
            0.0,
            1.0,
            -2.5e-300,
            0.1 + 0.2,
            True,
            False,
            [],
            ["a"],
            ["", "'", "à", "😀"],
            [1, 2, -3],
            [1.0, 2.5],
            ["x" * 100] * 5_000,
        ],
        ids=lambda value: repr(value)[:20],
    )
    def test_give_back_exactly_the_value(self, store: GraphStore, value: Property) -> None:
        write(store, [organisation("a", held=value), organisation("b", held="text"), organisation("c", held=7)])
        first = all_nodes(store)[0].properties["held"]
        assert first == value
        assert type(first) is type(value)
        if isinstance(value, list) and isinstance(first, list):
            assert list(map(type, first)) == list(map(type, value))

    def test_keep_whole_numbers_fractions_and_truths_apart(self, store: GraphStore) -> None:
        values: list[Property] = [1, 1.0, True, "1", "1.0", "true", [1], [1.0], ["1"]]
        write(store, [organisation(str(number), held=value) for number, value in enumerate(values)])
        held = [node.properties["held"] for node in all_nodes(store)]
        assert [(type(value), value) for value in held] == [(type(value), value) for value in values]

    @pytest.mark.parametrize(
        "key", ["1", "1.0", "true", "null", " a ", "à", "'", '"', "a/b#c?d=e", "a" * 500, "org:\n"]
    )
    def test_may_have_any_text_as_id(self, store: GraphStore, key: str) -> None:
        write(store, [organisation(key), organisation("z")], [])
        assert organisation(key) in all_nodes(store)
        assert ask(store, "MATCH (n {id: $key}) RETURN n.id", key=key).rows == ((key,),)

    @pytest.mark.parametrize("name", ["", "a b", "è", "a`b", "a.b", "1a", "x" * 65, "id", "type", "title", "a\0"])
    def test_refuse_a_property_that_cypher_would_have_to_quote(self, store: GraphStore, name: str) -> None:
        with pytest.raises(StoreError, match="cannot be called"), store.writer() as writer:
            writer.put_nodes([organisation("a", **{name: 1})])

    @pytest.mark.parametrize(
        "value",
        [None, 2**63, float("nan"), float("inf"), {"a": 1}, [None], [1, "a"], [1, 1.5], [["a"]], b"a", object()],
    )
    def test_refuse_what_an_engine_cannot_hold(self, store: GraphStore, value: Property) -> None:
        with pytest.raises(StoreError, match="hold"), store.writer() as writer:
            writer.put_nodes([organisation("a", held=value)])

    def test_refuse_text_that_is_none(self, store: GraphStore) -> None:
        with pytest.raises(StoreError, match="refuses"), store.writer() as writer:
            writer.put_nodes([organisation("a", held="\ud800")])
            writer.commit()
        assert all_nodes(store) == []

    def test_refuse_a_label_that_the_model_lacks(self, store: GraphStore) -> None:
        with pytest.raises(StoreError, match="no label"), store.writer() as writer:
            writer.put_nodes([Node("X) DETACH DELETE (n", "a", {"name": "a"})])

    def test_need_a_name_and_an_id(self, store: GraphStore) -> None:
        for node in (Node("Plan", "a", {}), Node("Plan", "", {"name": "a"})):
            with pytest.raises(StoreError, match="has an id and a name"), store.writer() as writer:
                writer.put_nodes([node])


class TestEdges:
    def test_come_back_in_order_with_their_properties(self, store: GraphStore) -> None:
        nodes = [*map(organisation, "ab"), *map(plan, "pq"), Node("Document", "d", {"name": "Nota"})]
        edges = [
            refused("a", "p", "LEADS"),
            refused("a", "p", "SIGNED"),
            Edge("MENTIONED_IN", ("Organisation", "a"), ("Document", "d"), properties={"spans": ["1-3"]}),
            Edge("MENTIONED_IN", ("Plan", "p"), ("Document", "d")),
            signed("a", "p", "planned", confidence=0.5),
            signed("a", "p", DONE, confidence=0.9, evidence=["d/1", "d/2"]),
            signed("a", "q"),
            signed("b", "p"),
        ]
        write(store, nodes, reversed(edges))
        assert all_edges(store) == sorted(edges, key=lambda e: (e.type, e.source, e.target, e.claim, e.status))

    def test_put_twice_are_there_once(self, store: GraphStore) -> None:
        for _ in range(2):
            write(
                store, [organisation("a"), plan("p")], [signed("a", "p"), signed("a", "p"), refused("a", "p", "LEADS")]
            )
        assert all_edges(store) == [refused("a", "p", "LEADS"), signed("a", "p")]

    def test_put_again_lose_the_properties_that_are_gone(self, store: GraphStore) -> None:
        write(store, [organisation("a"), plan("p")], [signed("a", "p", since="2020", evidence=["d/1"])])
        write(store, [], [signed("a", "p", until="2024")])
        assert all_edges(store) == [signed("a", "p", until="2024")]

    def test_are_told_apart_by_status_and_refusals_by_claim(self, store: GraphStore) -> None:
        edges = [refused("a", "p", "LEADS"), refused("a", "p", "SIGNED"), signed("a", "p"), signed("a", "p", "planned")]
        write(store, [organisation("a"), plan("p")], edges)
        with store.writer() as writer:
            writer.keep_edges([("Organisation", "a")], [refused("a", "p", "SIGNED"), signed("a", "p", "planned")])
            writer.commit()
        assert all_edges(store) == [refused("a", "p", "SIGNED"), signed("a", "p", "planned")]

    def test_a_refusal_is_never_counted_as_the_claim(self, store: GraphStore) -> None:
        write(store, [organisation("a"), plan("p")], [refused("a", "p", "SIGNED")])
        assert ask(store, "MATCH (:Organisation)-[r:SIGNED]->() RETURN count(r)").rows == ((0,),)

    def test_have_a_direction(self, store: GraphStore) -> None:
        def partners(source: str, target: str) -> Edge:
            ends = ("Organisation", source), ("Organisation", target)
            return Edge("PARTNERS_WITH", *ends, "PARTNERS_WITH", DONE)

        write(store, map(organisation, "ab"), [partners("a", "b"), partners("b", "a"), partners("a", "a")])
        with store.writer() as writer:
            writer.keep_edges([("Organisation", "a"), ("Organisation", "b")], [partners("a", "a"), partners("a", "b")])
            writer.commit()
        assert all_edges(store) == [partners("a", "a"), partners("a", "b")]

    def test_whose_end_is_missing_are_refused(self, store: GraphStore) -> None:
        with pytest.raises(StoreError, match="1 of 2 SIGNED edges"), store.writer() as writer:
            writer.put_nodes([organisation("a"), plan("p")])
            writer.put_edges([signed("a", "p"), signed("a", "never was")])
        assert all_edges(store) == []

    def test_of_a_type_that_the_model_lacks_are_refused(self, store: GraphStore) -> None:
        with pytest.raises(StoreError, match="no relationship type"), store.writer() as writer:
            writer.put_edges([Edge("X", ("Plan", "a"), ("Plan", "b"), "X", DONE)])

    def test_evidence_can_be_searched(self, store: GraphStore) -> None:
        write(store, [organisation("a"), plan("p"), plan("q")], [signed("a", "p", evidence=["d/1", "d/2"])])
        found = "MATCH ()-[r]->(p) WHERE $passage IN r.evidence RETURN p.id, size(r.evidence), r.evidence"
        assert ask(store, found, passage="d/2").rows == (("p", 2, ["d/1", "d/2"]),)
        assert ask(store, found, passage="d/3").rows == ()

    def test_at_some_nodes_go_unless_they_are_kept(self, store: GraphStore) -> None:
        there = [signed("a", "p"), signed("a", "q"), signed("b", "p"), signed("b", "q")]
        write(store, [*map(organisation, "abc"), *map(plan, "pq")], there)
        with store.writer() as writer:
            writer.put_edges([refused("a", "q", "LEADS")])
            writer.keep_edges([("Organisation", "a"), ("Plan", "p"), ("Plan", "never was")], [signed("a", "p")])
            writer.keep_edges([], [])
            writer.commit()
        assert all_edges(store) == [signed("a", "p"), signed("b", "q")]

    def test_at_nodes_that_changed_in_part_go_only_among_these(self, store: GraphStore) -> None:
        document = Node("Document", "d", {"name": "Nota"})
        named = [Edge("MENTIONED_IN", ("Organisation", key), ("Document", "d")) for key in "ab"]
        there = [signed("a", "p"), signed("a", "q"), signed("b", "p")]
        write(store, [*map(organisation, "ab"), *map(plan, "pq"), document], [*named, *there])
        with store.writer() as writer:
            writer.keep_edges([("Organisation", "a")], [], among=[("Plan", "p")])
            writer.commit()
        assert all_edges(store) == [named[1], signed("a", "q"), signed("b", "p")]


class TestManyRows:
    def test_ten_thousand_of_each_are_written_dumped_and_cleared(self, store: GraphStore) -> None:
        keys = [f"{number:05d}" for number in range(10_000)]
        nodes = [organisation(key, evidence=[f"{key}/1"]) for key in keys] + [plan("p")]
        edges = [signed(key, "p", evidence=[f"{key}/1"], confidence=0.5) for key in keys]
        write(store, iter(nodes), iter(edges))
        assert all_nodes(store) == nodes
        assert all_edges(store) == edges
        with store.reader() as reader:
            assert reader.counts() == ({"Organisation": 10_000, "Plan": 1}, {"SIGNED": 10_000})
            assert list(islice(reader.nodes(), 3)) == nodes[:3]
        with store.writer() as writer:
            writer.keep_edges([(node.label, node.id) for node in nodes[:9_000]], [])
            writer.delete_nodes(nodes[:9_000])
            writer.commit()
        assert all_edges(store) == edges[9_000:]
        with store.writer() as writer:
            writer.clear()
            writer.commit()
        with store.reader() as reader:
            assert reader.counts() == ({}, {})


class TestWriting:
    def test_readers_see_what_is_committed(self, store: GraphStore) -> None:
        write(store, [organisation("a")])
        with store.writer() as writer:
            writer.put_nodes([organisation("b")])
            assert all_nodes(store) == [organisation("a")]
            writer.commit()
            assert all_nodes(store) == [organisation("a"), organisation("b")]
            writer.put_nodes([organisation("c")])
        assert all_nodes(store) == [organisation("a"), organisation("b")]

    def test_an_error_undoes_what_was_not_committed(self, store: GraphStore) -> None:
        with pytest.raises(ZeroDivisionError), store.writer() as writer:
            writer.put_nodes([organisation("a")])
            raise ZeroDivisionError
        assert all_nodes(store) == []

    def test_preparing_twice_is_fine_and_makes_ids_unique(self, store: GraphStore) -> None:
        for _ in range(2):
            with store.writer() as writer:
                writer.prepare()
                writer.commit()
        listed = ask(store, "SHOW CONSTRAINTS YIELD labelsOrTypes, properties RETURN labelsOrTypes[0], properties[0]")
        assert sorted(listed.rows) == sorted((label, "id") for label in LABELS)

    def test_committing_nothing_is_fine(self, store: GraphStore) -> None:
        with store.writer() as writer:
            writer.commit()
        assert all_nodes(store) == []

    def test_check_says_what_is_there(self, store: GraphStore) -> None:
        write(store, [organisation("a"), plan("p")], [signed("a", "p")])
        assert "2 nodes" in store.check()
        assert "1 relationships" in store.check()


class TestAnswers:
    """Cells are JSON, the same from both engines."""

    def test_a_node(self, store: GraphStore) -> None:
        write(store, [organisation("a", kind="network", tags=["x"])])
        expected = {"id": "a", "kind": "network", "name": "Cooperativa a", "tags": ["x"]}
        assert ask(store, "MATCH (n) RETURN n").rows == (({"labels": ["Organisation"], "properties": expected},),)
        assert ask(store, "MATCH (n) RETURN properties(n), n {.*}").rows == ((expected, expected),)
        assert sorted(ask(store, "MATCH (n) UNWIND keys(n) AS k RETURN k").rows) == [(key,) for key in expected]

    def test_a_relationship_names_its_ends_even_when_they_are_not_in_the_answer(self, store: GraphStore) -> None:
        write(store, [organisation("a"), plan("p")], [signed("a", "p", confidence=1.0)])
        properties = {"claim": "SIGNED", "confidence": 1.0, "status": "done"}
        expected = {"type": "SIGNED", "start": "a", "end": "p", "properties": properties}
        assert ask(store, "MATCH ()-[r]->() RETURN r").rows == ((expected,),)
        assert ask(store, "MATCH (n)-[r]->() RETURN [{in: collect(r)}]").rows == (([{"in": [expected]}],),)

    def test_a_path(self, store: GraphStore) -> None:
        write(store, [organisation("a"), plan("p")], [signed("a", "p")])
        ((path,),) = ask(store, "MATCH p = (:Plan)<--() RETURN p").rows
        assert isinstance(path, dict)
        assert [node["properties"]["id"] for node in path["nodes"]] == ["p", "a"]
        assert [(tie["start"], tie["end"]) for tie in path["relationships"]] == [("a", "p")]

    def test_moments_and_durations_are_text(self, store: GraphStore) -> None:
        moments = (
            "date('2024-02-29') AS a, datetime('2024-02-29T10:00:00.5Z') AS b, localdatetime('2024-02-29T10:00') AS c"
        )
        durations = "duration('P1Y2M3DT4H5M6.7S') AS d, duration('PT-1.5S') AS e"
        table = ask(store, f"RETURN {moments}, {durations}")
        assert table.columns == ("a", "b", "c", "d", "e")
        assert table.rows == (
            ("2024-02-29", "2024-02-29T10:00:00.500000+00:00", "2024-02-29T10:00:00", "P14M3DT14706.7S", "P0M0DT-1.5S"),
        )

    def test_plain_values(self, store: GraphStore) -> None:
        table = ask(store, "RETURN 1 AS i, 1.5 AS f, true AS b, null AS n, 'è' AS s, [1, [2.0]] AS l, {a: {b: 1}} AS m")
        assert table.rows == ((1, 1.5, True, None, "è", [1, [2.0]], {"a": {"b": 1}}),)

    def test_parameters_of_every_kind(self, store: GraphStore) -> None:
        given = {"i": 2**62, "f": 0.5, "b": True, "n": None, "s": "'\"\\ à", "l": [1, "a", None], "m": {"k": [1]}}
        assert ask(store, "RETURN $p AS p", p=given).rows == ((given,),)

    def test_columns_stay_in_the_order_of_the_query(self, store: GraphStore) -> None:
        assert ask(store, "UNWIND [] AS x RETURN 1 AS z, 2 AS a").columns == ("z", "a")


class TestLimits:
    def test_more_rows_than_allowed_are_cut_and_told(self, store: GraphStore) -> None:
        table = ask(store, "UNWIND range(1, 100) AS i RETURN i", Limits(rows=10))
        assert (len(table.rows), table.truncated) == (10, True)
        assert ask(store, "UNWIND range(1, 10) AS i RETURN i", Limits(rows=10)).truncated is False

    def test_a_long_query_is_ended(self, store: GraphStore) -> None:
        write(store, [organisation(str(number)) for number in range(1_000)])
        with pytest.raises(QueryLimit):
            ask(store, "MATCH (a), (b), (c), (d) WHERE a.name + b.name = c.name + d.name RETURN 1", Limits(seconds=0.5))
        assert ask(store, "RETURN 1").rows == ((1,),)

    @pytest.mark.parametrize("cypher", ["MATCH (n RETURN n", "RETURN x", "", "RETURN nothing(1)", "RETURN $missing"])
    def test_a_query_that_makes_no_sense_is_told(self, store: GraphStore, cypher: str) -> None:
        with pytest.raises(QueryInvalid):
            ask(store, cypher)

    @pytest.mark.parametrize(
        "cypher", ["CREATE (:Plan {id: 'x', name: 'x'})", "MATCH (n) DETACH DELETE n", "MATCH (n) SET n.name = 'x'"]
    )
    def test_a_reader_does_not_write(self, store: GraphStore, cypher: str) -> None:
        write(store, [organisation("a")])
        with pytest.raises(QueryRefused):
            ask(store, cypher)
        assert all_nodes(store) == [organisation("a")]
