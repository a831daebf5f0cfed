"""The measure itself: ranks with ties, and what a split may know."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.groupings import MASKED, Win, groupings, split
from benchmarks.suggestions import expected, trained


@given(st.lists(st.integers(0, 2), min_size=2, max_size=6), st.data())
def test_expected_ranks_are_means_over_every_order_of_equal_scores(scores: list[int], data: st.DataObject) -> None:
    true = data.draw(st.sets(st.integers(0, len(scores) - 1), min_size=1))
    ranks = [
        1 + min(sorted(range(len(scores)), key=lambda i: (-scores[i], order[i])).index(t) for t in true)
        for order in permutations(range(len(scores)))
    ]
    mean, hit = expected(np.array(scores, float), sorted(true), [])
    assert mean == pytest.approx(np.mean([1 / rank for rank in ranks]))
    assert hit == pytest.approx(1)


def test_present_partners_and_the_seeker_take_no_place() -> None:
    scores = np.array([9.0, 8.0, 7.0, 6.0])
    assert expected(scores, [3], [0, 1]) == (0.5, 1.0)


def win(tender: str, firm: str, measure: str = "m") -> Win:
    return Win(tender, firm, measure, "41.20", "Società per azioni")


FOUND = [
    *(win("91", firm) for firm in "abc"),
    *(win("95", firm) for firm in "ad"),
    win("96", "e"),
    *(win("A1", firm, "later") for firm in "abd"),
]


def test_a_split_knows_only_what_came_before_and_seeks_only_what_is_new() -> None:
    found = split(FOUND, {}, "A", "C")
    assert [id for _, id in found.population.keys] == ["a", "b", "c", "d"]
    assert found.population.ties.nnz // 2 == 4 and found.population.traits["area"].shape[1] == 1
    assert found.met == {1: [3], 3: [1]}
    assert groupings(FOUND).keys() == {"91", "95", "A1"}


def test_nothing_of_the_test_years_teaches() -> None:
    later = [*FOUND, *(win("B1", firm) for firm in (MASKED, "x", "y"))]
    assert trained(FOUND, {}, 0.5, "A") == trained(later, {}, 0.5, "A")
