"""Which passages are about an action: those that name it, what stands under a heading or label that does, and what
follows in a paragraph, up to where it names another.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import dropwhile, islice
from typing import Final

from graph.analysis.evidence import Key, carrier_of, text_of, texts_of
from graph.analysis.gaps.common import kind_of_document
from graph.analysis.gaps.meaning import stems
from graph.analysis.gaps.setting_out import titled_whole
from graph.analysis.gaps.spoken import Spoken
from graph.analysis.selection import folded, names
from graph.analysis.view import GraphView
from graph.store.port import Edge, Node

_HEADING: Final = "heading"
_SENTENCE: Final = "sentence"
_AGREED: Final = "agreement"
_OPENING: Final = 14
"""Passages in which an agreement says what it is about: its title, who signs it, why."""
_BOLD: Final = re.compile(r"\W{0,3}(?:\*\*|__)\w[^*_]+(?:\*\*|__)")
_CAPITALS: Final = re.compile(r"\W{0,3}[A-ZÀ-Ý]{4}[A-ZÀ-Ý ,.'’]*(?:\s[-–—]|:|\.\s)")
_NUMBERED: Final = re.compile(r"\W{0,3}(?P<number>\d{1,2})[.)]\s")
_BEFORE: Final = re.compile(r"[\W\d_]*")
_BEHIND: Final = re.compile(
    r"(?: (?!e\b|sono\b|ha\b|hanno\b|non\b|si\b|ci\b)[\w']+\.?)?\W*(?:[.:](?=\W*\w)|\s[-–—])|\W*$"
)
"""What goes on behind a name that is a label, on words without accents: a word of a name, a sign and then what is told;
or nothing.
"""


class About:
    """The passages of the documents of a view, by what they are about; made once, as it is asked."""

    def __init__(self, view: GraphView) -> None:
        self._view = view
        self._spoken = Spoken(view)

    def in_plan(self, action: Key) -> tuple[Edge, ...]:
        """The claims that set an action out under an area or plan, found once."""
        return self._spoken.in_plan(action)

    @property
    def set_out(self) -> frozenset[Key]:
        """The actions that plans set out."""
        return self._spoken.set_out

    def mentions(self, action: Key) -> Iterator[Edge]:
        """Where documents name an action, or speak of it in other words: edges MENTIONED_IN with the passages."""
        named = self._view.outgoing(action, "MENTIONED_IN")
        yield from named
        known = {source for edge in named for source in texts_of(edge.properties, "evidence")}
        for edge in self._spoken.mentions(action):
            passages = [source for source in texts_of(edge.properties, "evidence") if source not in known]
            if passages:
                yield replace(edge, properties={"evidence": passages})

    def only_of(self, edge: Edge) -> Key | None:
        """The one action that is set out which the passages behind a claim are about."""
        found = {key for source in texts_of(edge.properties, "evidence") for key in self._of_passage.get(source, ())}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def _of_passage(self) -> dict[str, set[Key]]:
        found: dict[str, set[Key]] = defaultdict(set)
        for action in self.set_out:
            for edge in self.mentions(action):
                for _, passages in self.passages(edge, run_on=False):
                    for passage in passages:
                        found[passage.id].add(action)
        return found

    def beside(self, key: Key, nouns: Iterable[str]) -> Iterator[Node]:
        """Passages with one of these stems, which name no other action, in documents that may speak of an action, or
        that name a body.
        """
        named = (document for _, document in self._view.mentioned_in(key) if key[0] != "Action")
        near = {*self._spoken.near(key), *named}
        for passage in {p.id: p for noun in sorted(nouns) for p in self._holding.get(noun, ())}.values():
            if text_of(passage.properties, "document") in near and self._is_of(passage, key):
                yield passage

    @cached_property
    def _holding(self) -> dict[str, list[Node]]:
        """Stem → the passages that hold it."""
        found: dict[str, list[Node]] = defaultdict(list)
        for passages in self._view.passages.values():
            for passage in passages:
                for stem in stems(text_of(passage.properties, "text") or ""):
                    found[stem].append(passage)
        return found

    def passages(self, mentioned: Edge, *, run_on: bool = True) -> Iterator[tuple[int, tuple[Node, ...]]]:
        """For each piece of evidence of a MENTIONED_IN edge, by its number, the passages about what it names.

        `run_on`: with what follows in a paragraph; that is no evidence of who is meant.
        """
        seen = set[str | None]()
        for number, source in enumerate(texts_of(mentioned.properties, "evidence")):
            passage = carrier_of(source, self._view.sources)
            if passage is None:
                continue
            document = text_of(passage.properties, "document")
            whole = self._only.get(document or "") == mentioned.source
            about = self._all(passage) if whole else self._under(passage, mentioned.source, run_on)
            yield number, (passage, *(about if not whole or document not in seen else ()))
            seen.add(document)

    def _all(self, passage: Node) -> Iterator[Node]:
        """The other passages of a document."""
        passages = self._view.passages.get(text_of(passage.properties, "document") or "", ())
        return (other for other in passages if other.id != passage.id)

    @cached_property
    def _only(self) -> dict[str, Key]:
        """Agreement → the one action that its opening names: what it says is said of that."""
        found: dict[str, Key] = {}
        for document, passages in self._view.passages.items():
            if kind_of_document(self._view, document) == _AGREED:
                named = (self._named.get(passage.id, ()) for passage in passages[:_OPENING])
                wholes = {titled_whole(self._view, key) for keys in named for key in keys}
                if len(wholes) == 1:
                    found[document] = wholes.pop()
        return found

    def _under(self, passage: Node, action: Key, run_on: bool) -> Iterator[Node]:
        """What follows a heading or label, up to the next one, but for what names another action."""
        titles = _is_heading(passage)
        labelled = _is_label(passage, names(self._view, action)) or self._spoken.is_label(passage, action)
        passages = self._view.passages.get(text_of(passage.properties, "document") or "", ())
        behind = dropwhile(lambda other: other.id != passage.id, passages)
        if not titles and not labelled:
            yield from self._following(passage, islice(behind, 1, None)) if run_on else ()
            return
        style = _style(passage)
        for other in islice(behind, 1, None):
            if _is_heading(other) or (not titles and other.id in self._labels):
                return
            if (not titles and style and _style(other) == style) or _is_next(passage, other):
                return
            if self._is_of(other, action):
                yield other

    def _following(self, passage: Node, behind: Iterable[Node]) -> Iterator[Node]:
        """The sentences behind one that names one action alone, to the end of the paragraph or another name."""
        if len({titled_whole(self._view, key) for key in self._named.get(passage.id, ())}) != 1:
            return
        end = _end(passage)
        for other in behind:
            if _start(other) > end + 1 or text_of(other.properties, "kind") != _SENTENCE or other.id in self._named:
                return
            end = _end(other)
            yield other

    def _is_of(self, passage: Node, action: Key) -> bool:
        """Whether a passage names an action, a part of it, or no action that is set out."""
        named = self._named.get(passage.id)
        return named is None or action in named

    @cached_property
    def _named(self) -> dict[str, set[Key]]:
        """Passage → the actions that are set out, or their parts, that it names itself."""
        found: dict[str, set[Key]] = defaultdict(set)
        for node in self._view.labelled("Action"):
            whole = titled_whole(self._view, (node.label, node.id))
            if whole in self._spoken.set_out:
                for edge in self.mentions((node.label, node.id)):
                    for source in texts_of(edge.properties, "evidence"):
                        found[source] |= {edge.source, whole}
        return found

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
        return self._spoken.labels.union(found)


def _is_heading(passage: Node) -> bool:
    return text_of(passage.properties, "kind") == _HEADING


def _start(passage: Node) -> int:
    start = passage.properties.get("start")
    return start if isinstance(start, int) else 0


def _end(passage: Node) -> int:
    return _start(passage) + len(text_of(passage.properties, "text") or "")


def _is_next(passage: Node, other: Node) -> bool:
    """Whether one passage bears the number behind another's, as items of an agenda do."""
    numbers = [_NUMBERED.match(text_of(one.properties, "text") or "") for one in (passage, other)]
    first, second = (int(found["number"]) if found else 0 for found in numbers)
    return first > 0 and second == first + 1


def _style(passage: Node) -> str | None:
    """How a passage that begins with a label sets it off."""
    text = text_of(passage.properties, "text") or ""
    return "bold" if _BOLD.match(text) else "capitals" if _CAPITALS.match(text) else None


def _is_label(passage: Node, called: tuple[str, ...]) -> bool:
    text = folded(text_of(passage.properties, "text") or "")
    before = _BEFORE.match(text)
    start = before.end() if before else 0
    return any(text.startswith(name, start) and _BEHIND.match(text, start + len(name)) for name in map(folded, called))
