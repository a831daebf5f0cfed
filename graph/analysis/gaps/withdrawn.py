"""What a letter takes back without saying in one sentence who takes back what.

"Il minibus che avevamo destinato alla Vostra iniziativa … Siamo costretti a ritirare la disponibilità": whoever writes
it, as its head says, no longer gives what it was read to give, or what a plan names beside it, where the letter names
the thing before it takes back. The words become the refusals that no reading made of them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Final

from graph.analysis.dating import date_of, told_last
from graph.analysis.evidence import Key, text_of, texts_of
from graph.analysis.gaps.common import conventions, expression
from graph.analysis.gaps.meaning import nouns, stems
from graph.analysis.selection import before, folded
from graph.analysis.view import GraphView
from graph.model import DENIED, Status
from graph.store.port import Edge, Node, Property

_HEAD: Final = 4
"""Passages in which a letter names who writes it."""
_OPENING: Final = 14
"""Passages in which a paper shows that it is a letter."""
_LETTER: Final = re.compile(
    r"^[^\w\n]{0,6}(?:oggetto[^\w\n]{0,4}:|gentil[ei]\w*|egregi[oa]?\b|spett(?:\.|abile)|car[oaie]\s)",
    re.IGNORECASE | re.MULTILINE,
)
_TO: Final = re.compile(r"\W*(?:spett|gent|egr|preg|all?[aoe]?\b|agli|ai|e p\.|c\.a|c/o)", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Withdrawals:
    """The letters of a view that take something back, each with its passages and those that take back."""

    view: GraphView

    @cached_property
    def letters(self) -> Mapping[str, tuple[Sequence[Node], Sequence[Node]]]:
        """Id of a document → its passages in order, those that take something back."""
        return {document: (passages, cues) for document, passages, cues in _letters(self.view)}

    def applied(self) -> GraphView:
        """The view with a refusal for each thing that a letter takes back; its gift was but a promise then."""
        taken = (edge for document, found in self.letters.items() for edge in _taken_back(self.view, document, *found))
        back = {(edge.source, edge.target): edge for edge in taken}
        if not back:
            return self.view
        edges = []
        for edge in self.view.edges:
            if edge.claim != "PROVIDES" or (edge.source, edge.target) not in back:
                edges.append(edge)
            elif edge.type != DENIED:
                edges.append(replace(edge, status=Status.PLANNED.value))
        return GraphView(self.view.nodes, (*edges, *back.values()), self.view.sources, self.view.mentions)


def is_kept(text: str) -> bool:
    """Whether a passage of such a letter says that something stands all the same."""
    return expression("withdrawn.kept").search(folded(text)) is not None


def _letters(view: GraphView) -> Iterator[tuple[str, Sequence[Node], Sequence[Node]]]:
    """Letters that take something back: document, passages in order, those that take back."""
    for document, passages in view.passages.items():
        texts = [text_of(node.properties, "text") or "" for node in passages]
        if any(map(_LETTER.search, texts[:_OPENING])):
            cues = [
                node
                for node, text in zip(passages, texts, strict=True)
                if expression("withdrawn.words").search(folded(text))
            ]
            if cues:
                yield document, passages, cues


def _taken_back(view: GraphView, document: str, passages: Sequence[Node], cues: Sequence[Node]) -> Iterator[Edge]:
    writer = _writer(view, document, passages)
    if writer is None:
        return
    up_to = passages[: passages.index(cues[-1]) + 1]
    told = [text_of(node.properties, "text") or "" for node in up_to]
    held = frozenset(stem for text in told if not is_kept(text) for stem in stems(text))
    for thing, edges in _promised(view, writer).items():
        said = told_last(view, *edges)
        earlier = said is None or not before(date_of(view, document), said)
        if earlier and nouns(view.name(thing)) & held:
            givers = dict.fromkeys(edge.source for edge in edges if edge.claim == "PROVIDES") or {writer: None}
            told_by: dict[str, Property] = {
                "evidence": [cue.id for cue in cues],
                "confidence": float(conventions()["doubt"]["least"]),
            }
            yield from (Edge(DENIED, giver, thing, "PROVIDES", Status.DENIED, told_by) for giver in givers)


def _writer(view: GraphView, document: str, passages: Sequence[Node]) -> Key | None:
    """The first body that the head of a letter names, and does not address."""
    head = {
        node.id: n for n, node in enumerate(passages[:_HEAD]) if not _TO.match(text_of(node.properties, "text") or "")
    }
    found = [
        (head[source], key)
        for key, documents in view.mentions.items()
        if key[0] == "Organisation" and ("Document", document) in documents
        for edge in view.outgoing(key, "MENTIONED_IN")
        for source in texts_of(edge.properties, "evidence")
        if source in head
    ]
    titled = [stems(text_of(node.properties, "text") or "") for node in passages[:_HEAD] if node.id in head]
    called = (("Organisation", node.id) for node in view.labelled("Organisation"))
    whole = [key for key in called if len(told := stems(view.name(key))) > 1 and any(told <= title for title in titled)]
    return min(found)[1] if found else max(whole, key=lambda key: len(view.name(key)), default=None)


def _promised(view: GraphView, writer: Key) -> Mapping[Key, Sequence[Edge]]:
    """What a body, or one called by a part of its name, was read to give, or is used in what names it beside that."""
    own = stems(view.name(writer))
    same = {writer} | {
        ("Organisation", node.id)
        for node in view.labelled("Organisation")
        if (told := stems(view.name(("Organisation", node.id)))) and told <= own
    }
    found: dict[Key, list[Edge]] = defaultdict(list)
    for body in same:
        for edge in view.outgoing(body, "PROVIDES"):
            if edge.type != DENIED:
                found[edge.target].append(edge)
    named = {
        s for body in same for e in view.outgoing(body, "MENTIONED_IN") for s in texts_of(e.properties, "evidence")
    }
    for edge in view.edges:
        if edge.claim in {"USED_IN", "NEEDS"} and not named.isdisjoint(texts_of(edge.properties, "evidence")):
            thing = edge.source if edge.claim == "USED_IN" else edge.target
            found[thing].append(edge)
    return MappingProxyType(found)
