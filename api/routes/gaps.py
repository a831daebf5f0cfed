"""Gaps: what is missing, with requirement, search, score and who could help."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field

from api.cards import GapCard, told
from api.services import FilterOf, LanguageOf, Limit, Offset, ServicesOf
from graph.analysis.gaps.cards import State
from graph.analysis.gaps.families import called
from graph.analysis.gaps.following import concerned
from graph.ledger.follow_ups import follow, said_last
from graph.model import Follow
from viz.cards import load_card_words

router = APIRouter(prefix="/gaps", tags=["gaps"])

CardId = Annotated[str, Path(max_length=100, description="the card's id")]


@dataclass(frozen=True, slots=True)
class GapPage:
    """Some of `total` cards, the highest score first; `counts` says how many of all are in each state."""

    total: int
    counts: Mapping[State, int]
    cards: tuple[GapCard, ...]


@dataclass(frozen=True, slots=True)
class FollowUpSaid:
    """How far people have come with a card, who says so, and why (needed to dismiss it)."""

    state: Follow
    who: Annotated[str, Field(min_length=1, max_length=100)]
    reason: Annotated[str, Field(max_length=2_000)] | None = None


@router.get("", summary="What is missing")
def cards(
    services: ServicesOf,
    filter_: FilterOf,
    language: LanguageOf = "en",
    limit: Limit = 50,
    offset: Offset = 0,
) -> GapPage:
    """Cards of all families: what is required, what was found, how sure that is, and who could help."""
    words, said = load_card_words(language), said_last(services.workspace.ledger)
    with services.snapshots.heavy() as snapshot:
        view = snapshot.view
        whole, found = concerned(view, snapshot.cards(), filter_.wanted(), said, filter_.follow_up)
        counts = dict.fromkeys(State, 0) | Counter(card.state for card in whole)
        shown = tuple(told(view, card, words, said.get(card.id)) for card in found[offset : offset + limit])
    return GapPage(len(found), counts, shown)


@router.get("/{card}", summary="One card")
def card(services: ServicesOf, card: CardId, language: LanguageOf = "en") -> GapCard:
    """All that a card says; its id stays from day to day."""
    with services.snapshots.heavy() as snapshot:
        found = called(snapshot.cards(), card)
        return told(snapshot.view, found, load_card_words(language), said_last(services.workspace.ledger).get(card))


@router.put("/{card}/follow-up", summary="Follow a card up")
def follow_up(services: ServicesOf, card: CardId, said: FollowUpSaid, language: LanguageOf = "en") -> GapCard:
    """Says how far people have come with a card. What was said before stays in the ledger."""
    with services.snapshots.heavy() as snapshot:
        found = called(snapshot.cards(), card)
        with services.workspace.ledger.write() as connection:
            written = follow(connection, card, said.state, who=said.who, evidence=found.evidence, reason=said.reason)
        return told(snapshot.view, found, load_card_words(language), written)
