"""Which candidates are shown: the best, newcomers among them, not all alike."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.suggestions.choosing import EVERY, choose, diverse, mixed
from graph.analysis.suggestions.population import Vector


def unlike(rows: object) -> Vector:
    return np.eye(len(rows))  # type: ignore[arg-type]


@given(known=st.integers(0, 30), new=st.integers(0, 30), count=st.integers(0, 30), worth=st.floats(-1, 1))
def test_of_each_five_one_is_new_while_there_are_any(known: int, new: int, count: int, worth: float) -> None:
    scores = np.where(np.arange(200) < 100, 0.0, worth)
    chosen = mixed(range(known), range(100, 100 + new), scores, count)
    assert len(chosen) == min(count, known + new) and len(set(chosen)) == len(chosen)
    for at in range(0, len(chosen) - EVERY + 1, EVERY):
        shown = sum(row >= 100 for row in chosen[:at])
        assert any(row >= 100 for row in chosen[at : at + EVERY]) or new == shown


def test_the_two_rankings_are_merged_by_score() -> None:
    assert mixed([1, 2, 3], [4, 5], np.array([0, 9.0, 5, 1, 7, 6]), 5) == [1, 4, 5, 2, 3]
    assert mixed([1, 2, 3], [], np.zeros(9), 10) == [1, 2, 3] and mixed([], [7, 8], np.zeros(9), 1) == [7]


def test_the_second_choice_is_unlike_the_first() -> None:
    scores = np.array([1.0, 0.99, 0.7, 0.0])
    twins = np.array([[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]], float)
    rows = [0, 1, 2, 3]
    assert diverse(rows, scores, 2, lambda _: twins, relevance=0.5) == [0, 2]
    assert diverse(rows, scores, 2, lambda _: twins, relevance=1.0) == [0, 1]


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=40), st.data())
def test_who_is_not_allowed_is_never_chosen(scores: list[float], data: st.DataObject) -> None:
    flags = st.lists(st.booleans(), min_size=len(scores), max_size=len(scores))
    allowed, tied = (np.array(data.draw(flags)) for _ in range(2))
    chosen = choose(np.array(scores), allowed, tied, 10, unlike)
    assert all(allowed[row] for row in chosen) and len(chosen) == min(10, allowed.sum())
