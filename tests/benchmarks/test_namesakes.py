"""Planted namesakes are never linked wrongly: place or key tell them apart, without either they wait for people."""

import random
from pathlib import Path

import pytest

from benchmarks.namesakes import looked_up, merged, plant, read_with_keys

PLANTED = plant(80, random.Random(5))


@pytest.mark.parametrize("place", [True, False])
def test_no_body_is_linked_with_its_namesake(place: bool) -> None:
    found = looked_up(PLANTED, random.Random(6), place=place)

    assert not [key for key in found if key[1] == "WRONGLY"]
    assert found.total() == 2 * len(PLANTED)


def test_no_two_rows_of_the_register_are_merged() -> None:
    assert merged(PLANTED) == 0


def test_without_a_place_most_of_one_name_wait_for_people() -> None:
    found = looked_up(PLANTED, random.Random(6), place=False)

    assert found["same name, other town", "left to people"] > 60


def test_with_a_key_every_body_is_found_and_none_is_merged_with_its_namesake(tmp_path: Path) -> None:
    found = read_with_keys(PLANTED, random.Random(6), tmp_path)

    assert {outcome for _, outcome in found} == {"rightly"}
    assert found.total() == 2 * len(PLANTED)
