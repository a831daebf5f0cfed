"""What being the best of both sides is worth is found again from pairs that were drawn by it."""

import random

import pytest

from ingest.resolve.matching.choosing import crowned_weight
from ingest.resolve.training.standing import worth


@pytest.mark.parametrize(("alone", "ahead"), [(8.5, 0.5), (3.0, 2.0)])
def test_what_pairs_were_drawn_by_is_learnt(alone: float, ahead: float) -> None:
    draw = random.Random(1)
    pairs = []
    for _ in range(6000):
        weight, behind = draw.uniform(-12, 8), draw.uniform(0, 12)
        sure = 1 / (1 + 2 ** -crowned_weight(weight, behind, alone, ahead))
        pairs.append((weight, behind, draw.random() < sure))

    learnt = worth(pairs)

    assert learnt[0] == pytest.approx(alone, abs=0.75)
    assert learnt[1] == pytest.approx(ahead, abs=0.75)


def test_what_is_far_ahead_is_worth_what_it_weighs() -> None:
    assert crowned_weight(2, float("inf"), 8, 0) == pytest.approx(10)


def test_what_is_hardly_ahead_is_hardly_likelier_than_not() -> None:
    assert crowned_weight(20, 0, 8, 0) == pytest.approx(0, abs=0.01)
