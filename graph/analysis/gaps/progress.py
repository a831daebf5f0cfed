"""How far documents say that an action has come, where they are about it: begun, going on, or not yet.

No claim says so: "lo sportello è partito" names nobody. The newest document that says that it has begun, or that it
stands still, is right; one that says both, or "quattro tratti su sei", tells of a part.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import Final

from graph.analysis.dating import date_of
from graph.analysis.evidence import Key, text_of
from graph.analysis.gaps.about import About
from graph.analysis.gaps.common import expression, without_titles
from graph.analysis.gaps.jackknife import document_of, trimmed
from graph.analysis.gaps.meaning import nouns, parts_of, stems
from graph.analysis.selection import folded, kind_of
from graph.analysis.view import GraphView
from graph.store.port import Edge

Wanted = Callable[[str], bool]

_SAYS: Final = ("begun", "going_on", "not_yet", "stands_still")
_LEAST: Final = 2
"""So many at least are a part that counts: one of ten is a rate."""


@dataclass(frozen=True, slots=True)
class Told:
    """Where documents say how an action stands, as edges MENTIONED_IN with the passages that say so: that it has begun
    or is done; that it has in part, or goes on; that it is not yet.
    """

    begun: tuple[Edge, ...]
    going_on: tuple[Edge, ...]
    not_yet: tuple[Edge, ...]


@dataclass(slots=True)
class _Said:
    """What one document says of an action, each with the passages by which it does."""

    date: str
    begun: list[Edge] = field(default_factory=list)
    partly: list[Edge] = field(default_factory=list)
    going_on: list[Edge] = field(default_factory=list)
    not_yet: list[Edge] = field(default_factory=list)
    stands_still: list[Edge] = field(default_factory=list)


def told_of(view: GraphView, action: Key, wanted: Wanted, since: Wanted, about: About) -> Told:
    """What the wanted documents say where they are about an action; of those `since` the plan that it has begun."""
    said = tuple(_by_document(view, action, wanted, since, about).values())
    newest = max((one.date for one in said if one.begun or one.stands_still), default="")
    begun, partly, going_on, not_yet = list[Edge](), list[Edge](), list[Edge](), list[Edge]()
    for one in said:
        not_yet += (*one.not_yet, *one.stands_still)
        going_on += one.going_on
        partly += one.partly
        if one.date == newest:
            (partly if one.stands_still or one.partly else begun).extend(one.begun)
    return Told(tuple(begun), (*partly, *going_on), tuple(not_yet))


def _by_document(view: GraphView, action: Key, wanted: Wanted, since: Wanted, about: About) -> dict[str, _Said]:
    found: dict[str, _Said] = {}
    things = [edge.target for edge in view.outgoing(action, "NEEDS")]
    things += [edge.source for edge in view.incoming(action, "USED_IN")]
    people = [thing for thing in things if kind_of(view.nodes[thing]) == "people"]
    needed = frozenset(noun for thing in people for noun in nouns(view.name(thing)))
    called = (view.name(action),)
    for edge in about.mentions(action):
        places: dict[tuple[str, str], list[int]] = defaultdict(list)
        for n, passages in about.passages(edge):
            document = document_of(passages[0])
            if document is None or not since(document):
                continue
            told = (text_of(passage.properties, "text") or "" for passage in passages)
            texts = [without_titles(text, called) for text in told]
            for stands in {stands for text in texts for stands in _stands(text, needed)}:
                if stands == "begun" or wanted(document):
                    places[document, stands].append(n)
        for (document, stands), kept in places.items():
            one = found.setdefault(document, _Said(date_of(view, document) or ""))
            getattr(one, stands).append(replace(edge, properties=trimmed(edge.properties, kept)))
    return found


def _stands(text: str, needed: frozenset[str]) -> Collection[str]:
    """How a passage says that things stand; nothing where it says that something is and something is not.

    `needed`: the nouns of those whom the action needs: with few of them it has still begun.
    """
    words = folded(text)
    said = {name for name in _SAYS if expression(f"progress.{name}").search(words)}
    in_part = expression("progress.partly").search(words) or any(part >= _LEAST for part, _ in parts_of(words))
    partly = {"partly"} if in_part and needed.isdisjoint(stems(text)) else set[str]()
    if "stands_still" in said or partly:
        return (said & {"stands_still"}) | partly
    return said if len(said) == 1 or "not_yet" not in said else ()
