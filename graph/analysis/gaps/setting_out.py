"""Which actions a plan sets out, and is to say all of: not those that only a report, minutes or news tell of.

A plan or project sheet sets an action out where it titles it (a row; a heading, an item or a coded line that
begins with it), where one passage says of which area or plan it is, or where something is said of it: who does it, with
what means, how it is measured, when. So a word in the introduction of an area is none of its actions. Of the headings
of an agreement (data protection) only those count of which something is said. A list says nothing else.
"""

import re
from collections.abc import Collection
from typing import Final

from graph.analysis.coverage import top_areas
from graph.analysis.evidence import Key, text_of, texts_of
from graph.analysis.gaps.common import is_likely, kind_of_document
from graph.analysis.gaps.jackknife import behind
from graph.analysis.selection import folded, kind_of, names
from graph.analysis.territory import held
from graph.analysis.view import GraphView
from graph.store.port import Edge, Node

_LISTS: Final = frozenset({"ties", "register"})
_PLANS: Final = frozenset({None, "plan", "project_sheet"})
_TELLING: Final = frozenset({"report", "minutes", "news", "profile", "call"})
_AGREED: Final = "agreement"
_TITLES: Final = frozenset({"row", "heading", "item"})
_DOES: Final = ("LEADS", "PROMOTES", "PARTICIPATES_IN", "FUNDS", "USED_IN")
_HAS: Final = ("NEEDS", "MEASURED_BY")
_WHEN: Final = ("since", "until", "duration")
_BEFORE_A_TITLE: Final = re.compile(
    r"[\W\d_]*(?:(?:azione|intervento|scheda|misura|progetto)[\W\d_]*)?(?:[a-z]{1,2}\.?\d[\W\d_]*)?"
)
"""Signs, what it is, and a code: "Azione 3.1 - ", "L1.2 "."""


def areas_set_out(view: GraphView) -> tuple[Node, ...]:
    """The top areas, without those that neither plans nor lists name: the headings of other papers are none."""
    return tuple(area for area in top_areas(view) if not _is_only_told_of(view, ("Area", area.id)))


def _is_only_told_of(view: GraphView, area: Key) -> bool:
    named = view.mentioned_in(area)
    return bool(named) and all(kind_of_document(view, document) in {*_TELLING, _AGREED} for _, document in named)


def in_plan(view: GraphView, action: Key) -> tuple[Edge, ...]:
    """The claims that set an action out, or the one it is part of, under an area or a plan; of an area, its plan's."""
    found: list[Edge] = []
    reached, waiting = {action}, [action]
    while waiting:
        for edge in held(view.outgoing(waiting.pop(), "ADDRESSES", "PART_OF")):
            if edge.target in reached or (edge.source[0] == "Action" and not _sets_out(view, edge)):
                continue
            if edge.target[0] == "Action":
                reached.add(edge.target)
                waiting.append(edge.target)
            else:
                found.append(edge)
    return tuple(found)


def titled_whole(view: GraphView, key: Key) -> Key:
    """The action with a title of which one without is a part, else itself: a plan's title answers for its parts.

    A title has a code, or begins as a name does; what else stands in a table's row is a part of what that titles.
    """
    seen = {key}
    while key[0] == "Action" and not _is_coded(view, key):
        wholes = {e.target: e for e in held(view.outgoing(key, "PART_OF")) if e.target[0] == "Action"}
        part = not _is_named(view, key)
        titles = {
            w
            for w, edge in wholes.items()
            if _is_coded(view, w) or (_is_named(view, w) and (part or _is_of_row(view, edge)))
        }
        if len(titles) != 1 or not seen.isdisjoint(titles):
            break
        key = titles.pop()
        seen.add(key)
    return key


def _is_of_row(view: GraphView, edge: Edge) -> bool:
    """Whether it is the row of a table alone that says so."""
    passages = [view.sources.get(("Passage", source)) for source in texts_of(edge.properties, "evidence")]
    return bool(passages) and all(p is not None and text_of(p.properties, "kind") == "row" for p in passages)


def _is_coded(view: GraphView, key: Key) -> bool:
    return "code" in view.nodes[key].properties


def _is_named(view: GraphView, key: Key) -> bool:
    return view.name(key)[:1].isupper()


def _sets_out(view: GraphView, edge: Edge) -> bool:
    """Whether a document that may do so puts an action under an area, a plan or a larger action."""
    kinds = {document: kind_of_document(view, document) for document in behind(view, (edge,))}
    if not kinds or not _LISTS.isdisjoint(kinds.values()):
        return True
    plans = {document for document, kind in kinds.items() if kind in _PLANS}
    own = edge.target[0] != "Plan" or kind_of(view.nodes[edge.target]) == _AGREED
    if not plans and not (own and _AGREED in kinds.values()):
        return False
    return _is_spoken_of(view, edge.source) or _is_titled(view, edge, plans)


def _is_spoken_of(view: GraphView, action: Key) -> bool:
    """Whether anything is said of an action that a plan would say, and was likelier read rightly than not."""
    said = (*view.incoming(action, *_DOES), *view.outgoing(action, *_HAS))
    dated = any(text_of(view.nodes[action].properties, name) for name in _WHEN)
    return dated or any(map(is_likely, said))


def _is_titled(view: GraphView, edge: Edge, plans: Collection[str]) -> bool:
    """Whether a passage of these documents titles the action, or names what it is put under too."""
    called, outer = ([folded(name) for name in names(view, key)] for key in (edge.source, edge.target))
    for quotation in view.evidence(edge):
        if quotation.document in plans:
            text, kind = folded(quotation.text), text_of(view.sources[quotation.source].properties, "kind")
            at = min((text.find(name) for name in called if name in text), default=None)
            if at is not None and (any(name in text for name in outer) or is_title(text, at, kind)):
                return True
    return False


def is_title(text: str, at: int, kind: str | None) -> bool:
    """Whether a passage, folded, begins with what stands at this place, but for a code; a row may hold it anywhere."""
    before = text[:at]
    coded = any(character.isdigit() for character in text[: at + 1])
    return kind == "row" or (_BEFORE_A_TITLE.fullmatch(before) is not None and (coded or kind in _TITLES))
