"""The Cypher of each rule is let through by the guard, and on either store finds the subjects that the Python finds."""

from collections.abc import Callable

import pytest

from graph.analysis.gaps.blanks import blanks
from graph.analysis.gaps.cards import Card, State, parameters
from graph.analysis.gaps.delivery import delivery
from graph.analysis.gaps.needs import needs
from graph.analysis.view import load
from graph.guard.check import check
from graph.store.port import GraphStore, Limits, Table
from tests.graph.analysis.gaps.saying import Saying
from tests.graph.analysis.gaps.test_blanks import areas
from tests.graph.analysis.gaps.test_delivery import TODAY, late, plan
from tests.graph.analysis.gaps.test_needs import costing, mensa, offered

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
        return reader.run(check(card.cypher), {**parameters(card), **given}, Limits())


def found(table: Table, column: str) -> set[str]:
    place = table.columns.index(column)
    return {str(row[place]) for row in table.rows if row[place] is not None}


@pytest.mark.parametrize("rule", ["responsible", "resource", "indicator", "deadline", "overdue", "only-planned"])
def test_what_a_plan_leaves_open(rule: str, store: GraphStore) -> None:
    delivered().fill(store)
    with store.reader() as reader:
        cards = [card for card in delivery(load(reader), TODAY) if card.rule == rule]
    named = [
        card
        for card in cards
        if not (rule in {"indicator", "deadline", "overdue"} and card.state is State.WEAKLY_COVERED)
    ]
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
        (card,) = needs(load(reader))
    table = ask(store, card)
    assert (found(table, "subject"), found(table, "thing")) == tuple({id} for _, id in card.subjects)
    assert {candidate.key[1] for candidate in card.candidates} <= found(table, "candidate")
    assert (card.state in MISSING) <= (not found(table, "candidate"))


def test_costs_that_nobody_is_said_to_pay(store: GraphStore) -> None:
    said = plan().said("delibera", "Organisation Banca", "FUNDS", "Action Sportello", amount=40, unit="EUR")
    said.fill(store)
    with store.reader() as reader:
        (card,) = needs(load(reader))
    table = ask(store, card)
    assert card.rule == "stated-cost" and card.state is State.WEAKLY_COVERED
    assert table.rows == (("sportello", "contributo", "banca", 40, "done"),)


@pytest.mark.parametrize("rule", ["anybody", "kind/aps", "generation/young", "resource/money", "territory"])
def test_where_nobody_is_known(rule: str, store: GraphStore) -> None:
    said = areas().said("piano", "Action Rete", "ADDRESSES", "Area Rete")
    said.node("Place Valserena", kind="municipality")
    for name in ("Cibo", "Scuola", "Lavoro"):
        said.said("delibera", "Organisation Banca", "FUNDS", f"Action {name}")
        said.said("profilo", f"Organisation coop {name}", "LOCATED_IN", "Place Valserena")
    said.fill(store)
    with store.reader() as reader:
        cards = [card for card in blanks(load(reader)) if card.rule == rule]
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
