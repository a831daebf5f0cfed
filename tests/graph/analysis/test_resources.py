"""Who needs, offers and refuses what, where, and who answers to whom."""

from graph.analysis.resources import Entry, Side, resources
from graph.analysis.selection import Selection
from tests.graph.analysis.gaps.saying import Saying, key
from tests.graph.analysis.gaps.test_requirement import costing, mensa, offered


def by_side(said: Saying, within: Selection | None = None) -> dict[Side, Entry]:
    return {entry.side: entry for entry in resources(said.view(), within)}


def test_a_need_and_an_offer_name_each_other() -> None:
    found = by_side(offered(mensa()))
    need, offer = found[Side.NEEDS], found[Side.OFFERS]
    assert (need.who, need.thing) == (key("Action Mensa"), key("Resource due furgoni refrigerati"))
    assert (need.kind, need.amount, need.where) == ("equipment", 2, (key("Place Valserena"),))
    assert need.others == (key("Organisation Officina"),) and offer.others == (key("Action Mensa"),)
    assert (offer.who, offer.status, offer.where) == (
        key("Organisation Officina"),
        "under_way",
        (key("Place Valserena"),),
    )


def test_an_offer_of_something_else_answers_nobody() -> None:
    offer = by_side(offered(mensa(), thing="aula magna"))[Side.OFFERS]
    assert offer.others == ()


def test_a_refusal_is_of_a_side_of_its_own() -> None:
    found = by_side(offered(mensa(), status="denied"))
    assert found.keys() == {Side.NEEDS, Side.REFUSES}
    assert found[Side.NEEDS].others == ()


def test_money_that_is_only_said_to_be_given_has_no_thing() -> None:
    said = costing().said("delibera", "Organisation Banca", "FUNDS", "Action Mensa", amount=120_000, unit="EUR")
    offer = by_side(said)[Side.OFFERS]
    assert (offer.thing, offer.amount, offer.unit, offer.purpose) == (None, 120_000, "EUR", (key("Action Mensa"),))
    assert offer.others == (key("Action Mensa"),)


def test_a_part_shows_what_is_said_there_matched_with_the_whole() -> None:
    said = offered(mensa())
    assert by_side(said, Selection(statuses=("done",))).keys() == {Side.NEEDS}
    assert by_side(said, Selection(statuses=("done",)))[Side.NEEDS].others == (key("Organisation Officina"),)
    assert by_side(said, Selection(places=("Valserena",))).keys() == {Side.NEEDS, Side.OFFERS}
