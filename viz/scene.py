"""What a picture shows, and where: the chosen nodes and ties, the kinds of actors that are missing, their places."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import sqrt
from typing import TYPE_CHECKING, Final

from graph.analysis.coverage import top_areas
from graph.analysis.evidence import Key
from graph.analysis.filters import Part
from graph.analysis.selection import concerning, select
from graph.analysis.view import GraphView, is_claim
from graph.model import Status
from graph.store.port import Edge
from viz.labels import label_lines
from viz.missing import Missing, crowns, missing, with_crowns
from viz.picture import AT_HAND, DRAWN, GROWING, MARKS, RING_ROOM, radius
from viz.room import Box
from viz.words import Language, clean

if TYPE_CHECKING:
    from viz.layout import Layout

MAX_EDGES: Final = 12_000
"""Ties that a picture has at most, the firmest and surest of them."""

_READABLE: Final = 110
"""With more nodes than this areas and landmarks grow, so that a picture that is seen from afar keeps its headings."""

_LABELLED: Final = 320
"""With more nodes than this labels get smaller and smaller, but for a few: they are read by going closer."""

_AREA_GROWTH: Final = 0.75
"""How far the marks of areas follow their names."""

_SMALLEST_LABEL: Final = 0.45

_LANDMARKS: Final = 12
"""So many nodes, the best connected, keep a label that is read from afar."""

_LANDMARK_TIES: Final = 3

_GLYPH: Final = 0.56
_LINE: Final = 1.2


@dataclass(frozen=True, slots=True)
class Options:
    """What to draw: a part of the graph, of which `limit` is the most nodes shown.

    `missing` are the kinds looked for in each area (None: those that act somewhere). `focus` is the node whose card is
    open at first. `asked` are names and values with which a server was asked for the page, for its links to itself.
    """

    language: Language = "it"
    title: str = ""
    part: Part = field(default_factory=Part)
    asked: tuple[tuple[str, str], ...] = ()
    limit: int = 2_000
    ghosts: bool = True
    missing: tuple[str, ...] | None = None
    focus: Key | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture without its looks.

    `types` are shown at first; `positions` are in pixels, by `node_id`, `Ghost.id` and `fold_id`; `loose` are the nodes
    without a tie to any that is shown at first, `caption` is where their heading stands; `landmarks` are read from
    afar; `members` gives the areas (their numbers in `areas`) that a node has to do with; `total` and `total_ties`
    count what there was to show; `unit` is the size of areas, 1 in a small picture.
    """

    view: GraphView
    types: tuple[str, ...]
    positions: Mapping[str, tuple[float, float]]
    loose: frozenset[str]
    caption: tuple[float, float] | None
    missing: Missing
    ties: Mapping[Key, int]
    fonts: Mapping[Key, float]
    landmarks: frozenset[Key]
    areas: tuple[Key, ...]
    members: Mapping[Key, tuple[int, ...]]
    total: int
    total_ties: int
    unit: float


def node_id(key: Key) -> str:
    """The name of a node in the picture."""
    return f"{key[0]}/{key[1]}"


def compose(view: GraphView, options: Options, columns: Sequence[Collection[Key]] = ()) -> Scene:
    """Chooses and places everything, what is in `columns` in these. Raises `NotFound` for an area or place that the
    graph does not have."""
    part = select(view, options.part.selection())
    drawable = part.restrict({key for key in part.nodes if key[0] in MARKS}, filter(is_claim, part.edges))
    chosen = _best_connected(drawable, options)
    shown = _firmest(chosen)
    ties = Counter(end for edge in shown.edges for end in {edge.source, edge.target})
    areas = tuple(("Area", node.id) for node in top_areas(shown))
    gone = missing(view, areas if options.ghosts else (), options.missing)
    types = DRAWN if _tied(shown, DRAWN) else DRAWN + AT_HAND  # nothing is tied in a register alone
    count = _tied(shown, types)
    unit = unit_of(count)
    marked = landmarks(shown.restrict({key for key in shown.nodes if key[0] in types}), count, ties)
    fonts = font_sizes(shown, count, ties, marked)
    boxes = {key: _box(shown, key, mark_size(key[0], ties[key], unit), fonts[key]) for key in shown.nodes}
    layout = _in_columns(shown, columns, boxes) if columns else _laid_out(shown, types, gone, boxes, unit)
    return Scene(
        view=shown,
        types=types,
        positions=layout.places,
        loose=frozenset(layout.loose),
        caption=layout.caption,
        missing=gone,
        ties=ties,
        fonts=fonts,
        landmarks=marked,
        areas=areas,
        members=_members(part, areas),
        total=len(drawable.nodes),
        total_ties=len(chosen.edges),
        unit=unit,
    )


def unit_of(count: int) -> float:
    """By how much the names of areas grow in a picture of so many nodes."""
    return max(1.0, sqrt(count / _READABLE))


def mark_size(label: str, ties: int, unit: float) -> float:
    """Radius of a node in a picture of this unit."""
    return round(radius(label, ties) * (unit**_AREA_GROWTH if label == "Area" else 1.0), 1)


def font_sizes(view: GraphView, count: int, ties: Mapping[Key, int], marked: Collection[Key]) -> dict[Key, float]:
    """Size of each label: areas and a few landmarks stay legible from afar, the others shrink where many
    nodes (`count`) are shown."""
    unit = unit_of(count)
    share = max(min(1.0, sqrt(_LABELLED / max(count, 1))), _SMALLEST_LABEL)

    def size(key: Key) -> float:
        mark = MARKS[key[0]]
        grows = mark.label_always or key in marked
        return round(mark.font * unit if grows else (mark.font + min(ties[key] / 4, 5)) * share, 1)

    return {key: size(key) for key in view.nodes}


def landmarks(view: GraphView, count: int, ties: Mapping[Key, int]) -> frozenset[Key]:
    """The best connected, which keep a label that is read from afar; none where all labels can be read."""
    tied = (key for key in view.nodes if key[0] in GROWING and ties[key] >= _LANDMARK_TIES)
    ranked = sorted(tied, key=lambda key: (-ties[key], key))
    return frozenset(ranked[:_LANDMARKS] if count > _READABLE else ())


def label_of(view: GraphView, key: Key) -> str:
    """The short name of a node, on one or two lines."""
    return label_lines(clean(view.name(key)) or key[1])


def _best_connected(view: GraphView, options: Options) -> GraphView:
    """The best connected nodes, areas first and what is only at hand last."""
    ranked = sorted(view.nodes, key=lambda key: (key[0] != "Area", key[0] not in DRAWN, -view.degree(key), key))
    kept = set(ranked[: max(options.limit, 1)])
    return view.restrict(kept | {options.focus} if options.focus else kept)


def _firmest(view: GraphView) -> GraphView:
    """The firmest and surest ties, as many as a picture may have."""
    if len(view.edges) <= MAX_EDGES:
        return view
    order = {status.value: rank for rank, status in enumerate(Status)}
    firmest = sorted(view.edges, key=lambda e: (order.get(e.status, len(order)), -_sure(e), e.source, e.target))
    return view.restrict(view.nodes.keys(), firmest[:MAX_EDGES])


def _tied(view: GraphView, types: Collection[str]) -> int:
    """How many nodes are shown at first: those with a tie to another that is."""
    ends = (edge for edge in view.edges if edge.source[0] in types and edge.target[0] in types)
    return len({end for edge in ends for end in (edge.source, edge.target)})


def _sure(edge: Edge) -> float:
    value = edge.properties.get("confidence")
    return float(value) if isinstance(value, int | float) else 1.0


def _laid_out(view: GraphView, types: Sequence[str], gone: Missing, own: dict[Key, Box], unit: float) -> "Layout":
    """The layout of what is shown at first, with the places of everything."""
    from viz.layout import lay_beside, lay_out

    boxes = {node_id(key): box for key, box in (own | with_crowns(own, gone, unit)).items()}
    pairs = [(node_id(edge.source), node_id(edge.target)) for edge in view.edges]
    shown = (key for key in view.nodes if key[0] in types)
    core = sorted(shown, key=lambda key: (types.index(key[0]), view.name(key).casefold(), key))
    anchors = {node_id(("Area", node.id)) for node in top_areas(view)}
    groups = {node_id(key): key[0] for key in core}
    layout = lay_out({node_id(key): boxes[node_id(key)] for key in core}, pairs, anchors, groups)
    rest = [key for key in boxes if key not in groups]
    placed = layout.places | lay_beside(layout.places, boxes, pairs, rest)
    centres = {ghost.area: placed[node_id(ghost.area)] for ghost in gone.ghosts}
    return replace(layout, places=placed | crowns(gone, centres, unit))


def _in_columns(view: GraphView, columns: Sequence[Collection[Key]], own: dict[Key, Box]) -> "Layout":
    from viz.columns import in_columns
    from viz.layout import Layout

    pairs = [(node_id(edge.source), node_id(edge.target)) for edge in view.edges]
    named = [[node_id(key) for key in column if key in view.nodes] for column in columns]
    return Layout(in_columns(named, {node_id(key): box for key, box in own.items()}, pairs))


def _box(view: GraphView, key: Key, size: float, font: float) -> Box:
    """Room of a node of this radius and its label."""
    lines = label_of(view, key).split("\n")
    width, height = max(map(len, lines)) * font * _GLYPH, len(lines) * font * _LINE
    if MARKS[key[0]].holds_label:
        return Box(width / 2 + 8, height / 2 + 6, height / 2 + 6)
    size += RING_ROOM if "led_by" in view.nodes[key].properties else 0.0
    return Box(max(width / 2, size), size, size + height + 4)


def _members(view: GraphView, areas: Iterable[Key]) -> dict[Key, tuple[int, ...]]:
    """For every node the areas (their numbers) that it has to do with."""
    found: dict[Key, list[int]] = {}
    for number, area in enumerate(areas):
        for key in concerning(view, [area]):
            if key in view.nodes and (key[0] != "Area" or key == area):
                found.setdefault(key, []).append(number)
    return {key: tuple(numbers) for key, numbers in found.items()}
