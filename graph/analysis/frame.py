"""What a team wants to look at, whatever the documents name: its areas with aliases, kinds of actors, bands, places.

Without a frame the areas are those of the plans that were read. With one, what bears one of an area's names is that
area, and an area that no document names still stands in the matrix: nobody is known there.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from graph.analysis.coverage import Coverage, Dimension, columns_present, coverage
from graph.analysis.evidence import Key, texts_of
from graph.analysis.generations.layers import Bands
from graph.analysis.selection import Selection, folded, names
from graph.analysis.view import GraphView
from graph.model import MENTION_TYPES
from graph.store.port import Node, Property

_PARALLEL = ("evidence", "spans", "evidence_of")


@dataclass(frozen=True, slots=True)
class Named:
    """An area or place by its name, and what else it is called."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """Areas and places that are always there; kinds of organisations that are always columns; who is young and old."""

    areas: tuple[Named, ...] = ()
    places: tuple[Named, ...] = ()
    kinds: tuple[str, ...] = ()
    bands: Bands = field(default_factory=Bands.usual)

    def columns(self, view: GraphView, by: Dimension) -> tuple[str, ...]:
        """The columns of a matrix: those of the frame, then what else a (framed) view has."""
        own = self.kinds if by is Dimension.KIND else ()
        if by is Dimension.TERRITORY:
            known = {folded(view.name(key)): key[1] for key in view.nodes if key[0] == "Place"}
            own = tuple(known[folded(place.name)] for place in self.places)
        return tuple(dict.fromkeys((*own, *columns_present(view, by))))

    def coverage(self, view: GraphView, by: Dimension, within: Selection) -> Coverage:
        """The matrix of a (framed) view; in a part only the columns that are there. Raises as `select`."""
        return coverage(view, None if within != Selection() else self.columns(view, by), by, within=within)


def framed(view: GraphView, frame: Frame) -> GraphView:
    """The view in which everything of the frame stands once, under the frame's name. Framing twice changes nothing."""
    if not (frame.areas or frame.places):
        return view
    nodes, into = dict(view.nodes), dict[Key, Key]()
    for label, wanted in (("Area", frame.areas), ("Place", frame.places)):
        bearing = _bearing(view, label)
        for named in wanted:
            words = [folded(word) for word in (named.name, *named.aliases)]
            keys = dict.fromkeys(key for word in words for key in bearing.get(word, ()) if key not in into)
            kept = next(iter(keys), (label, _id(label, named.name)))
            into |= dict.fromkeys(keys, kept)
            nodes[kept] = _node(kept, named, [nodes.pop(key) for key in keys])
    edges = (
        replace(edge, source=into.get(edge.source, edge.source), target=into.get(edge.target, edge.target))
        for edge in view.edges
    )
    return GraphView.of(nodes.values(), (edge for edge in edges if edge.source != edge.target))


def _bearing(view: GraphView, label: str) -> Mapping[str, list[Key]]:
    """Folded name → who bears it; objectives are no areas."""
    found: dict[str, list[Key]] = defaultdict(list)
    for node in view.labelled(label):
        if node.properties.get("level") != "objective":
            for word in dict.fromkeys(map(folded, names(view, (label, node.id)))):
                found[word].append((label, node.id))
    return found


def _id(label: str, name: str) -> str:
    return f"{MENTION_TYPES[label].prefix}-{sha256(f'frame {folded(name)}'.encode()).hexdigest()[:16]}"


def _node(key: Key, named: Named, found: list[Node]) -> Node:
    """One node of several, with all their evidence; of a place that no document names, a municipality."""
    properties: dict[str, Property] = {} if found or key[0] == "Area" else {"kind": "municipality"}
    for node in reversed(found):
        properties |= node.properties
    for name in _PARALLEL:
        if values := [value for node in found for value in texts_of(node.properties, name)]:
            properties[name] = values
    properties["name"] = named.name
    if aliases := list(_aliases(named, found)):
        properties["aliases"] = aliases
    return Node(*key, properties)


def _aliases(named: Named, found: Iterable[Node]) -> Iterator[str]:
    told = [
        *named.aliases,
        *(text for n in found for name in ("name", "aliases") for text in texts_of(n.properties, name)),
    ]
    seen = {folded(named.name)}
    for text in told:
        if folded(text) not in seen:
            seen.add(folded(text))
            yield text
