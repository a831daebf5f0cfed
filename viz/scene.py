"""What a picture shows, and where: the chosen nodes and ties, the kinds of actors that are missing, their places."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Final

from graph.analysis.coverage import CellState, Coverage, Tie, coverage, kinds_present, top_areas
from graph.analysis.evidence import Key
from graph.analysis.selection import Selection, around, select
from graph.analysis.view import GraphView, is_claim
from graph.model import Status
from graph.store.port import Edge
from viz.labels import label_lines
from viz.picture import AT_HAND, DRAWN, GHOST, MARKS, NOT_MISSED, RING_ROOM, radius
from viz.room import Box, crown, crown_reach
from viz.words import Language, clean

MAX_EDGES: Final = 12_000
"""Ties that a picture has at most, the firmest and surest of them."""

_READABLE: Final = 140
"""With more nodes than this the marks of areas grow, so that a picture that is seen from afar keeps its headings."""

_LABELLED: Final = 320
"""With more nodes than this labels get smaller and smaller, but for a few: they are read by going closer."""

_SMALLEST_LABEL: Final = 0.45

_LANDMARKS: Final = 12
"""So many organisations, the best connected, keep a label that is read from afar."""

_GLYPH: Final = 0.56
_LINE: Final = 1.2


@dataclass(frozen=True, slots=True)
class Options:
    """What to draw. Areas and places by id or name, kinds of organisations, statuses: empty means all.

    `limit` is the most nodes shown. `missing` are the kinds looked for in each area (None: those that the graph has).
    `focus` is the node whose card is open at first.
    """

    language: Language = "it"
    title: str = ""
    types: tuple[str, ...] = DRAWN
    areas: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    limit: int = 2_000
    ghosts: bool = True
    missing: tuple[str, ...] | None = None
    focus: Key | None = None


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
class Scene:
    """A picture without its looks.

    `positions` are in pixels, by `node_id` and `Ghost.id`; `members` gives the areas (their numbers in `areas`) that a
    node has to do with; `total` counts the nodes there were to show; `unit` is the size of areas, 1 in a small picture.
    """

    view: GraphView
    positions: Mapping[str, tuple[float, float]]
    ghosts: tuple[Ghost, ...]
    ties: Mapping[Key, int]
    fonts: Mapping[Key, float]
    areas: tuple[Key, ...]
    members: Mapping[Key, tuple[int, ...]]
    coverage: Coverage
    total: int
    unit: float


def node_id(key: Key) -> str:
    """The name of a node in the picture."""
    return f"{key[0]}/{key[1]}"


def compose(view: GraphView, options: Options) -> Scene:
    """Chooses and places everything. Raises `NotFound` for an area or place that the graph does not have."""
    wanted = Selection(areas=options.areas, places=options.places, kinds=options.kinds, statuses=options.statuses)
    part = select(view, wanted)
    shown = _limited(_drawable(part, options.types), options)
    ties = Counter(end for edge in shown.edges for end in {edge.source, edge.target})
    areas = tuple(("Area", node.id) for node in top_areas(shown))
    matrix = coverage(view, kinds_present(view) if options.missing is None else options.missing)
    ghosts = _ghosts(matrix, areas) if options.ghosts else ()
    unit = unit_of(shown)
    fonts = font_sizes(shown, ties, unit)
    positions = _positions(shown, options, ghosts, ties, fonts)
    members = _members(part, areas)
    total = sum(key[0] in {*options.types, *AT_HAND} for key in part.nodes)
    return Scene(shown, positions, ghosts, ties, fonts, areas, members, matrix, total, unit)


def unit_of(view: GraphView) -> float:
    """By how much the marks of areas grow in a picture of this view."""
    return max(1.0, sqrt(len(view.nodes) / _READABLE))


def mark_size(label: str, ties: int, unit: float) -> float:
    """Radius of a node in a picture of this unit."""
    return round(radius(label, ties) * (unit if label == "Area" else 1.0), 1)


def font_sizes(view: GraphView, ties: Mapping[Key, int], unit: float) -> dict[Key, float]:
    """Size of each label: areas and a few landmarks stay legible from afar, the others shrink in a large picture."""
    share = max(min(1.0, sqrt(_LABELLED / max(len(view.nodes), 1))), _SMALLEST_LABEL)
    actors = sorted((key for key in view.nodes if key[0] == "Organisation"), key=lambda key: (-ties[key], key))
    landmarks = set(actors[:_LANDMARKS]) if share < 1 else set[Key]()
    sizes = {}
    for key in view.nodes:
        mark = MARKS[key[0]]
        grows = mark.label_always or key in landmarks
        sizes[key] = round(mark.font * unit if grows else (mark.font + min(ties[key] / 4, 5)) * share, 1)
    return sizes


def label_of(view: GraphView, key: Key) -> str:
    """The short name of a node, on one or two lines."""
    return label_lines(clean(view.name(key)) or key[1])


def _drawable(view: GraphView, types: Collection[str]) -> GraphView:
    kept = {key for key in view.nodes if key[0] in MARKS and key[0] in {*types, *AT_HAND}}
    edges = (edge for edge in view.edges if is_claim(edge) or edge.target[0] == "Document")
    return view.restrict(kept, edges)


def _limited(view: GraphView, options: Options) -> GraphView:
    """The best connected nodes, areas first and what is only at hand last, and the firmest ties between them."""
    ranked = sorted(view.nodes, key=lambda key: (key[0] != "Area", key[0] not in options.types, -view.degree(key), key))
    kept = set(ranked[: max(options.limit, 1)])
    if options.focus is not None:
        kept.add(options.focus)
    shown = view.restrict(kept)
    if len(shown.edges) <= MAX_EDGES:
        return shown
    order = {status.value: rank for rank, status in enumerate(Status)}
    firmest = sorted(shown.edges, key=lambda e: (order.get(e.status, len(order)), -_sure(e), e.source, e.target))
    return shown.restrict(kept, firmest[:MAX_EDGES])


def _sure(edge: Edge) -> float:
    value = edge.properties.get("confidence")
    return float(value) if isinstance(value, int | float) else 1.0


def _ghosts(matrix: Coverage, areas: Collection[Key]) -> tuple[Ghost, ...]:
    return tuple(
        Ghost(cell.area, cell.kind, cell.ties)
        for cell in matrix.cells.values()
        if cell.area in areas and cell.kind not in NOT_MISSED and cell.state in {CellState.NOBODY, CellState.DENIED}
    )


def _positions(
    view: GraphView, options: Options, ghosts: Iterable[Ghost], ties: Mapping[Key, int], fonts: Mapping[Key, float]
) -> dict[str, tuple[float, float]]:
    from viz.layout import lay_beside, lay_out

    missing, unit, types = Counter(ghost.area for ghost in ghosts), unit_of(view), options.types
    boxes = {node_id(key): _box(view, key, mark_size(key[0], ties[key], unit), fonts[key]) for key in view.nodes}
    boxes |= {node_id(area): _with_crown(boxes[node_id(area)], count, unit) for area, count in missing.items()}
    pairs = [(node_id(edge.source), node_id(edge.target)) for edge in view.edges]
    core = {node_id(key): boxes[node_id(key)] for key in view.nodes if key[0] in types}
    anchors = {node_id(("Area", node.id)) for node in top_areas(view)}
    placed = lay_out(core, pairs, anchors)
    rest = [key for key in boxes if key not in core]
    placed |= lay_beside(placed, boxes, pairs, rest) if rest else {}
    return placed | _crowns(ghosts, missing, placed, unit)


def _crowns(
    ghosts: Iterable[Ghost], missing: Mapping[Key, int], placed: Mapping[str, tuple[float, float]], unit: float
) -> dict[str, tuple[float, float]]:
    places = {area: iter(crown(placed[node_id(area)], count, *_crown(unit))) for area, count in missing.items()}
    return {ghost.id: next(places[ghost.area]) for ghost in ghosts}


def _crown(unit: float) -> tuple[float, float]:
    """Radius of the inner arc of ghosts around an area, and the room of one ghost."""
    return (MARKS["Area"].size * 1.42 + 16) * unit, (2 * GHOST.size + 4) * unit


def _box(view: GraphView, key: Key, size: float, font: float) -> Box:
    """Room of a node of this radius and its label."""
    lines = label_of(view, key).split("\n")
    width, height = max(map(len, lines)) * font * _GLYPH, len(lines) * font * _LINE
    if MARKS[key[0]].holds_label:
        return Box(width / 2 + 8, height / 2 + 6, height / 2 + 6)
    size += RING_ROOM if "led_by" in view.nodes[key].properties else 0.0
    return Box(max(width / 2, size), size, size + height + 4)


def _with_crown(box: Box, missing: int, unit: float) -> Box:
    reach = crown_reach(missing, *_crown(unit)) + (GHOST.size + 3) * unit
    return Box(max(box.half_width, reach), reach, box.bottom)


def _members(view: GraphView, areas: Iterable[Key]) -> dict[Key, tuple[int, ...]]:
    """For every node the areas (their numbers) that it has to do with."""
    found: dict[Key, list[int]] = {}
    for number, area in enumerate(areas):
        for key in around(view, [area]).nodes:
            if key[0] != "Area" or key == area:
                found.setdefault(key, []).append(number)
    return {key: tuple(numbers) for key, numbers in found.items()}
