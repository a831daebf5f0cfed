"""Who works with whom: districts whose bodies meet in more than one way, and circles that hang on one body."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from benchmarks.gaps.world import HOLDS, Thing, World
from graph.analysis.gaps.cards import State

if TYPE_CHECKING:
    from benchmarks.gaps.district import District

_CIRCLE: Final = 9
_WORKS: Final = ("LEADS", "PROMOTES", "PARTICIPATES_IN", "FUNDS", "MEMBER_OF", "PARTNERS_WITH")


def plant(world: World, districts: Sequence["District"]) -> None:
    """Ties inside districts, three bodies that act in all of them, and a circle for each district but few."""
    everywhere = [districts[0].body("foundation") for _ in range(3)]
    for district in districts:
        _woven(world, district)
        for body in everywhere:
            for action in world.chance.sample([a for a in district.actions if not _asks(world, a)], 2):
                world.say(district.agreement, body, "FUNDS", action, "done")
    for number, district in enumerate(districts):
        _circle(world, district, ("one", "two", "proposed", "one")[number % 4])


def _asks(world: World, action: Thing) -> bool:
    return bool(world.out(action, "NEEDS") or world.into(action, "USED_IN"))


def _woven(world: World, district: "District") -> None:
    """Nobody has fewer than three ties, so that none but the planted circles hang on anybody."""
    for body in district.bodies:
        for partner in world.chance.sample(district.bodies, 4):
            few = sum(s.status in HOLDS for s in (*world.out(body, *_WORKS), *world.into(body, *_WORKS))) < 3
            if few and partner is not body:
                world.say(district.ties, body, "PARTNERS_WITH", partner)


def _circle(world: World, district: "District", case: str) -> None:
    """A circle that works together, and one body (or two) through which alone it knows the others."""
    circle = [district.body("odv") for _ in range(_CIRCLE)]
    for place, one in enumerate(circle):
        for step in (1, 2, 4):
            world.say(district.ties, one, "PARTNERS_WITH", circle[(place + step) % _CIRCLE])
    one, other = world.chance.sample(district.bodies, 2)
    _joined(world, district, one, circle[:4], "done")
    if case != "one":
        _joined(world, district, other, circle[5:8], "done" if case == "two" else "proposed")
    for body in circle:
        world.say(district.minutes[0], body, "NAMED", None)
    state = {"one": State.GAP, "two": State.COVERED, "proposed": State.WEAKLY_COVERED}[case]
    world.expect("structural", "single-bridge", (one,), state, f"circle held by {case}")


def _joined(world: World, district: "District", body: Thing, circle: Sequence[Thing], status: str) -> None:
    for member in circle:
        world.say(district.ties, body, "PARTNERS_WITH", member, status)
