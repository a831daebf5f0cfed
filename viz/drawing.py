"""A scene as PyVis's network: nodes, lines and options of vis-network in the one visual language."""

from collections import Counter
from collections.abc import Iterator
from math import sqrt
from typing import TYPE_CHECKING, Any, Final

from graph.analysis.evidence import Key
from graph.analysis.view import claim_of
from graph.model import CLAIM_TYPES, Status
from graph.store.port import Edge
from viz.missing import Ghost, fold_id, fold_size
from viz.picture import (
    GHOST,
    INK,
    LABEL_THRESHOLD,
    LEAST_UNDER_TEXT,
    LINES,
    MARKS,
    OTHER_LINE,
    PAPER,
    QUIET,
    RING_GAP,
    RING_WIDTH,
    RINGS,
    Mark,
    faded,
    opacity,
)
from viz.scene import Options, Scene, label_of, mark_size, node_id
from viz.words import Words, clean, load_words

if TYPE_CHECKING:
    from pyvis.network import Network

_FACE: Final = "Titillium Web, Segoe UI, Helvetica Neue, Liberation Sans, Arial, sans-serif"
_BEND: Final = 0.14
_SYMMETRIC: Final = frozenset(name for name, claim in CLAIM_TYPES.items() if claim.symmetric)
_DRAWN_BY_THE_PAGE: Final = {"color": "rgba(0,0,0,0)", "strokeWidth": 0}
"""Names of areas and landmarks take room here; the page writes them, so that they are never too small."""

_MANY_EDGES: Final = 4_000
"""With more ties than this they are hidden while the picture is dragged."""


def draw(scene: Scene, options: Options) -> "Network":
    """PyVis's network of a scene, filled directly: its `add_edge` looks through all edges each time."""
    from pyvis.network import Network

    network = Network(height="100%", width="100%", directed=True, bgcolor=PAPER, cdn_resources="in_line")
    words = load_words(options.language)
    network.nodes = [*(_node(scene, key) for key in scene.view.nodes), *_missing(scene, words)]
    network.edges = _edges(scene)
    network.options = _options(scene)
    return network


def _node(scene: Scene, key: Key) -> dict[str, Any]:
    ties, (x, y) = scene.ties[key], scene.positions[node_id(key)]
    values = scene.view.nodes[key].properties
    node: dict[str, Any] = {
        "id": node_id(key),
        "group": key[0],
        "label": label_of(scene.view, key),
        "title": clean(scene.view.name(key)) or key[1],
        "size": mark_size(key[0], ties, scene.unit),
        "font": {"size": scene.fonts[key], **(_DRAWN_BY_THE_PAGE if key in scene.landmarks else {})},
        "x": round(x),
        "y": round(y),
    }
    if (strength := opacity(values.get("confidence"))) < 1:
        mark = MARKS[key[0]]  # its name stays as dark as the others'
        node["color"] = _shades(faded(mark.colour, max(strength, LEAST_UNDER_TEXT) if mark.holds_label else strength))
    if values.get("led_by") in RINGS:
        node["ring"] = values["led_by"]
    return node if key[0] in scene.types else {**node, "hidden": True}


def _shades(colour: str, border: str | None = None) -> dict[str, Any]:
    chosen = {"background": colour, "border": INK}
    return {"background": colour, "border": border or colour, "highlight": chosen, "hover": chosen}


def _missing(scene: Scene, words: Words) -> Iterator[dict[str, Any]]:
    """A circle for each missing kind, then one for each area that stands for all of its."""
    for ghost in scene.missing.ghosts:
        title, size = ghost_title(scene, ghost, words), round(GHOST.size * scene.unit, 1)
        drawn = _dashed(scene, ghost.id, ghost.area, title, size)
        yield {**drawn, "hidden": True} if ghost.area in scene.missing.folded else drawn
    for area in scene.missing.folded:
        yield _dashed(scene, fold_id(area), area, fold_title(scene, area, words), fold_size(scene.unit))


def _dashed(scene: Scene, id: str, area: Key, title: str, size: float) -> dict[str, Any]:
    x, y = scene.positions[id]
    place = {"x": round(x), "y": round(y)}
    return {"id": id, "group": "ghost", "label": "", "title": title, "size": size, "area": node_id(area), **place}


def ghost_title(scene: Scene, ghost: Ghost, words: Words) -> str:
    """“Nessuna APS in «Finanza a impatto»”."""
    area = clean(scene.view.name(ghost.area))
    return words.page("ghost_title", nobody=words.word("nobody", ghost.kind), area=area)


def fold_title(scene: Scene, area: Key, words: Words) -> str:
    """“Nessuno noto in «Finanza a impatto»”, “Chi manca in «Finanza a impatto»”."""
    key = "fold_title" if scene.missing.actors[area] else "nobody_title"
    return words.page(key, area=clean(scene.view.name(area)))


def _edges(scene: Scene) -> list[dict[str, Any]]:
    """Ties in the view's order; those between the same two nodes are bent, so that each can be seen and clicked."""
    seen: Counter[frozenset[Key]] = Counter()
    drawn = []
    for number, edge in enumerate(scene.view.edges):
        pair = frozenset((edge.source, edge.target))
        drawn.append(_edge(number, edge, seen[pair], sqrt(scene.unit)))
        seen[pair] += 1
    return drawn


def _edge(number: int, edge: Edge, before: int, thinner: float) -> dict[str, Any]:
    line = LINES.get(edge.status, OTHER_LINE)
    colour, sure = QUIET.get(edge.type, line.colour), opacity(edge.properties.get("confidence"))
    drawn: dict[str, Any] = {
        "id": f"e{number}",
        "from": node_id(edge.source),
        "to": node_id(edge.target),
        "width": round(line.width / thinner, 2),
        "color": {"color": colour, "highlight": INK, "hover": INK, "opacity": sure},
    }
    if line.dashes:
        drawn["dashes"] = list(line.dashes)
    if line.label:
        drawn["label"] = line.label
    if claim_of(edge) in _SYMMETRIC:
        drawn["arrows"] = ""
    if before:
        side = (before % 2 == 1) == (edge.source < edge.target)
        kind = "curvedCW" if side else "curvedCCW"
        drawn["smooth"] = {"enabled": True, "type": kind, "roundness": _BEND * ((before + 1) // 2)}
    return drawn


def _options(scene: Scene) -> dict[str, Any]:
    """Options of vis-network: physics off, straight lines, one group a type."""
    font = {"face": _FACE, "color": INK, "strokeWidth": 4, "strokeColor": PAPER}
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "interaction": {
            "hover": True,
            "tooltipDelay": 120,
            "multiselect": False,
            "hideEdgesOnDrag": len(scene.view.edges) > _MANY_EDGES,
        },
        "nodes": {
            "font": {**font, "multi": False},
            "borderWidth": 1,
            "borderWidthSelected": 2,
            "scaling": _label_scaling(LABEL_THRESHOLD),
        },
        "edges": {
            "smooth": False,
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.38}},
            "font": {**font, "size": 15, "color": LINES[Status.DENIED].colour},
            "hoverWidth": 0.8,
            "selectionWidth": 1.2,
            "scaling": _label_scaling(5),
        },
        "groups": {
            "useDefaultGroups": False,
            **{label: _group(mark) for label, mark in MARKS.items()},
            "ghost": _group(GHOST, scene.unit),
        },
    }


def _label_scaling(threshold: float) -> dict[str, Any]:
    return {"label": {"enabled": False, "drawThreshold": threshold, "maxVisible": 60}}


def _group(mark: Mark, unit: float = 1) -> dict[str, Any]:
    font = {"color": mark.ink, **({"strokeWidth": 0} if mark.holds_label else {})}
    group: dict[str, Any] = {"shape": mark.shape, "color": _shades(mark.colour, mark.border), "font": font}
    if mark.holds_label:
        group |= {"margin": 7, "shapeProperties": {"borderRadius": 3}}
    if mark.label_always:
        group |= {"scaling": _label_scaling(0), "font": {**font, **_DRAWN_BY_THE_PAGE}}
    if mark.dashes:
        group |= {"borderWidth": 1.3, "shapeProperties": {"borderDashes": [dash * unit for dash in mark.dashes]}}
    return group


def look() -> dict[str, Any]:
    """What the page's own drawing needs of the visual language."""
    return {
        "rings": dict(RINGS),
        "ring_width": RING_WIDTH,
        "ring_gap": RING_GAP,
        "paper": PAPER,
        "ink": INK,
        "face": _FACE,
        "threshold": LABEL_THRESHOLD,
    }
