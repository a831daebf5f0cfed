"""How far documents say that an action has come, where they are about it: begun, going on, or not yet.

No claim says so: "lo sportello è partito" names nobody.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from graph.analysis.evidence import Key, text_of
from graph.analysis.gaps.about import About
from graph.analysis.gaps.common import italian
from graph.analysis.gaps.jackknife import document_of, trimmed
from graph.analysis.selection import folded
from graph.analysis.view import GraphView
from graph.store.port import Edge

Wanted = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Told:
    """Where documents name an action with words that say how it stands: that it has begun, goes on, is not yet."""

    begun: tuple[Edge, ...]
    going_on: tuple[Edge, ...]
    not_yet: tuple[Edge, ...]


def told_of(view: GraphView, action: Key, wanted: Wanted, about: About) -> Told:
    """What the wanted documents say where they name an action, each with the passages that say so."""
    found: dict[str, list[Edge]] = {name: [] for name in _expressions()}
    for edge in view.outgoing(action, "MENTIONED_IN"):
        places: dict[str, list[int]] = defaultdict(list)
        for n, passages in about.passages(edge):
            document = document_of(passages[0])
            if document is not None and wanted(document):
                said = (_stands(text_of(passage.properties, "text") or "") for passage in passages)
                places[next(filter(None, said), "")].append(n)
        for name, kept in places.items():
            if name:
                found[name].append(replace(edge, properties=trimmed(edge.properties, kept)))
    return Told(**{name: tuple(edges) for name, edges in found.items()})


def _stands(text: str) -> str:
    """How a passage says that things stand; empty where it says nothing, or that something is and something is not."""
    words = folded(text)
    said = [name for name, expression in _expressions().items() if expression.search(words)]
    return said[0] if said and (len(said) == 1 or "not_yet" not in said) else ""


@cache
def _expressions() -> dict[str, re.Pattern[str]]:
    data = italian()["progress"]
    return {name: re.compile("|".join(data[name])) for name in ("begun", "going_on", "not_yet")}
