"""How far documents say that an action has come, where they name it: begun, going on, or not yet.

No claim says so: "lo sportello è partito" names nobody.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from graph.analysis.evidence import Key, carrier_of, text_of, texts_of
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


def told_of(view: GraphView, action: Key, wanted: Wanted) -> Told:
    """What the wanted documents say where they name an action, each with the passages that say so."""
    found: dict[str, list[Edge]] = {name: [] for name in _expressions()}
    for edge in view.outgoing(action, "MENTIONED_IN"):
        places: dict[str, list[int]] = defaultdict(list)
        for n, source in enumerate(texts_of(edge.properties, "evidence")):
            carrier = carrier_of(source, view.sources)
            document = document_of(carrier) if carrier else None
            if carrier and document is not None and wanted(document):
                places[_stands(text_of(carrier.properties, "text") or "")].append(n)
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
