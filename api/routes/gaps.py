"""Gaps: what is missing, with requirement, search, score and who could help."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Path

from api.cards import GapCard, told
from api.services import FilterOf, LanguageOf, Limit, Offset, ServicesOf
from graph.analysis.gaps.cards import State
from graph.analysis.gaps.families import called, wanted
from viz.cards import load_card_words

router = APIRouter(prefix="/gaps", tags=["gaps"])


@dataclass(frozen=True, slots=True)
class GapPage:
    """Some of `total` cards, the highest score first; `counts` says how many of all are in each state."""

    total: int
    counts: Mapping[State, int]
    cards: tuple[GapCard, ...]


@router.get("", summary="What is missing")
def cards(
    services: ServicesOf,
    filter_: FilterOf,
    language: LanguageOf = "en",
    limit: Limit = 50,
    offset: Offset = 0,
) -> GapPage:
    """Cards of all families: what is required, what was found, how sure that is, and who could help."""
    words = load_card_words(language)
    with services.snapshots.heavy() as snapshot:
        view, choice = snapshot.view, filter_.wanted()
        concerned = wanted(view, snapshot.cards(), replace(choice, states=()))
        counts = dict.fromkeys(State, 0) | Counter(card.state for card in concerned)
        found = [card for card in concerned if card.state in choice.states]
        return GapPage(len(found), counts, tuple(told(view, card, words) for card in found[offset : offset + limit]))


@router.get("/{card}", summary="One card")
def card(
    services: ServicesOf,
    card: Annotated[str, Path(max_length=100, description="the card's id")],
    language: LanguageOf = "en",
) -> GapCard:
    """All that a card says; its id stays from day to day."""
    with services.snapshots.heavy() as snapshot:
        return told(snapshot.view, called(snapshot.cards(), card), load_card_words(language))
