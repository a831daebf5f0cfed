"""Which actions a plan sets out, and is to say all of: not those that only a report, minutes or news tell of.

A plan, call or project sheet sets an action out where it titles it (a row; a heading, an item or a coded line that
begins with it), where one passage says of which area or plan it is, or where something is said of it: who does it, with
what means, how it is measured, when. So a word in the introduction of an area is none of its actions. Of the headings
of an agreement (data protection) only those count of which something is said. A list says nothing else.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final

from graph.analysis.evidence import Key, Quotation, text_of
from graph.analysis.gaps.common import kind_of_document
from graph.analysis.selection import folded, kind_of, names
from graph.analysis.territory import held
from graph.analysis.view import GraphView
from graph.store.port import Edge

_LISTS: Final = frozenset({"ties", "register"})
_PLANS: Final = frozenset({None, "plan", "call", "project_sheet"})
_AGREED: Final = "agreement"
_TITLES: Final = frozenset({"row", "heading", "item"})
_DOES: Final = ("LEADS", "PROMOTES", "PARTICIPATES_IN", "FUNDS", "USED_IN")
_HAS: Final = ("NEEDS", "MEASURED_BY")
_WHEN: Final = ("since", "until", "duration")
_BEFORE_A_TITLE: Final = re.compile(r"[\W\d_]*(?:(?:azione|intervento|scheda|misura|progetto)[\W\d_]*)?")


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


def _sets_out(view: GraphView, edge: Edge) -> bool:
    """Whether a document that may do so puts an action under an area, a plan or a larger action."""
    told: dict[str | None, list[Quotation]] = defaultdict(list)
    for quotation in view.evidence(edge):
        told[quotation.document].append(quotation)
    kinds = {document: kind_of_document(view, document) if document else None for document in told}
    if not told or not _LISTS.isdisjoint(kinds.values()):
        return True
    plain = [quotations for document, quotations in told.items() if kinds[document] in _PLANS]
    own = edge.target[0] != "Plan" or kind_of(view.nodes[edge.target]) == _AGREED
    if plain or (own and _AGREED in kinds.values()):
        return _is_spoken_of(view, edge.source) or any(_is_titled(view, edge, quotations) for quotations in plain)
    return False


def _is_spoken_of(view: GraphView, action: Key) -> bool:
    """Whether anything is said of an action that a plan would say."""
    said = view.incoming(action, *_DOES) or view.outgoing(action, *_HAS)
    return bool(said) or any(text_of(view.nodes[action].properties, name) for name in _WHEN)


def _is_titled(view: GraphView, edge: Edge, quotations: Sequence[Quotation]) -> bool:
    """Whether one of the passages titles the action, or names what it is put under too."""
    called, outer = ([folded(name) for name in names(view, key)] for key in (edge.source, edge.target))
    for quotation in quotations:
        text, kind = folded(quotation.text), text_of(view.sources[quotation.source].properties, "kind")
        at = min((text.find(name) for name in called if name in text), default=None)
        if at is not None and (_holds(text, outer) or is_title(text, at, kind)):
            return True
    return False


def is_title(text: str, at: int, kind: str | None) -> bool:
    """Whether a passage, folded, begins with what stands at this place, but for a code; a row may hold it anywhere."""
    before = text[:at]
    coded = any(character.isdigit() for character in text[: at + 1])
    return kind == "row" or (_BEFORE_A_TITLE.fullmatch(before) is not None and (coded or kind in _TITLES))


def _holds(text: str, called: Collection[str]) -> bool:
    return any(name in text for name in called)
