"""A pair is chosen when it is the best of both its sides, by enough."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.resolve.matching.choosing import choose
from ingest.resolve.matching.entries import Match
from ingest.resolve.matching.model import bundled_model

MODEL = bundled_model()
SURE = MODEL.threshold + 10


def match(left: str, right: str, weight: float) -> Match:
    return Match(left, right, 0.5, weight, ())


def test_the_best_of_both_sides_is_chosen() -> None:
    best, second = match("a", "x", SURE), match("a", "y", SURE - 3)

    assert choose([second, best]).chosen == (best,)


def test_under_the_threshold_nothing_is_chosen() -> None:
    assert choose([match("a", "x", MODEL.threshold - 0.1)]).chosen == ()


def test_two_that_are_as_likely_are_ambiguous() -> None:
    choice = choose([match("a", "x", SURE), match("a", "y", SURE)])

    assert choice.chosen == ()
    assert [m.right for m in choice.ambiguous["a"]] == ["x", "y"]


def test_one_that_two_claim_equally_goes_to_neither() -> None:
    assert choose([match("a", "x", SURE), match("b", "x", SURE)]).chosen == ()


def test_a_document_may_name_one_body_twice() -> None:
    assert len(choose([match("a", "x", SURE), match("b", "x", SURE)], many=True).chosen) == 2


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), st.floats(SURE - 5, SURE + 5), max_size=16
    )
)
def test_nothing_is_chosen_twice_nor_chosen_and_ambiguous(weights: dict[tuple[str, str], float]) -> None:
    choice = choose([match(left, right, weight) for (left, right), weight in weights.items()])

    left, right = [m.left for m in choice.chosen], [m.right for m in choice.chosen]
    assert len(set(left)) == len(left)
    assert len(set(right)) == len(right)
    assert not choice.ambiguous.keys() & set(left)
