"""The graph in memory: look-ups, parts, and the words behind each fact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.evidence import quotations
from graph.analysis.selection import Selection, find, search, select
from graph.analysis.view import GraphView, claim_of, load
from graph.errors import NotFound, UsageError
from graph.store.port import Edge, GraphStore, Node
from tests.graph.analysis.gaps.saying import Saying
from tests.viz.territory import Rows, territory


@pytest.fixture(scope="module")
def rows() -> Rows:
    return territory()


@pytest.fixture(scope="module")
def view(rows: Rows) -> GraphView:
    return rows.view()


def test_a_view_knows_its_nodes_by_label_and_their_neighbours(view: GraphView, rows: Rows) -> None:
    desk = rows.by_name["Sportello casa"]
    assert len(view.labelled("Area")) == 6
    assert {view.name(key) for key in view.neighbours(desk)} == {
        "Abitare e coesione",
        "Comune di Valserena",
        "Fondazione di comunità Valserena",
        "Associazione Porte Aperte",
        "famiglie con minori",
    }
    assert [view.name(edge.source) for edge in view.incoming(desk, "LEADS")] == ["Comune di Valserena"]


def test_a_denied_claim_is_found_under_what_it_denies_and_ties_nobody(view: GraphView, rows: Rows) -> None:
    health = rows.by_name["Azienda sanitaria delle Tre Valli"]
    assert [(edge.type, claim_of(edge)) for edge in view.edges_of(health, "SIGNED")] == [("DENIED", "SIGNED")]
    assert view.degree(health) == 0


def test_the_words_behind_an_edge_are_marked_in_their_passage(view: GraphView, rows: Rows) -> None:
    edge = view.outgoing(rows.by_name["ODV Nonni in Rete"], "LEADS")[0]
    (quotation,) = view.evidence(edge)
    assert quotation.text[quotation.start : quotation.end] == "ODV Nonni in Rete coordina Nonni in cattedra"
    assert quotation.title and quotation.page


def test_each_attribute_of_a_node_has_its_own_words(view: GraphView, rows: Rows) -> None:
    node = view.nodes[rows.by_name["APS Controvento"]]
    assert [(q.supports, q.text) for q in view.evidence(node)] == [
        ("led_by", "APS Controvento ha un direttivo di cui si è molto parlato.")
    ]


@given(evidence=st.lists(st.text(max_size=5)), spans=st.lists(st.text(max_size=9)), offset=st.integers(-5, 50))
def test_broken_evidence_never_stops_a_view(evidence: list[str], spans: list[str], offset: int) -> None:
    passage = Node("Passage", "p", {"name": "p", "text": "otto note", "start": offset})
    node = Node("Place", "l", {"name": "l", "evidence": [*evidence, "p"], "spans": spans})
    for quotation in quotations(node, {("Passage", "p"): passage}):
        assert quotation.start is None or 0 <= quotation.start < (quotation.end or 0) <= len(quotation.text)


def test_a_record_is_quoted_whole_with_its_register() -> None:
    record = Node("Record", "d/3", {"name": "r", "text": "ALFA | 1", "register": "RUNTS", "key": "1", "snapshot": "d"})
    document = Node("Document", "d", {"name": "registro.csv"})
    place = Node("Place", "l", {"name": "l", "evidence": ["d/3"], "spans": ["0-4"], "evidence_of": ["name"]})
    view = GraphView.of([record, document, place], [])
    (quotation,) = view.evidence(place)
    assert (quotation.register, quotation.key, quotation.title, quotation.start) == ("RUNTS", "1", "registro.csv", None)


def test_a_part_still_answers_for_its_facts(view: GraphView, rows: Rows) -> None:
    radio = rows.by_name["Radio di quartiere"]
    part = view.restrict({radio, *view.neighbours(radio)})
    assert not part.labelled("Passage", "Document")
    assert all(part.evidence(edge) for edge in part.edges)
    assert len(part.documents()) == 4 and part.mentioned_in(radio)


def test_an_area_brings_its_actions_and_who_is_in_them(view: GraphView) -> None:
    part = select(view, Selection(areas=("finanza a impatto",)))
    names = {part.name(key) for key in part.nodes}
    assert {
        "Microcredito di vallata",
        "Banca Popolare della Lomba",
        "120.000 euro",
        "cooperative del territorio",
    } <= names
    assert "Nonni in cattedra" not in names


def test_kinds_and_statuses_take_what_only_they_held_with_them(view: GraphView) -> None:
    young = select(view, Selection(kinds=("aps",), labels=("Organisation", "Action")))
    assert {node.properties["kind"] for node in young.labelled("Organisation")} == {"aps"}
    denied = select(view, Selection(statuses=("denied",), labels=("Organisation", "Action", "Area", "Plan")))
    assert {edge.type for edge in denied.edges} == {"DENIED"}
    assert len(denied.labelled("Area")) == 6 and len(denied.labelled("Organisation")) == 2


def test_who_leads_organisations_chooses_them_and_unknown_is_a_value_of_its_own(view: GraphView) -> None:
    young = select(view, Selection(generations=("young", "unknown")))
    assert {node.properties.get("led_by") for node in young.labelled("Organisation")} == {"young", None}
    assert not select(view, Selection(generations=("unknown",))).labelled("Organisation")[0].properties.get("led_by")


@pytest.mark.parametrize(
    ("time", "kept"),
    [("2024", "spring always"), ("2024-04..2025", "spring always"), ("2025..", "later always"), ("..2023", "always")],
)
def test_a_time_takes_out_what_is_said_to_lie_outside(time: str, kept: str) -> None:
    said = Saying()
    for action, dates in (("spring", ("2024-03", "2024-05")), ("later", ("2026", "2027")), ("always", ())):
        said.said("piano", "Organisation Faro", "LEADS", f"Action {action}")
        said.node(f"Action {action}", **dict(zip(("since", "until"), dates, strict=False)))
    said.said("piano", "Organisation Old", "MEMBER_OF", "Organisation Faro", until="2022-12-31")
    part = select(said.view(), Selection(time=time))
    assert " ".join(node.id for node in part.labelled("Action")) == kept
    assert (("Organisation", "old") in part.nodes) is (time == "..2023")


@pytest.mark.parametrize(
    "unknown",
    [Selection(kinds=("wizard",)), Selection(generations=("old",)), Selection(statuses=("firm",))],
)
def test_a_word_that_the_model_does_not_have_is_said_with_those_it_has(view: GraphView, unknown: Selection) -> None:
    with pytest.raises(NotFound, match="There are: "):
        select(view, unknown)


@pytest.mark.parametrize("time", ["tomorrow", "..", "2024-5", "2024..2025..2026"])
def test_a_time_that_is_none_is_said(view: GraphView, time: str) -> None:
    with pytest.raises(UsageError, match="is no time"):
        select(view, Selection(time=time))


def test_an_area_that_is_not_there_is_named_with_those_that_are(view: GraphView) -> None:
    with pytest.raises(NotFound, match="Abitare e coesione"):
        find(view, "Area", "Turismo")


def test_search_minds_neither_case_nor_accents(view: GraphView, rows: Rows) -> None:
    assert list(search(view, "COMUNITA valserena")) == [rows.by_name["Fondazione di comunità Valserena"]]
    assert not list(search(view, "  "))


def test_edges_without_an_end_are_left_out() -> None:
    edge = Edge("LEADS", ("Organisation", "o"), ("Action", "gone"), "LEADS", "done")
    assert GraphView.of([Node("Organisation", "o", {"name": "o"})], [edge]).edges == ()


def test_networkx_keeps_every_tie_with_its_status(view: GraphView, rows: Rows) -> None:
    graph = view.networkx()
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (len(view.nodes), len(view.edges))
    tie = graph.get_edge_data(rows.by_name["Comune di Valserena"], rows.by_name["Sportello casa"])
    assert {data["status"] for data in tie.values()} == {"under_way"}
    assert graph.nodes[rows.by_name["APS Controvento"]]["label"] == "Organisation"


def test_a_view_loads_from_either_store(store: GraphStore, rows: Rows) -> None:
    with store.writer() as writer:
        writer.prepare()
        writer.put_nodes(rows.nodes.values())
        writer.put_edges(rows.edges)
        writer.commit()
    with store.reader() as reader:
        loaded = load(reader)
    assert loaded.nodes.keys() == rows.nodes.keys()
    assert len(loaded.edges) == len(rows.edges)
    edge = loaded.outgoing(rows.by_name["ODV Nonni in Rete"], "LEADS")[0]
    assert loaded.evidence(edge)[0].start is not None
