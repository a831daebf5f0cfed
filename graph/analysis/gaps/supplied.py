"""What other documents than its plan supply of an action in words that no claim holds: who answers for it, how it is
measured, by when it is done.

"La gestione è stata affidata all'associazione" stands under a heading and names no action. What somebody only might
take on is a perhaps, and nothing once a claim says that somebody who was to answer for it does not.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from graph.analysis.dating import date_of, told_last
from graph.analysis.evidence import Key, text_of
from graph.analysis.gaps.about import About
from graph.analysis.gaps.aspects import Found
from graph.analysis.gaps.common import expression, italian, kind_of_document
from graph.analysis.gaps.jackknife import document_of, trimmed
from graph.analysis.selection import before, folded
from graph.analysis.view import GraphView
from graph.store.port import Edge, Node

_SILENT: Final = frozenset({"plan", "project_sheet", "ties", "register"})
"""What a plan does not say of an action is not said elsewhere in it, and lists say it by claims."""
_SAYS: Final = ("weak", "firm", "open", "titled", "below")
_CLAUSE: Final = re.compile(r"(?<=[.!?;])\s+")


def with_words(view: GraphView, action: Key, rule: str, found: Found, about: About) -> Found:
    """What claims say of an action and rule, and what words of other documents than plans add to it."""
    if found.firm or rule not in italian()["supplied"]:
        return found
    refused = told_last(view, *found.against)
    told: dict[str, list[Edge]] = {"firm": [], "weak": []}
    for edge in about.mentions(action):
        for n, passages in about.passages(edge):
            document = document_of(passages[0])
            if document is None or kind_of_document(view, document) in _SILENT:
                continue
            if refused and not before(refused, date_of(view, document)):
                continue
            for how in {how for passage in passages for how in _says(passage, rule)}:
                told[how].append(replace(edge, properties=trimmed(edge.properties, [n])))
    return Found((*found.firm, *told["firm"]), (*found.weak, *told["weak"]), found.against)


def _says(passage: Node, rule: str) -> Iterator[str]:
    """How a passage says it: firmly, or that it may be."""
    if text_of(passage.properties, "kind") == "heading":
        return
    weak, firm, open_, titled, below = (expression(f"supplied.{rule}.{name}") for name in _SAYS)
    under = titled.search(folded(text_of(passage.properties, "heading") or ""))
    for clause in map(folded, _CLAUSE.split(text_of(passage.properties, "text") or "")):
        if weak.search(clause):
            yield "weak"
        elif not open_.search(clause) and (firm.search(clause) or (under and below.search(clause))):
            yield "firm"
