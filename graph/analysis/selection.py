"""Parts of a graph: by area, place, kind, generation, status, time, label and text.

Each filter is a function from view to view.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from graph.analysis.evidence import Key, text_of
from graph.analysis.view import GraphView, is_claim
from graph.errors import NotFound, UsageError
from graph.model import MENTION_TYPES, Status
from graph.store.port import Edge, Node

_PASS_THROUGH = ("Action", "Resource")
_DATE: Final = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
_PERIOD: Final = re.compile(rf"({_DATE})|({_DATE})?\.\.({_DATE})?", re.ASCII)
_UNKNOWN: Final = "unknown"
_VAGUE: Final = frozenset({_UNKNOWN, "other"})


@dataclass(frozen=True, slots=True)
class Selection:
    """Which part to keep; an empty field keeps all. Areas and places by id, name or alias; kinds of organisations.

    `generations` is who leads organisations. `time` is a day, month or year, or two of them as "2024..2026-05", either
    of which can be left out.
    """

    labels: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    generations: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    time: str = ""
    text: str = ""


def select(view: GraphView, selection: Selection) -> GraphView:
    """The part of a view that meets every condition.

    Raises `NotFound` for an area, place, kind, generation or status that is not there, `UsageError` for a time that is
    none.
    """
    _known("status", selection.statuses, list(Status))
    for label, wanted in (("Area", selection.areas), ("Place", selection.places)):
        if wanted:
            view = around(view, [find(view, label, text) for text in wanted])
    if selection.labels:
        view = view.restrict({key for key in view.nodes if key[0] in selection.labels})
    if selection.kinds:
        view = of_word(view, "kind", selection.kinds)
    if selection.generations:
        view = of_word(view, "led_by", selection.generations)
    if selection.statuses:
        view = with_statuses(view, selection.statuses)
    if selection.time:
        view = in_time(view, selection.time)
    return matching(view, selection.text) if selection.text else view


def find(view: GraphView, label: str | Sequence[str], text: str) -> Key:
    """The node of a label, or of one of several, by id, name or alias, or by a part of the name that only one has (case
    and accents aside). Raises `NotFound`, naming what there is.
    """
    labels = (label,) if isinstance(label, str) else label
    wanted = folded(text)
    keys = [(node.label, node.id) for node in view.labelled(*labels)]
    for key in keys:
        if text == key[1]:
            return key
    for key in keys:
        if wanted in map(folded, names(view, key)):
            return key
    holding = [key for key in keys if wanted and wanted in folded(view.name(key))]
    if len(holding) == 1:
        return holding[0]
    what = " or ".join(labels).lower()
    there = ", ".join(view.name(key) for key in holding[:8] or keys[:8])
    raise NotFound(
        f"no {what} is called “{text[:60]}”.",
        hint=f"There are: {there}." if there else f"The graph has no {what}.",
    )


def names(view: GraphView, key: Key) -> tuple[str, ...]:
    return view.name(key), *view.aliases(key)


def folded(text: str) -> str:
    """A text as it is compared: no case, no accents, single spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())


def around(view: GraphView, centres: Iterable[Key]) -> GraphView:
    """What concerns these areas or places: their parts, what is tied to them, and who to its actions and resources."""
    return view.restrict(concerning(view, centres))


def concerning(view: GraphView, centres: Iterable[Key]) -> set[Key]:
    """The nodes of what is `around`."""
    kept = {part for centre in centres for part in parts(view, centre)}
    wave = kept
    for _ in range(3):
        wave = {other for key in wave for other in view.neighbours(key)} - kept
        kept = kept | wave
        wave = {key for key in wave if key[0] in _PASS_THROUGH}
    return kept


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


def of_word(view: GraphView, name: str, words: Collection[str]) -> GraphView:
    """Without the organisations of which a property is another word ("unknown": nothing says it), and without what only
    they were tied to (areas stay). Raises `NotFound` for a word that the model does not have.
    """
    known = MENTION_TYPES["Organisation"].property(name)
    _known("generation" if name == "led_by" else name, words, (*(known.words if known else ()), _UNKNOWN))
    organisations = view.labelled("Organisation")
    others = {(n.label, n.id) for n in organisations if (text_of(n.properties, name) or _UNKNOWN) not in words}
    return _without_orphans(view, view.restrict(view.nodes.keys() - others))


def with_statuses(view: GraphView, statuses: Collection[str]) -> GraphView:
    """Claims of these statuses only, and without what only the others tied (areas stay)."""
    kept = (edge for edge in view.edges if not is_claim(edge) or edge.status in statuses)
    return _without_orphans(view, view.restrict(view.nodes.keys(), kept))


def in_time(view: GraphView, period: str) -> GraphView:
    """Without what is said to be over before a period or to begin after it, and without what only that tied (areas
    stay); what nobody dates stays. Raises `UsageError`.
    """
    if not (found := _PERIOD.fullmatch(period)) or period == "..":
        raise UsageError(
            f"“{period[:60]}” is no time.", hint="Write a day, month or year, or two: 2026-05, 2024..2026."
        )
    day, begin, end = found.groups()

    def outside(item: Node | Edge) -> bool:
        since, until = (text_of(item.properties, name) for name in ("since", "until"))
        return before(until, day or begin) or before(day or end, since)

    kept = {key for key, node in view.nodes.items() if not outside(node)}
    return _without_orphans(view, view.restrict(kept, (edge for edge in view.edges if not outside(edge))))


def before(one: str | None, other: str | None) -> bool:
    """Whether an ISO date ends before another begins, as precise as the less precise; False where one is missing."""
    if not one or not other:
        return False
    length = min(len(one), len(other))
    return one[:length] < other[:length]


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
    return value if isinstance(value, str) and value else _UNKNOWN


def may_agree(one: str, other: str) -> bool:
    """Whether two kinds are one, or nobody says of one of them which it is."""
    return one == other or not _VAGUE.isdisjoint((one, other))


def _known(what: str, words: Iterable[str], there: Collection[str]) -> None:
    for word in words:
        if word not in there:
            raise NotFound(f"there is no {what} “{word[:60]}”.", hint=f"There are: {', '.join(there)}.")


def _without_orphans(before: GraphView, after: GraphView) -> GraphView:
    tied_before, tied_after = _tied(before.edges), _tied(after.edges)
    lost = {key for key in after.nodes if key[0] != "Area" and key in tied_before and key not in tied_after}
    return after.restrict(after.nodes.keys() - lost) if lost else after


def _tied(edges: Iterable[Edge]) -> set[Key]:
    return {end for edge in edges if is_claim(edge) for end in (edge.source, edge.target)}
