"""Who is missing: the kinds of actors that the territory has, and that nobody stands for in an area."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from graph.analysis.coverage import UNKNOWN, CellState, Coverage, Tie, coverage, kinds_present, ties_of
from graph.analysis.evidence import Key
from graph.analysis.selection import kind_of
from graph.analysis.view import GraphView, claim_of
from graph.model import Status
from viz.picture import GHOST, MARKS, NOT_MISSED
from viz.room import Box, crown, crown_reach

FOLD_FROM: Final = 6
"""From so many missing kinds on, one circle with their number stands above an area until it is clicked."""

_ACTS: Final = ("LEADS", "PROMOTES", "PARTICIPATES_IN", "FUNDS")
_MISSED: Final = frozenset({CellState.NOBODY, CellState.DENIED})


@dataclass(frozen=True, slots=True)
class Ghost:
    """A kind of actor that nobody stands for in an area; `refusals` are ties of those who said no."""

    area: Key
    kind: str
    refusals: tuple[Tie, ...]

    @property
    def id(self) -> str:
        return f"ghost/{self.area[1]}/{self.kind}"


@dataclass(frozen=True, slots=True)
class Missing:
    """All that is missing in a picture.

    `actors` counts who is known in an area; the ghosts of a `folded` area are behind one circle.
    """

    coverage: Coverage
    ghosts: tuple[Ghost, ...]
    actors: Mapping[Key, int]
    folded: tuple[Key, ...]


def missing(view: GraphView, areas: Collection[Key], kinds: tuple[str, ...] | None) -> Missing:
    """The missing kinds of these areas among `kinds` (None: those that act somewhere in the view)."""
    matrix = coverage(view, _acting(view) if kinds is None else kinds)
    ghosts = tuple(
        Ghost(cell.area, cell.kind, cell.ties)
        for cell in matrix.cells.values()
        if cell.area in areas and cell.kind not in NOT_MISSED and cell.state in _MISSED
    )
    actors = {
        area: len({tie.actor for tie in ties_of(view, area) if tie.status is not Status.DENIED}) for area in areas
    }
    counts = Counter(ghost.area for ghost in ghosts)
    folded = (area for area in areas if counts[area] >= FOLD_FROM or (counts[area] > 1 and not actors[area]))
    return Missing(matrix, ghosts, actors, tuple(folded))


def fold_id(area: Key) -> str:
    """The name in the picture of the one circle that stands for all missing kinds of an area."""
    return f"ghosts/{area[1]}"


def with_crowns(boxes: Mapping[Key, Box], gone: Missing, unit: float) -> dict[Key, Box]:
    """The boxes of areas made higher by what stands above them."""
    higher = {}
    for area, count in Counter(ghost.area for ghost in gone.ghosts).items():
        shown = 1 if area in gone.folded else count
        reach = crown_reach(shown, *_crown(unit)) + (GHOST.size + 4) * unit
        wide = max(boxes[area].half_width, reach if shown > 1 else 0.0)
        higher[area] = Box(wide, reach, boxes[area].bottom)
    return higher


def crowns(gone: Missing, centres: Mapping[Key, tuple[float, float]], unit: float) -> dict[str, tuple[float, float]]:
    """Places of the ghosts, and of the circles that stand for several."""
    counts = Counter(ghost.area for ghost in gone.ghosts)
    places = {area: iter(crown(centres[area], count, *_crown(unit))) for area, count in counts.items()}
    placed = {ghost.id: next(places[ghost.area]) for ghost in gone.ghosts}
    return placed | {fold_id(area): crown(centres[area], 1, *_crown(unit))[0] for area in gone.folded}


def fold_size(unit: float) -> float:
    """Radius of the circle that stands for several."""
    return round((GHOST.size + 4) * unit, 1)


def _acting(view: GraphView) -> tuple[str, ...]:
    """Kinds of which somebody leads, promotes, funds or takes part in something, in the model's order."""
    acting = {
        edge.source
        for edge in view.edges
        if claim_of(edge) == "PROVIDES" or (claim_of(edge) in _ACTS and edge.target[0] in {"Action", "Area"})
    }
    found = {kind_of(node) for key, node in view.nodes.items() if key[0] == "Organisation" and key in acting}
    return tuple(kind for kind in kinds_present(view) if kind in found and kind != UNKNOWN)


def _crown(unit: float) -> tuple[float, float]:
    """Radius of the inner arc of ghosts around an area, and the room of one ghost."""
    return (MARKS["Area"].size * 1.42 + 16) * unit, (2 * GHOST.size + 4) * unit
