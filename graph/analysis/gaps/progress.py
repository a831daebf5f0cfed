"""How far documents say that an action has come, where they name it: begun or done, or not yet.

No claim says so: "lo sportello è partito" names nobody. A passage that says both, or neither, says nothing.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.resources import files

from graph.analysis.evidence import Key, carrier_of, text_of, texts_of
from graph.analysis.gaps.jackknife import document_of, trimmed
from graph.analysis.selection import folded
from graph.analysis.view import GraphView
from graph.store.port import Edge

Wanted = Callable[[str], bool]


def begun_and_not(view: GraphView, action: Key, wanted: Wanted) -> tuple[tuple[Edge, ...], tuple[Edge, ...]]:
    """Where the wanted documents name an action, with the passages that say that it has begun; and that it has not."""
    begun, not_yet = _expressions()
    found: tuple[list[Edge], list[Edge]] = ([], [])
    for edge in view.outgoing(action, "MENTIONED_IN"):
        told: tuple[list[int], list[int]] = ([], [])
        for n, source in enumerate(texts_of(edge.properties, "evidence")):
            carrier = carrier_of(source, view.sources)
            document = document_of(carrier) if carrier else None
            if carrier and document is not None and wanted(document):
                words = folded(text_of(carrier.properties, "text") or "")
                yes, no = bool(begun.search(words)), bool(not_yet.search(words))
                if yes != no:
                    told[no].append(n)
        for kept, edges in zip(told, found, strict=True):
            if kept:
                edges.append(replace(edge, properties=trimmed(edge.properties, kept)))
    return tuple(found[0]), tuple(found[1])


@cache
def _expressions() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = tomllib.loads((files("graph") / "data" / "italian.toml").read_text(encoding="utf-8"))["progress"]
    return re.compile("|".join(data["begun"])), re.compile("|".join(data["not_yet"]))
