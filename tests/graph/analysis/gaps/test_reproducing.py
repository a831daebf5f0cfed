"""The Cypher of each rule is let through by the guard, and on either store finds the subjects that the Python finds."""

from collections import defaultdict
from collections.abc import Callable, Iterable

import pytest

from graph.analysis.gaps.cards import Card, State, parameters
from graph.analysis.gaps.common import conventions
from graph.analysis.gaps.coverage import coverage_cards
from graph.analysis.gaps.families import FAMILIES, Question
from graph.analysis.gaps.implementation import implementation_cards
from graph.analysis.gaps.requirement import requirement_cards
from graph.analysis.generations.layers import SENIOR, YOUNG, Bands, band, rules
from graph.analysis.view import load
from graph.guard.check import check
from graph.queries.saved import saved_query
from graph.store.port import Edge, GraphStore, Limits, Node, Table
from tests.graph.analysis.gaps.saying import Saying
from tests.graph.analysis.gaps.test_coverage import areas
from tests.graph.analysis.gaps.test_implementation import TODAY, late, plan
from tests.graph.analysis.gaps.test_requirement import costing, mensa, offered
from tests.graph.analysis.network.made import made_view, said
from tests.graph.analysis.network.test_roles import HUB, two_worlds
from tests.viz.territory import territory

MISSING = frozenset({State.GAP, State.UNKNOWN})


def delivered() -> Saying:
    said = late()
    said.node("Action Mercato", until="2026-05")
    said.said("rassegna", "Action Mercato", "ADDRESSES", "Area Casa")
    said.said("rassegna", "Action Festa", "ADDRESSES", "Area Casa")
    said.said("relazione", "Organisation Ponte", "PARTICIPATES_IN", "Action Mercato")
    said.said("nota", "Action Turni", "PART_OF", "Action Sportello")
    said.said("verbale", "Organisation Ponte", "LEADS", "Action Mercato", "proposed")
    said.said("verbale", "Action Mercato", "ADDRESSES", "Area Cibo", "planned")
    return said.said("verbale", "Organisation Ponte", "LEADS", "Action Turni", "under_way")


def ask(store: GraphStore, card: Card, **given: object) -> Table:
    with store.reader() as reader:
        return reader.run(
            check(card.cypher), {**parameters(card), **given}, Limits(seconds=60)
        )  # a cold server plans long


def found(table: Table, column: str) -> set[str]:
    place = table.columns.index(column)
    return {str(row[place]) for row in table.rows if row[place] is not None}


@pytest.mark.parametrize("rule", ["responsible", "resource", "indicator", "deadline", "overdue", "only-planned"])
def test_what_a_plan_leaves_open(rule: str, store: GraphStore) -> None:
    delivered().fill(store)
    with store.reader() as reader:
        cards = [card for card in implementation_cards(load(reader), TODAY) if card.rule == rule]
    named = [card for card in cards if not (rule in {"indicator", "overdue"} and card.state is State.WEAKLY_COVERED)]
    wanted = [card for card in named if card.state is not State.COVERED]
    assert wanted and len(wanted) < len(cards)
    assert found(ask(store, cards[0], subjects=[]), "subject") == {card.subjects[0][1] for card in wanted}
    for card in wanted:
        table = ask(store, card)
        assert found(table, "subject") == {card.subjects[0][1]}
        if rule == "responsible":
            assert found(table, "candidate") == {candidate.key[1] for candidate in card.candidates}


@pytest.mark.parametrize("make", [mensa, lambda: offered(mensa()), costing], ids=["nobody", "somebody", "money"])
def test_who_needs_what_and_who_gives_that_kind(make: Callable[[], Saying], store: GraphStore) -> None:
    """Meaning, place and time are compared in Python: the query gives all of the kind, candidates are among them."""
    make().fill(store)
    with store.reader() as reader:
        (card,) = requirement_cards(load(reader))
    table = ask(store, card)
    assert (found(table, "subject"), found(table, "thing")) == tuple({id} for _, id in card.subjects)
    assert {candidate.key[1] for candidate in card.candidates} <= found(table, "candidate")
    assert (card.state in MISSING) <= (not found(table, "candidate"))


def test_costs_that_nobody_is_said_to_pay(store: GraphStore) -> None:
    said = plan().said("delibera", "Organisation Banca", "FUNDS", "Action Sportello", amount=40, unit="EUR")
    said.fill(store)
    with store.reader() as reader:
        (card,) = requirement_cards(load(reader))
    table = ask(store, card)
    assert card.rule == "stated-cost" and card.state is State.WEAKLY_COVERED
    assert table.rows == (("sportello", "Sportello", "contributo", "contributo", "banca", "Banca", 40, "done"),)


def test_who_was_hardly_read_to_pay_is_left_out_as_the_conventions_say() -> None:
    assert f">= {conventions()['doubt']['least']} }}" in saved_query("requirement-stated-cost").cypher


@pytest.mark.parametrize("rule", ["anybody", "kind/aps", "generation/young", "resource/money", "territory"])
def test_where_nobody_is_known(rule: str, store: GraphStore) -> None:
    said = areas().said("piano", "Action Rete", "ADDRESSES", "Area Rete")
    said.node("Place Valserena", kind="municipality")
    for name in ("Cibo", "Scuola", "Lavoro"):
        said.said("delibera", "Organisation Banca", "FUNDS", f"Action {name}")
        said.said("profilo", f"Organisation coop {name}", "LOCATED_IN", "Place Valserena")
    said.fill(store)
    with store.reader() as reader:
        cards = [card for card in coverage_cards(load(reader)) if card.rule == rule]
    wanted = [card for card in cards if card.state in MISSING]
    assert len(wanted) == 1 < len(cards)
    table = ask(store, wanted[0])
    assert found(table, "subject") == {wanted[0].subjects[0][1]}
    if rule == "territory":
        assert found(table, "place") == {"valserena"}
    elif rule != "anybody":
        assert found(table, "candidate") == {candidate.key[1] for candidate in wanted[0].candidates}
    covered = next(card for card in cards if card.state is State.COVERED)
    assert ask(store, covered).rows == ()


def write(store: GraphStore, nodes: Iterable[Node], edges: Iterable[Edge]) -> None:
    with store.writer() as writer:
        writer.prepare()
        writer.put_nodes(nodes)
        writer.put_edges(edges)
        writer.commit()


def judged(store: GraphStore, family: str, bands: Bands) -> tuple[Card, ...]:
    with store.reader() as reader:
        return FAMILIES[family](Question(load(reader), TODAY, bands))


def valley(store: GraphStore) -> None:
    """The territory of the pictures, with longer ways, ways only proposed, and groups known by their ages."""
    rows = territory()
    nodes = dict(rows.nodes)
    nodes["Area", "a7"] = Node(
        "Area", "a7", {"name": "Giovani e montagna", "evidence": ["p7"], "evidence_of": ["name"]}
    )
    nodes["Passage", "p7"] = Node("Passage", "p7", {"name": "p7", "text": "Giovani e montagna", "document": "d1"})
    nodes["Area", "a8"] = Node("Area", "a8", {"name": "Case"})
    nodes["Group", "g30"] = Node("Group", "g30", {"name": "ragazzi", "of": "people", "age_min": 30, "age_max": 38})
    nodes["Group", "g65"] = Node("Group", "g65", {"name": "chi ha 65 anni", "of": "people", "age_min": 65})
    name = rows.by_name
    more = [
        said(("Area", "a8"), "PART_OF", ("Area", "a1")),
        said(name["Officina del riuso"], "SERVES", ("Group", "g30")),
        said(name["Microcredito di vallata"], "SERVES", ("Group", "g65")),
        said(name["Mensa a filiera corta"], "PART_OF", name["Catalogo dei fornitori sociali"]),
        said(name["Clausole sociali negli appalti"], "SUCCEEDS", name["Catalogo dei fornitori sociali"], "planned"),
        said(name["Microcredito di vallata"], "ADDRESSES", ("Area", "a8")),
        said(name["Banca Popolare della Lomba"], "PARTNERS_WITH", name["Comune di Valserena"], "proposed"),
        said(name["Forum dei giovani di Valserena"], "PARTNERS_WITH", name["ODV Nonni in Rete"], "planned"),
        said(name["APS Controvento"], "PARTICIPATES_IN", name["Sportello casa"]),
        said(name["APS La Lanterna"], "MEMBER_OF", name["Comune di Valserena"]),
    ]
    write(store, nodes.values(), [*rows.edges, *more])


@pytest.mark.parametrize(
    ("family", "bands"),
    [
        ("integrative", Bands.usual()),
        ("generational", Bands.usual()),
        ("generational", Bands(band(YOUNG, "15-29"), band(SENIOR))),
    ],
    ids=["actions", "generations", "narrower bands"],
)
def test_the_query_finds_every_card_of_ties_and_no_other(family: str, bands: Bands, store: GraphStore) -> None:
    valley(store)
    by_rule: dict[str, list[Card]] = defaultdict(list)
    for card in judged(store, family, bands):
        by_rule[card.rule].append(card)
    assert len(by_rule) == (1 if family == "integrative" else 3)
    for cards in by_rule.values():
        whole = ask(store, cards[0], subjects=[])
        ends = [whole.columns.index(column) for column in ("subject", "other") if column in whole.columns]
        assert {tuple(row[end] for end in ends) for row in whole.rows} == {
            tuple(id for _, id in card.subjects) for card in cards
        }
        for card in cards[:10]:
            table = ask(store, card)
            assert {row[0] for row in table.rows} == {card.subjects[0][1]}
            assert {candidate.key[1] for candidate in card.candidates} <= found(table, "candidate")


def test_who_hangs_on_one_alone_has_no_other_tie(store: GraphStore) -> None:
    """Which organisations stand out against chance is drawn in Python; the query shows that these hang on it alone."""
    area = ("Area", "housing")
    lead = [said(("Organisation", name), "LEADS", area) for name in ("few3", "many9")]
    view = made_view([*two_worlds(0), *lead])
    write(store, view.nodes.values(), view.edges)
    card = next(card for card in judged(store, "structural", Bands.usual()) if card.subjects == (HUB,))
    table = ask(store, card)
    assert {row[0] for row in table.rows} == {"hub"}
    assert {candidate.key[1] for candidate in card.candidates} <= found(table, "candidate")
    around = said(("Organisation", "few3"), "PARTNERS_WITH", ("Organisation", "many3"))
    with store.writer() as writer:
        writer.put_edges([around])
        writer.commit()
    assert ask(store, card).rows == ()


def test_without_a_card_the_query_speaks_of_the_young_as_the_rules_do() -> None:
    given, usual = saved_query("generational-speaks-without").values({}), band(YOUNG)
    assert (given["min"], given["max"]) == (usual.min, usual.max)
    assert (given["categories"], given["words"]) == (rules()["categories"][YOUNG], rules()["words"][YOUNG])
