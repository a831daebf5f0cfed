"""What several documents say is one card: needs told again, areas where all is still to come, promises taken back."""

from dataclasses import replace

import pytest

from graph.analysis.coverage import ties_of
from graph.analysis.gaps.cards import Card, State
from graph.analysis.gaps.coverage import coverage_cards
from graph.analysis.gaps.families import Question, Wanted, gaps, said_once, wanted
from graph.analysis.gaps.implementation import implementation_cards
from graph.analysis.gaps.requirement import requirement_cards
from tests.graph.analysis.gaps.saying import Saying, key


def told(*claims: tuple[str, str, str], **amounts: int) -> Saying:
    """Needs by (document, who, what); `amounts` of things by the first word of their name."""
    said = Saying()
    said.said("piano", "Action Corso", "ADDRESSES", "Area Lavoro")
    said.said("elenco", "Organisation Faro", "LEADS", "Action Corso")
    for document, who, what in claims:
        amount = amounts.get(what.split()[0])
        said.node(f"Resource {what}", kind="people", **({"amount": amount} if amount else {}))
        said.said(document, who, "NEEDS", f"Resource {what}")
    return said


def about(said: Saying) -> list[tuple[str, str]]:
    return [
        (card.subjects[0][1], str(card.score.need.reason.values["thing"])) for card in requirement_cards(said.view())
    ]


def test_a_need_told_again_in_other_words_is_one_card_with_all_its_words() -> None:
    said = told(("piano", "Action Corso", "tutor"), ("verbale", "Action Corso", "tutor esperti di cucina"))
    (card,) = requirement_cards(said.view())
    assert card.score.need.reason.values == {"thing": "tutor esperti di cucina", "sources": 2}
    assert {quotation.document for quotation in card.requirement.evidence} == {"piano", "verbale"}


def test_of_several_numbers_the_largest_is_needed_and_what_is_given_counts_against_it() -> None:
    said = told(("piano", "Action Corso", "tre tutor"), ("rapporto", "Action Corso", "tutor"), tre=3)
    said.node("Resource due tutor", kind="people", amount=2)
    said.said("accordo", "Organisation Mastri", "PROVIDES", "Resource due tutor")
    said.said("accordo", "Resource due tutor", "USED_IN", "Action Corso")
    (card,) = requirement_cards(said.view())
    assert card.state is State.WEAKLY_COVERED
    assert {card.score.absence.reason.values[name] for name in ("given", "needed")} == {2, 3}


def test_an_area_and_who_carries_it_out_ask_for_what_the_action_needs() -> None:
    same = told(("piano", "Action Corso", "due aule"), ("nota", "Organisation Faro", "due aule"), due=2)
    assert about(same) == [("corso", "due aule")]
    assert about(told(("piano", "Action Corso", "aule"), ("nota", "Area Lavoro", "aule"))) == [("corso", "aule")]
    own = told(("piano", "Action Corso", "aule"), ("nota", "Organisation Faro", "aule"))
    assert len(about(own)) == 2, "without a number it may be for itself"


def test_what_went_to_the_rest_of_a_cost_does_not_meet_what_lacks() -> None:
    said = Saying()
    for name, amount in (("230.000", 230_000), ("350.000", 350_000)):
        said.node(f"Resource {name}", kind="money", amount=amount, unit="EUR")
    said.said("scheda", "Action Corso", "NEEDS", "Resource 230.000")
    said.said("scheda", "Resource 350.000", "USED_IN", "Action Corso")
    said.said("delibera", "Organisation Banca", "FUNDS", "Action Corso", amount=120_000, unit="EUR")
    (card,) = requirement_cards(said.view())
    assert card.state is State.GAP and card.score.absence.value == 1.0
    assert [card.score.absence.reason.values[name] for name in ("given", "needed")] == [120_000, 350_000]
    said.said("lettera", "Organisation Cassa", "FUNDS", "Action Corso", amount=115_000, unit="EUR")
    (card,) = requirement_cards(said.view())
    assert (card.state, card.score.absence.value) == (State.WEAKLY_COVERED, pytest.approx(0.5))


def test_a_promise_taken_back_is_none() -> None:
    said = Saying().said("piano", "Action Orti", "ADDRESSES", "Area Cibo")
    said.said("piano", "Organisation Cassa", "FUNDS", "Action Orti", "planned")
    assert state(implementation_cards(said.view()), "resource") is State.COVERED and ties_of(
        said.view(), key("Area Cibo")
    )
    said.said("lettera", "Organisation Cassa", "FUNDS", "Action Orti", "denied")
    assert state(implementation_cards(said.view()), "resource") is State.GAP
    assert {tie.status for tie in ties_of(said.view(), key("Area Cibo"))} == {"denied"}


def test_an_action_that_says_what_it_needs_is_not_asked_for_its_means_again() -> None:
    said = told(("piano", "Action Corso", "tutor"))
    assert [card.rule for card in said_once(gaps(Question(said.view(), "2026-11-30"))) if card.rule == "resource"] == []


def test_an_area_spoken_of_elsewhere_or_said_to_be_empty_is_no_unread_one() -> None:
    planned = Saying().said("piano", "Area Memoria e cultura", "PART_OF", "Plan Piano")
    assert state(coverage_cards(planned.view()), "anybody") is State.UNKNOWN
    planned.said("rapporto", "Organisation Faro", "MEMBER_OF", "Organisation Rete di memoria e cultura")
    assert state(coverage_cards(planned.view()), "anybody") is State.GAP


@pytest.mark.parametrize("families", [(), ("coverage", "implementation")])
def test_of_an_area_in_which_all_is_to_come_one_card_says_so(families: tuple[str, ...]) -> None:
    said = Saying().said("piano", "Action Corso", "ADDRESSES", "Area Lavoro")
    said.said("piano", "Organisation Faro", "LEADS", "Action Corso", "planned")
    assert state(coverage_cards(said.view()), "anybody") is State.WEAKLY_COVERED
    view, weak = said.view(), Wanted(families, (State.WEAKLY_COVERED,))
    cards = gaps(Question(view, "2026-11-30"))
    assert [card.rule for card in wanted(view, cards, weak)] == ["only-planned"]
    assert wanted(view, cards, replace(weak, families=("coverage",))) == (), "also where that card is not shown"


def test_what_was_hardly_read_as_required_is_no_card() -> None:
    said = Saying().said("piano", "Action Corso", "NEEDS", "Resource pesce", confidence=0.2)
    assert requirement_cards(said.view()) and not gaps(Question(said.view(), "2026-11-30"), ["requirement"])


def state(cards: tuple[Card, ...], rule: str) -> State:
    (card,) = [card for card in cards if card.rule == rule]
    return card.state
