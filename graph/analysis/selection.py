"""Parts of a graph: by area, place, kind, status, label and text. Each filter is a function from view to view."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from graph.analysis.evidence import Key
from graph.analysis.view import GraphView, is_claim
from graph.errors import NotFound
from graph.store.port import Edge, Node

_PASS_THROUGH = ("Action", "Resource")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which part to keep; an empty field keeps all. Areas and places by id, name or alias; kinds of organisations."""

    labels: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    text: str = ""


def select(view: GraphView, selection: Selection) -> GraphView:
    """The part of a view that meets every condition. Raises `NotFound` for an area or place that is not there."""
    for label, wanted in (("Area", selection.areas), ("Place", selection.places)):
        if wanted:
            view = around(view, [find(view, label, text) for text in wanted])
    if selection.labels:
        view = view.restrict({key for key in view.nodes if key[0] in selection.labels})
    if selection.kinds:
        view = of_kinds(view, selection.kinds)
    if selection.statuses:
        view = with_statuses(view, selection.statuses)
    return matching(view, selection.text) if selection.text else view


def find(view: GraphView, label: str, text: str) -> Key:
    """The node of a label by id, name or alias, or by a part of the name that only one has (case and accents aside).

    Raises `NotFound`, naming what there is.
    """
    if (label, text) in view.nodes:
        return label, text
    wanted = folded(text)
    keys = [(label, node.id) for node in view.labelled(label)]
    for key in keys:
        if wanted in map(folded, names(view, key)):
            return key
    holding = [key for key in keys if wanted and wanted in folded(view.name(key))]
    if len(holding) == 1:
        return holding[0]
    there = ", ".join(view.name(key) for key in keys[:8])
    raise NotFound(
        f"no {label.lower()} is called “{text}”.",
        hint=f"There are: {there}." if there else f"The graph has no {label}.",
    )


def names(view: GraphView, key: Key) -> tuple[str, ...]:
    return view.name(key), *view.aliases(key)


def folded(text: str) -> str:
    """A text as it is compared: no case, no accents, single spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())


def around(view: GraphView, centres: Iterable[Key]) -> GraphView:
    """What concerns these areas or places: their parts, what is tied to them, and who to its actions and resources."""
    kept = {part for centre in centres for part in parts(view, centre)}
    wave = kept
    for _ in range(3):
        wave = {other for key in wave for other in view.neighbours(key)} - kept
        kept = kept | wave
        wave = {key for key in wave if key[0] in _PASS_THROUGH}
    return view.restrict(kept)


def parts(view: GraphView, whole: Key) -> tuple[Key, ...]:
    """A node and all that is PART_OF it, however deep, of its own label."""
    found = {whole: None}
    waiting = [whole]
    while waiting:
        for edge in view.incoming(waiting.pop(), "PART_OF"):
            part = edge.source
            if edge.type == "PART_OF" and part[0] == whole[0] and part not in found:
                found[part] = None
                waiting.append(part)
    return tuple(found)


def of_kinds(view: GraphView, kinds: Collection[str]) -> GraphView:
    """Without the organisations of other kinds, and without what only they were tied to (areas stay)."""
    kept = {key for key, node in view.nodes.items() if node.label != "Organisation" or kind_of(node) in kinds}
    return _without_orphans(view, view.restrict(kept))


def with_statuses(view: GraphView, statuses: Collection[str]) -> GraphView:
    """Claims of these statuses only, and without what only the others tied (areas stay)."""
    kept = (edge for edge in view.edges if not is_claim(edge) or edge.status in statuses)
    return _without_orphans(view, view.restrict(view.nodes.keys(), kept))


def matching(view: GraphView, text: str) -> GraphView:
    """The nodes whose name or an alias contains every word of a text."""
    return view.restrict(set(search(view, text)))


def search(view: GraphView, text: str) -> Iterator[Key]:
    """Keys of the nodes whose name or an alias contains every word of a text, in the view's order."""
    words = folded(text).split()
    for key in view.nodes:
        if words and any(all(word in name for word in words) for name in map(folded, names(view, key))):
            yield key


def kind_of(node: Node) -> str:
    """The `kind` of a node as the model names it, "unknown" where nothing says it."""
    value = node.properties.get("kind")
    return value if isinstance(value, str) and value else "unknown"


def _without_orphans(before: GraphView, after: GraphView) -> GraphView:
    tied_before, tied_after = _tied(before.edges), _tied(after.edges)
    lost = {key for key in after.nodes if key[0] != "Area" and key in tied_before and key not in tied_after}
    return after.restrict(after.nodes.keys() - lost) if lost else after


def _tied(edges: Iterable[Edge]) -> set[Key]:
    return {end for edge in edges if is_claim(edge) for end in (edge.source, edge.target)}
