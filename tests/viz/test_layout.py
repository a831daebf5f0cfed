"""Positions: the same each time, nothing on top of anything else, areas apart."""

from dataclasses import dataclass
from itertools import combinations
from math import hypot, isfinite
from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings
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
    assert overlaps(lay_out(dict.fromkeys(keys, BOX), ties, keys[:6]).places) == 0


def test_areas_are_spread_out() -> None:
    keys, ties = star(6, 8)
    places = lay_out(dict.fromkeys(keys, BOX), ties, keys[:6]).places
    apart = [hypot(places[a][0] - places[b][0], places[a][1] - places[b][1]) for a, b in combinations(keys[:6], 2)]
    assert min(apart) > 100


def test_what_hangs_together_with_nothing_stands_below() -> None:
    keys, ties = star(3, 6)
    loose = [f"z{n}" for n in range(30)]
    layout = lay_out(dict.fromkeys([*keys, *loose], BOX), ties)
    places = layout.places
    assert layout.loose == tuple(loose)
    assert min(places[key][1] for key in loose) > max(places[key][1] for key in keys)
    assert overlaps(places) == 0


def test_newcomers_stand_near_their_ties_and_move_nobody() -> None:
    placed = {"a": (0.0, 0.0), "b": (600.0, 0.0)}
    new = lay_beside(placed, dict.fromkeys("abcd", BOX), [("c", "a"), ("d", "b")], ["c", "d"])
    assert set(new) == {"c", "d"}
    assert hypot(*new["c"]) < 150 and hypot(new["d"][0] - 600, new["d"][1]) < 150
    assert overlaps(placed | new) == 0


def path(count: int) -> list[tuple[int, int]]:
    return [(n, n + 1) for n in range(count - 1)]


def spokes(count: int) -> list[tuple[int, int]]:
    return [(0, n) for n in range(1, count)]


def ring(count: int) -> list[tuple[int, int]]:
    return [*path(count), (count - 1, 0)] if count > 2 else path(count)


def clique(count: int) -> list[tuple[int, int]]:
    return list(combinations(range(min(count, 14)), 2)) + [(0, n) for n in range(14, count)]


@dataclass(frozen=True)
class Drawing:
    """Boxes of many sizes, their ties, and those that are areas."""

    boxes: dict[str, Box]
    ties: list[tuple[str, str]]
    anchors: list[str]


@st.composite
def drawings(draw: st.DrawFn) -> Drawing:
    """Graphs of any shape: pieces of several forms side by side, ties at random, nodes without any."""
    boxes: dict[str, Box] = {}
    ties: list[tuple[str, str]] = []
    sizes = st.builds(Box, st.floats(8, 90), st.floats(8, 70), st.floats(8, 60))
    for piece in range(draw(st.integers(0, 8))):
        count, shape = draw(st.integers(1, 24)), draw(st.sampled_from((path, spokes, ring, clique)))
        box = draw(sizes)
        boxes |= {f"{piece}.{n}": box for n in range(count)}
        ties += [(f"{piece}.{a}", f"{piece}.{b}") for a, b in shape(count)]
    boxes |= {f"loose{n}": draw(sizes) for n in range(draw(st.integers(0, 12)))}
    keys = sorted(boxes)
    if keys:
        ties += draw(st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(keys)), max_size=12))
    return Drawing(boxes, ties, draw(st.lists(st.sampled_from(keys), max_size=10, unique=True)) if keys else [])


def covered(drawing: Drawing, places: dict[str, tuple[float, float]]) -> tuple[float, float]:
    """Width and height of what is drawn."""
    xs = [x + side * drawing.boxes[key].half_width for key, (x, _) in places.items() for side in (-1, 1)]
    ys = [y + reach for key, (_, y) in places.items() for reach in (-drawing.boxes[key].top, drawing.boxes[key].bottom)]
    return max(xs) - min(xs), max(ys) - min(ys)


def touching(drawing: Drawing, places: dict[str, tuple[float, float]]) -> list[tuple[str, str]]:
    return [
        (a, b)
        for a, b in combinations(places, 2)
        if abs(places[a][0] - places[b][0]) < drawing.boxes[a].half_width + drawing.boxes[b].half_width - 1
        and places[a][1] - drawing.boxes[a].top < places[b][1] + drawing.boxes[b].bottom - 1
        and places[b][1] - drawing.boxes[b].top < places[a][1] + drawing.boxes[a].bottom - 1
    ]


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(drawings())
def test_any_graph_makes_a_picture_that_can_be_read(drawing: Drawing) -> None:
    layout = lay_out(drawing.boxes, drawing.ties, drawing.anchors)
    assert layout.places.keys() == drawing.boxes.keys()
    assert all(isfinite(x) and isfinite(y) for x, y in layout.places.values())
    assert touching(drawing, layout.places) == []
    for places in (layout.places, {key: at for key, at in layout.places.items() if key not in layout.loose}):
        if len(places) > 6:
            width, height = covered(drawing, places)
            assert 1 / 4 <= width / height <= 4
            area = sum(
                2 * box.half_width * (box.top + box.bottom) for key, box in drawing.boxes.items() if key in places
            )
            assert width * height < 40 * area + 400**2
            assert nearest(places) < 12 * max(box.half_width + box.top + box.bottom for box in drawing.boxes.values())


def nearest(places: dict[str, tuple[float, float]]) -> float:
    """How far from its nearest neighbour a node usually is."""
    return median(
        min(hypot(x - other_x, y - other_y) for other, (other_x, other_y) in places.items() if other != key)
        for key, (x, y) in places.items()
    )


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(drawings(), st.integers(1, 8))
def test_newcomers_touch_nobody(drawing: Drawing, count: int) -> None:
    placed = lay_out(drawing.boxes, drawing.ties).places
    new = [f"new{n}" for n in range(count)]
    ties = [(key, other) for key in new for other in list(placed)[:3]]
    boxes = drawing.boxes | dict.fromkeys(new, BOX)
    found = lay_beside(placed, boxes, ties, new)
    assert touching(Drawing(boxes, [], []), placed | found) == []


@pytest.mark.parametrize("count", [0, 1, 7, 8, 40])
def test_a_crown_has_a_place_for_everyone_above_its_centre(count: int) -> None:
    places = crown((100, 100), count, 40, 18)
    assert len(set(places)) == count
    reach = crown_reach(count, 40, 18) + 0.1
    assert all(y <= 100.1 and 39.9 <= hypot(x - 100, y - 100) <= reach for x, y in places)
