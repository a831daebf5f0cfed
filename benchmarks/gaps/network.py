"""Who works with whom: districts whose bodies meet in more than one way, and circles that hang on one body."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final

import networkx as nx

from benchmarks.gaps.world import HOLDS, Planted, Thing, World
from graph.analysis.gaps.cards import State

if TYPE_CHECKING:
    from benchmarks.gaps.district import District

_CIRCLE: Final = 9
_WORKS: Final = ("LEADS", "PROMOTES", "PARTICIPATES_IN", "FUNDS", "MEMBER_OF", "PARTNERS_WITH")
_COMMON: Final = frozenset({"Organisation", "Action", "Plan"})


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
    _judge(world)


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


def _judge(world: World) -> None:
    """Chance makes more: who alone holds the one that holds a circle. A reader tries each body of the whole network."""
    held, hoped = (_cut_off(world, statuses) for statuses in (HOLDS, (*HOLDS, "proposed")))
    for body, lost in held.items():
        asked = "structural", "single-bridge", frozenset({body.name})
        open_ = State.GAP if hoped.get(body, 0) >= _CIRCLE else State.WEAKLY_COVERED
        if lost >= _CIRCLE or asked in world.planted:
            why = world.planted[asked].why if asked in world.planted else "holds who holds a circle"
            world.planted[asked] = Planted(open_ if lost >= _CIRCLE else State.COVERED, why)


def _cut_off(world: World, statuses: Collection[str]) -> dict[Thing, int]:
    """How many bodies lose the greatest part of theirs without this one."""
    graph: nx.Graph[Thing] = nx.Graph()
    for said in world.said:
        ends = [end for end in (said.subject, said.object) if end and end.label in _COMMON]
        if said.claim in (*_WORKS, "SIGNED") and said.status in statuses and len(ends) == 2:
            graph.add_edge(*ends)
    found = {}
    for body in (thing for thing in nx.articulation_points(graph) if thing.label == "Organisation"):
        around = nx.node_connected_component(graph, body) - {body}
        parts = nx.connected_components(graph.subgraph(around))
        sizes = [sum(thing.label == "Organisation" for thing in part) for part in parts]
        found[body] = sum(sizes) - max(sizes)
    return found


def _joined(world: World, district: "District", body: Thing, circle: Sequence[Thing], status: str) -> None:
    for member in circle:
        world.say(district.ties, body, "PARTNERS_WITH", member, status)
