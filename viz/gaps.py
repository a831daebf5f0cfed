"""The page of the gaps: who is where as a table that opens, what is missing as a picture, and a card for each."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Any, Final

from graph.analysis.coverage import UNKNOWN, Blank, Cell, CellState, Coverage, Dimension
from graph.analysis.evidence import Key
from graph.analysis.gaps.cards import State
from graph.analysis.view import GraphView
from viz.cards import CardWords, load_card_words
from viz.facts import Citations
from viz.filter_form import controls
from viz.network import Assets, Options, page
from viz.sheet import Chosen, Sheet, named, told, with_cards
from viz.words import clean

DRAWN: Final = {State.GAP: 9, State.WEAKLY_COVERED: 3, State.UNKNOWN: 4}
"""So many cards of each state, the first of those shown, stand in the picture too."""

CARDS_A_PAGE: Final = 40
CARDS_A_FILE: Final = 150

_COLUMNS: Final = 20
"""Columns of a table at most: the others, in which fewest are, are named below it."""

_ACTORS: Final = 12
_ACTIONS: Final = 3
_SIGNS: Final = {Blank.NO_ACTOR: "∅", Blank.NOTHING_READ: "?", Blank.PLANNED: "…", Blank.DENIED: "✕"}
"""What stands in a cell where nobody does anything yet."""


def draw_gaps(
    view: GraphView,
    chosen: Chosen,
    matrices: Sequence[Coverage],
    options: Options,
    *,
    offset: int = 0,
    assets: Assets = "inline",
) -> str:
    """The page of these cards from `offset` on."""
    words, cards = load_card_words(options.language), chosen.cards
    citations = Citations(words.common)
    limit = CARDS_A_PAGE if assets == "linked" else CARDS_A_FILE
    shown = cards[offset : offset + limit]
    drawn = [card for state, most in DRAWN.items() for card in [c for c in cards[offset:] if c.state is state][:most]]
    part, ghosts = with_cards(view, drawn, words)
    values = {
        "cards": [told(view, card, words, citations, chosen.said.get(card.id)) for card in shown],
        "drawn": {card.id for card in drawn},
        "counts": chosen.counts,
        "search": cards[0].search if cards else None,
        "total": len(cards),
        "offset": offset,
        "limit": limit,
        "matrices": [matrix(view, one, words, citations) for one in matrices],
        "controls": controls(view, chosen.filter, words),
    }
    return page(part, options, Sheet("gaps", values, ghosts), assets=assets)


def matrix(view: GraphView, found: Coverage, words: CardWords, citations: Citations) -> dict[str, Any]:
    """A coverage matrix as a table: columns in words, rows with a cell each; which columns it leaves out, and which
    areas, since of nobody is it known that they do anything there."""
    held = Counter(cell.kind for cell in found.cells.values() for _ in cell.actors)
    kept = found.kinds
    if len(kept) > _COLUMNS or found.by is Dimension.TERRITORY:
        most = {kind for kind, _ in held.most_common(_COLUMNS)}
        kept = tuple(kind for kind in kept if kind in most)
    names = {kind: _column(view, found.by, kind, words) for kind in found.kinds}
    return {
        "by": found.by.value,
        "columns": [names[kind] for kind in kept],
        "left_out": [names[kind] for kind in found.kinds if kind not in kept and kind != UNKNOWN],
        "documents": found.documents,
        "rows": [
            {
                "area": named(view, ("Area", area.id), words),
                "naming": found.documents_of[area.id],
                "cells": [
                    _cell(view, found, found.cells[area.id, kind], words, citations) | {"column": names[kind]}
                    for kind in kept
                ],
            }
            for area in found.areas
            if area.id in found.peopled
        ],
        "unread": [clean(view.name(("Area", area.id))) for area in found.areas if area.id not in found.peopled],
    }


def _column(view: GraphView, by: Dimension, kind: str, words: CardWords) -> str:
    if by is not Dimension.TERRITORY:
        return words.column(by, kind)
    return clean(view.name(("Place", kind))) if ("Place", kind) in view.nodes else words.common.page("no_place")


def _cell(view: GraphView, found: Coverage, cell: Cell, words: CardWords, citations: Citations) -> dict[str, Any]:
    blank, actors = found.blank(cell), cell.actors
    many = len(actors)
    return {
        "state": blank.value if blank else CellState.COVERED.value,
        "said": words.common.page(f"blank_{blank}" if blank else "present"),
        "sign": f"{_SIGNS[blank]}{many or ''}" if blank else str(many),
        "known": len(found.bodies.get(cell.kind, ())),
        "actors": [_actor(view, cell, key, words, citations) for key in actors[:_ACTORS]],
        "more": max(many - _ACTORS, 0),
    }


def _actor(view: GraphView, cell: Cell, key: Key, words: CardWords, citations: Citations) -> dict[str, Any]:
    """One of a cell: its actions there with how far they have come, and the words that put it there."""
    ties = [tie for tie in cell.ties if tie.actor == key]
    words_of = (quotation for tie in ties for quotation in view.evidence(tie.path[0]))
    return {
        **named(view, key, words),
        "actions": [
            (clean(view.name(tie.action)) if tie.action else "", words.common.word("status", tie.status))
            for tie in ties[:_ACTIONS]
        ],
        "more": max(len(ties) - _ACTIONS, 0),
        "quotes": [citations.quoted(quotation) for quotation in islice(words_of, 1)],
    }
