"""Where areas are spoken of: in plain words, whether reading took them for the area or not, or as still empty."""

import re
from collections.abc import Collection, Mapping
from functools import cache

from graph.analysis.evidence import Key, Quotation, number_of, quotations, text_of
from graph.analysis.gaps.common import italian
from graph.analysis.gaps.jackknife import behind
from graph.analysis.territory import held
from graph.analysis.view import GraphView
from graph.store.port import Node


def spoken_of(view: GraphView, areas: Collection[Key]) -> Mapping[Key, tuple[Quotation, ...]]:
    """The passages that hold the name of an area, outside the documents that put it into its plan; inside them, those
    that say that it has nothing yet (`data/italian.toml`).

    Outside, of names of several words only: a single one may mean anything ("casa").
    """
    names = {view.name(area).casefold(): area for area in areas if " " in view.name(area)}
    placing = {area: behind(view, held(view.outgoing(area, "PART_OF"))) for area in names.values()}
    found: dict[Key, list[tuple[str, str]]] = {area: [] for area in areas}
    if names:
        wanted = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(names, key=len, reverse=True)))
        for (label, id_), node in view.sources.items():
            text = (text_of(node.properties, "text") or "").casefold() if label == "Passage" else ""
            for match in wanted.finditer(text):
                area, start = names[match[0]], number_of(node.properties, "start") or 0
                if text_of(node.properties, "document") not in placing[area]:
                    found[area].append((id_, f"{start + match.start()}-{start + match.end()}"))
    return {area: (*_empty(view, area), *_quoted(view, area, passages)) for area, passages in found.items()}


def _empty(view: GraphView, area: Key) -> tuple[Quotation, ...]:
    said = (quotation for quotation in view.evidence(view.nodes[area]) if quotation.source[0] == "Passage")
    return tuple(quotation for quotation in said if _nothing().search(quotation.text.casefold()))


@cache
def _nothing() -> re.Pattern[str]:
    data = italian()
    return re.compile("|".join(data["nothing"]))


def _quoted(view: GraphView, area: Key, passages: list[tuple[str, str]]) -> tuple[Quotation, ...]:
    lists = {"evidence": [id_ for id_, _ in passages], "spans": [span for _, span in passages]}
    return quotations(Node(*area, lists), view.sources)
