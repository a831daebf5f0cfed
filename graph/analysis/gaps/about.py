"""Which passages are about an action: those that name it, and what stands under a heading or label that does."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from graph.analysis.evidence import Key, carrier_of, text_of, texts_of
from graph.analysis.selection import folded, names
from graph.analysis.view import GraphView
from graph.store.port import Edge, Node

_HEADING: Final = "heading"
_BEFORE: Final = re.compile(r"[\W\d_]*")
_BEHIND: Final = re.compile(r"(?: (?!e\b|sono\b|ha\b|hanno\b|non\b|si\b|ci\b)[\w']+\.?){0,2}\W*(?:$|[.:]|\s[-–—])")
"""What goes on behind a name that is a label, on words without accents: little more of a name, and a sign."""


class About:
    """The passages of the documents of a view, by what they are about; made once, as it is asked."""

    def __init__(self, view: GraphView) -> None:
        self._view = view

    def passages(self, mentioned: Edge) -> Iterator[tuple[int, tuple[Node, ...]]]:
        """For each piece of evidence of a MENTIONED_IN edge, by its number, the passages about what it names."""
        for number, source in enumerate(texts_of(mentioned.properties, "evidence")):
            passage = carrier_of(source, self._view.sources)
            if passage is not None:
                yield number, (passage, *self._under(passage, mentioned.source))

    def _under(self, passage: Node, action: Key) -> Iterator[Node]:
        """What follows a heading or label, up to the next one."""
        titles = text_of(passage.properties, "kind") == _HEADING
        if not titles and not _is_label(passage, names(self._view, action)):
            return
        document, number = text_of(passage.properties, "document"), _number(passage)
        passages = self._of.get(document, [])
        for place in range(bisect_right(passages, number, key=_number), len(passages)):
            other = passages[place]
            if text_of(other.properties, "kind") == _HEADING or (not titles and other.id in self._labels):
                return
            yield other

    @cached_property
    def _of(self) -> dict[str | None, list[Node]]:
        found: dict[str | None, list[Node]] = defaultdict(list)
        for (label, _), node in self._view.sources.items():
            if label == "Passage":
                found[text_of(node.properties, "document")].append(node)
        return {document: sorted(nodes, key=_number) for document, nodes in found.items()}

    @cached_property
    def _labels(self) -> frozenset[str]:
        """Passages that begin with the name of an action as a label."""
        found = set[str]()
        for node in self._view.labelled("Action"):
            key = ("Action", node.id)
            called = names(self._view, key)
            for edge in self._view.outgoing(key, "MENTIONED_IN"):
                carriers = (carrier_of(s, self._view.sources) for s in texts_of(edge.properties, "evidence"))
                found.update(p.id for p in carriers if p is not None and _is_label(p, called))
        return frozenset(found)


def _number(passage: Node) -> int:
    number = passage.properties.get("number")
    return number if isinstance(number, int) else -1


def _is_label(passage: Node, called: tuple[str, ...]) -> bool:
    text = folded(text_of(passage.properties, "text") or "")
    before = _BEFORE.match(text)
    start = before.end() if before else 0
    return any(text.startswith(name, start) and _BEHIND.match(text, start + len(name)) for name in map(folded, called))
