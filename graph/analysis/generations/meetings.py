"""Where generations meet: ties across, who stands between, how far apart the young and the old are."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph.analysis.evidence import Key
from graph.analysis.generations.layers import MIXED, SENIOR, YOUNG
from graph.analysis.generations.mixing import steps
from graph.analysis.network.nulls import binary
from graph.analysis.network.ties import Floats, Ties


@dataclass(frozen=True, slots=True)
class Meeting:
    """An organisation that works with youth-led and with senior-led ones: it could bring them together.

    `generation` is its own, None where unknown; a young one counts itself among `young`, an old one among `senior`.
    """

    actor: Key
    generation: str | None
    young: tuple[Key, ...]
    senior: tuple[Key, ...]


@dataclass(frozen=True, eq=False)
class Distances:
    """Ties from each youth-led organisation to the nearest senior-led one; infinite where no way is known."""

    actors: tuple[Key, ...]
    steps: Floats

    @property
    def mean(self) -> float:
        """Of those with a way; NaN where there is none."""
        reached = self.steps[np.isfinite(self.steps)]
        return float(reached.mean()) if len(reached) else float("nan")

    @property
    def apart(self) -> int:
        """How many have no way."""
        return int((~np.isfinite(self.steps)).sum())


def distances(ties: Ties, of: Mapping[Key, str | None]) -> Distances:
    """How far the young are from the old, among the ties that hold."""
    young, senior = ([n for n, key in enumerate(ties.actors) if of.get(key) == g] for g in (YOUNG, SENIOR))
    found = steps(binary(ties.holding().graph), young, senior)
    return Distances(tuple(ties.actors[n] for n in young), found)


def meetings(ties: Ties, of: Mapping[Key, str | None]) -> tuple[Meeting, ...]:
    """Mentoring bridges: who has both generations around, those with most of the rarer one first."""
    graph = ties.holding().graph
    generation = [of.get(key) for key in ties.actors]
    found = []
    for row, actor in enumerate(ties.actors):
        near = [*graph.indices[graph.indptr[row] : graph.indptr[row + 1]], row]
        sides = {g: tuple(ties.actors[n] for n in sorted(near) if generation[n] == g) for g in (YOUNG, SENIOR)}
        if all(sides.values()) or (generation[row] == MIXED and any(sides.values())):
            found.append(Meeting(actor, generation[row], sides[YOUNG], sides[SENIOR]))
    return tuple(sorted(found, key=lambda m: (-min(len(m.young), len(m.senior)), -len(m.young + m.senior), m.actor)))
