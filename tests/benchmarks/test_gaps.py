"""Gaps planted in files are found, decoys are none, and what is only unread is never called a gap."""

import pytest

from benchmarks.gaps.__main__ import tried
from benchmarks.gaps.comparing import Outcome

FAMILIES = ("coverage", "requirement", "implementation", "integrative", "structural", "generational")


@pytest.fixture(scope="module", params=[(0.0, 0.9), (0.1, 0.75)], ids=["clean", "a tenth of the ties missing"])
def judged(request: pytest.FixtureRequest) -> tuple[Outcome, float]:
    missing, floor = request.param
    return tried(500, 0, missing), floor


def test_the_planted_are_found_and_nothing_else(judged: tuple[Outcome, float]) -> None:
    outcome, floor = judged
    for family in FAMILIES:
        planted, cards, right = outcome.rules[family]
        assert planted, family
        assert right >= floor * max(planted, cards), (family, outcome.wrong)


def test_what_is_only_unread_is_no_gap(judged: tuple[Outcome, float]) -> None:
    assert judged[0].unread == 0
