"""A pair is chosen when it is the best of both its sides and sure by that; the rest waits for people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.ledger.matches import SURE
from ingest.resolve.matching.choosing import STANDING, Choice, choose, one_body
from ingest.resolve.matching.entries import Entry, Feature, Match
from ingest.resolve.matching.model import bundled_model

HIGH = 9.0


def match(left: str, right: str, weight: float, *features: Feature) -> Match:
    return Match(left, right, 0.5, weight, (Feature("name", "same words", weight), *features))


def pairs(choice: Choice) -> set[tuple[str, str]]:
    return {(m.left, m.right) for m in choice.chosen}


def test_the_best_of_both_sides_is_chosen() -> None:
    assert pairs(choose([match("a", "y", HIGH - 6), match("a", "x", HIGH)])) == {("a", "x")}


def test_standing_is_a_feature_and_weights_still_add_up() -> None:
    (chosen,) = choose([match("a", "x", HIGH)]).chosen

    assert chosen.features[-1].name == STANDING
    assert chosen.weight == pytest.approx(sum(f.weight for f in chosen.features))
    assert chosen.probability == pytest.approx(1 / (1 + 2**-chosen.weight))


def test_being_far_ahead_is_worth_more_than_being_hardly_ahead() -> None:
    alone = choose([match("a", "x", 0)], threshold=-99).chosen[0]
    close = choose([match("a", "x", 0), match("a", "y", -1)], threshold=-99).chosen[0]

    assert alone.probability > close.probability


def test_what_is_chosen_joins_and_nothing_else() -> None:
    """The ledger joins from the same probability on."""
    assert 1 / (1 + 2 ** -bundled_model().threshold) == pytest.approx(SURE, abs=1e-3)
    assert 1 / (1 + 2 ** -bundled_model().threshold) >= SURE


def test_what_is_hardly_likely_is_neither_chosen_nor_shown() -> None:
    choice = choose([match("a", "x", bundled_model().floor)])

    assert choice == Choice((), {})


def test_a_likely_pair_waits_for_a_person() -> None:
    unsure = bundled_model().threshold - bundled_model().alone - 1

    choice = choose([match("a", "x", unsure)])

    assert choice.chosen == ()
    assert [m.right for m in choice.ambiguous["a"]] == ["x"]
    assert 0.5 < choice.ambiguous["a"][0].probability < SURE


def test_two_that_are_as_likely_are_ambiguous() -> None:
    choice = choose([match("a", "x", HIGH), match("a", "y", HIGH)])

    assert choice.chosen == ()
    assert [m.right for m in choice.ambiguous["a"]] == ["x", "y"]
    assert all(m.probability <= 0.5 for m in choice.ambiguous["a"])


def test_one_that_two_claim_equally_goes_to_neither() -> None:
    assert choose([match("a", "x", HIGH), match("b", "x", HIGH)]).chosen == ()


def test_two_rows_of_one_body_are_not_in_each_others_way() -> None:
    rows = one_body([Entry("a", "Politecnico di Milano"), Entry("b", "POLITECNICO DI MILANO")])

    assert len(choose([match("a", "x", HIGH), match("b", "x", HIGH)], same=rows).chosen) == 2


def test_rows_of_one_name_in_two_towns_are_two_bodies() -> None:
    rows = one_body([Entry("a", "Pro Loco", municipality="Barolo"), Entry("b", "Pro Loco", municipality="Alba")])

    assert rows["a"] != rows["b"]


def test_what_was_taken_stands_in_nobodys_way() -> None:
    found = [match("a", "x", HIGH + 3), match("a", "y", HIGH), match("b", "y", HIGH), match("b", "x", HIGH + 0.2)]

    assert pairs(choose(found)) == {("a", "x"), ("b", "y")}


def test_a_document_may_name_one_body_twice() -> None:
    assert len(choose([match("a", "x", HIGH), match("b", "x", HIGH)], many=True).chosen) == 2


def test_only_people_take_predecessor_and_heir_as_one() -> None:
    choice = choose([match("a", "x", HIGH, Feature("office", "predecessor and heir", 8))])

    assert choice.chosen == ()
    assert choice.ambiguous["a"][0].probability <= 0.5


@given(st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), st.floats(-9, 14), max_size=16))
def test_nothing_is_chosen_twice_nor_chosen_and_ambiguous(weights: dict[tuple[str, str], float]) -> None:
    choice = choose([match(left, right, weight) for (left, right), weight in weights.items()])

    left, right = [m.left for m in choice.chosen], [m.right for m in choice.chosen]
    assert len(set(left)) == len(left)
    assert len(set(right)) == len(right)
    assert not choice.ambiguous.keys() & set(left)
    assert all(m.probability >= SURE for m in choice.chosen)
    assert all(m.probability < SURE for found in choice.ambiguous.values() for m in found)
