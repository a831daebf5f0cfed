"""Room in a picture: what a node and its label take, and where small things fit above it."""

from dataclasses import dataclass
from math import cos, pi, sin


@dataclass(frozen=True, slots=True)
class Box:
    """Room that a node and its label take, in pixels around the node's centre."""

    half_width: float
    top: float
    bottom: float


def crown(centre: tuple[float, float], count: int, inner: float, step: float) -> list[tuple[float, float]]:
    """Places for `count` small things in arcs above a centre, evenly spread in each arc, from the left."""
    places: list[tuple[float, float]] = []
    reach = inner
    while len(places) < count:
        room = int(pi * reach / step) + 1
        here = min(room, count - len(places))
        span = min(pi, (here - 1) * step / reach)
        for n in range(here):
            angle = -pi / 2 - span / 2 + (span * n / (here - 1) if here > 1 else 0.0)
            places.append((round(centre[0] + reach * cos(angle), 1), round(centre[1] + reach * sin(angle), 1)))
        reach += step
    return places


def crown_reach(count: int, inner: float, step: float) -> float:
    """How far above the centre the last arc of a crown of `count` stands."""
    reach = inner
    while (count := count - int(pi * reach / step) - 1) > 0:
        reach += step
    return reach
