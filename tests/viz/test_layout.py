"""Positions: the same each time, nothing on top of anything else, areas apart."""

from itertools import combinations
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viz.layout import lay_beside, lay_out
from viz.room import Box, crown, crown_reach

BOX = Box(40, 10, 30)


def overlaps(places: dict[str, tuple[float, float]], box: Box = BOX, slack: float = 2.0) -> int:
    return sum(
        abs(a[0] - b[0]) < 2 * box.half_width - slack and abs(a[1] - b[1]) < box.top + box.bottom - slack
        for a, b in combinations(places.values(), 2)
    )


def star(areas: int, each: int) -> tuple[list[str], list[tuple[str, str]]]:
    ties = [(f"a{a}", f"n{a}.{n}") for a in range(areas) for n in range(each)]
    return [f"a{a}" for a in range(areas)] + [leaf for _, leaf in ties], [
        *ties,
        *((f"a{a}", "a0") for a in range(1, areas)),
    ]


def test_the_same_graph_gives_the_same_picture() -> None:
    keys, ties = star(5, 9)
    boxes = dict.fromkeys(keys, BOX)
    assert lay_out(boxes, ties, keys[:5]) == lay_out(boxes, list(reversed(ties)), keys[:5])


def test_boxes_do_not_lie_on_one_another() -> None:
    keys, ties = star(6, 14)
    assert overlaps(lay_out(dict.fromkeys(keys, BOX), ties, keys[:6])) == 0


def test_areas_are_spread_out() -> None:
    keys, ties = star(6, 8)
    places = lay_out(dict.fromkeys(keys, BOX), ties, keys[:6])
    apart = [hypot(places[a][0] - places[b][0], places[a][1] - places[b][1]) for a, b in combinations(keys[:6], 2)]
    assert min(apart) > 100


def test_what_hangs_together_with_nothing_stands_below() -> None:
    keys, ties = star(3, 6)
    loose = [f"z{n}" for n in range(30)]
    places = lay_out(dict.fromkeys([*keys, *loose], BOX), ties)
    assert min(places[key][1] for key in loose) > max(places[key][1] for key in keys)
    assert overlaps(places) == 0


def test_newcomers_stand_near_their_ties_and_move_nobody() -> None:
    placed = {"a": (0.0, 0.0), "b": (600.0, 0.0)}
    new = lay_beside(placed, dict.fromkeys("abcd", BOX), [("c", "a"), ("d", "b")], ["c", "d"])
    assert set(new) == {"c", "d"}
    assert hypot(*new["c"]) < 150 and hypot(new["d"][0] - 600, new["d"][1]) < 150
    assert overlaps(placed | new) == 0


@settings(deadline=None, max_examples=40)
@given(
    st.integers(0, 30).flatmap(
        lambda n: st.tuples(st.just(n), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
    )
)
def test_any_graph_can_be_laid_out(graph: tuple[int, list[tuple[int, int]]]) -> None:
    count, pairs = graph
    keys = [str(n) for n in range(count)]
    places = lay_out(dict.fromkeys(keys, BOX), [(str(a), str(b)) for a, b in pairs], keys[:4])
    assert places.keys() == set(keys) and all(abs(x) < 1e6 and abs(y) < 1e6 for x, y in places.values())


@pytest.mark.parametrize("count", [0, 1, 7, 8, 40])
def test_a_crown_has_a_place_for_everyone_above_its_centre(count: int) -> None:
    places = crown((100, 100), count, 40, 18)
    assert len(set(places)) == count
    reach = crown_reach(count, 40, 18) + 0.1
    assert all(y <= 100.1 and 39.9 <= hypot(x - 100, y - 100) <= reach for x, y in places)
