"""Territories with planted gaps, decoys and noise, as a careful reader of the papers would judge them.

A territory is made of districts, each with a province's municipalities, bodies in a register, a plan of four areas
and two odd ones, minutes, an agreement, lists of ties. What is planted, and how a reader judges it from docs/gaps.md
and the requirement's text, not from the code:

requirement     A need is met (covered) by what is given for it, or is free in the same province or with a member of the
                consortium that does it, under whatever words or name; by amounts that add up. It is met weakly by a
                part of the amount, a promise, a suggestion, money of unknown amount. It is a gap where nobody gives it;
                where who might refused, took it back, is a namesake, sits in another province, gives it to something
                else or at another time, or gives another thing of like name. It is unknown where the only paper that
                names the action or body in need states needs and nothing else; that others name the town or the people
                served tells nothing of it.
implementation  Who leads or promotes, money or means, an indicator, an end, said of the action or the one it is part
                of. A proposal, an indicator of the area are weak. Nothing said (the plan's end is none), or refused:
                gap; where no paper that names the action says such a thing of any action: unknown. Overdue: the end is
                past and no later paper says it was done (a gap if a later paper names the action or who does it, else
                unknown).
                Only planned: an area in which all is to come is covered weakly.
coverage        An area is to have somebody; one where nobody is known is a gap if a paper that names it says who does
                what in any area, else unknown. A column that most of the plan's other areas have
                (of three at least) is to be there; it is unknown where that of most of the area's bodies is.
integrative     Two actions share an area, group, place or resource that at most 40 have, or one is part of the other;
                their bodies are neither the same, nor partners, nor partners of one third: a gap. Proposed: weak.
structural      A circle of bodies that only one holds to the others, and who alone holds that one (found in the whole
                network by taking each body away, with networkx); with a proposed second way it is weak.
generational    An action or area speaks of the young or the old and none takes part (involved, leading a body): gap;
                proposed: weak; where of no body it is known who leads it and of nobody it is said whether they are
                involved: unknown. Both lead bodies of an area and no two of them work together: a gap.
"""

import random
from collections.abc import Iterator
from importlib.resources import files
from itertools import product
from typing import Final

from benchmarks.gaps import needs, network, readers
from benchmarks.gaps.district import TOWNS, District
from benchmarks.gaps.world import Town, World, words
from ingest.resolve.municipalities import municipalities

TODAY: Final = "2026-06-30"
ENTITIES: Final = 270
"""What a district has, about: bodies, actions, things, places, areas, indicators."""


def plant(size: int, seed: int) -> World:
    """A territory of about `size` entities."""
    world = World(random.Random(seed))
    groups = [world.thing("Group", *group["words"], properties=group["properties"]) for group in words()["groups"]]
    names = _names(world.chance)
    provinces = _provinces(world.chance)
    districts = [District(world, *next(provinces), names, groups) for _ in range(max(2, round(size / ENTITIES)))]
    for number, district in enumerate(districts):
        district.fill()
        needs.plant(world, district, districts[number - 1], number, len(districts))
    network.plant(world, districts)
    readers.judge(world)
    return world


def _names(chance: random.Random) -> Iterator[str]:
    """Own names, none twice: two bodies are called the same only where that is planted."""
    nouns, adjectives = words()["names"]["nouns"], words()["names"]["adjectives"]
    for longer in (product(nouns, adjectives), product(nouns, adjectives, adjectives)):
        own = [" ".join(parts) for parts in longer if len(set(parts)) == len(parts)]
        yield from chance.sample(own, len(own))


def _provinces(chance: random.Random) -> Iterator[tuple[str, list[Town]]]:
    """Provinces with enough municipalities, and some of those, without such as share their name."""
    listed = (files("ingest.registers") / "data" / "provinces.txt").read_text(encoding="utf-8").splitlines()
    names = dict(line.split(" ", 1) for line in listed if line[0] != "#")
    towns = sorted(municipalities().values(), key=lambda m: m.code)
    seen = [town.name for town in towns]
    for letters in chance.sample(sorted(names), len(names)):
        own = [t for t in towns if t.province == letters and t.name != names[letters] and seen.count(t.name) == 1]
        if len(own) >= 2 * TOWNS:
            yield names[letters], [Town(t.code, t.name, names[letters]) for t in chance.sample(own, TOWNS)]
