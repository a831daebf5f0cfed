"""Gaps: what is missing, with requirement, search, score and who could help."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import Field

from api.cards import GapCard, told
from api.services import Limit, Offset, Services, ServicesOf
from graph.analysis.gaps.cards import State
from graph.analysis.gaps.families import FAMILIES, OPEN, Wanted, called, wanted
from graph.analysis.gaps.following import PENDING, followed
from graph.analysis.selection import Selection
from graph.ledger.follow_ups import Follow, FollowUp, follow, newest
from viz.cards import load_card_words
from viz.words import Language

router = APIRouter(prefix="/gaps", tags=["gaps"])

_Name = Annotated[str, Query(max_length=200)]
CardId = Annotated[str, Path(max_length=100, description="the card's id")]
LanguageOf = Annotated[Language, Query(description="language of titles and reasons", examples=["en"])]


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


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


@dataclass(frozen=True, slots=True)
class Filter:
    """Which cards to give; several values of one are alternatives."""

    family: Annotated[list[_Name] | None, Query(description=f"only of these: {', '.join(FAMILIES)}")] = None
    state: Annotated[list[State] | None, Query(description="only in these; without: gap, weakly_covered")] = None
    area: Annotated[list[_Name] | None, Query(description="only of these areas, by id or name")] = None
    place: Annotated[list[_Name] | None, Query(description="only of these places, by id or name")] = None
    follow_up: Annotated[
        list[Follow] | None, Query(description="only with which people are so far; without: open, taken_up")
    ] = None


@router.get("", summary="What is missing")
def cards(
    services: ServicesOf,
    filter_: Annotated[Filter, Depends()],
    language: LanguageOf = "en",
    limit: Limit = 50,
    offset: Offset = 0,
) -> GapPage:
    """Cards of all families: what is required, what was found, how sure that is, and who could help."""
    choice = Wanted(
        tuple(filter_.family or ()),
        within=Selection(areas=tuple(filter_.area or ()), places=tuple(filter_.place or ())),
    )
    words, said = load_card_words(language), _said(services)
    with services.snapshots.heavy() as snapshot:
        view = snapshot.view
        concerned = followed(wanted(view, snapshot.cards(_today()), choice), said, filter_.follow_up or PENDING)
        counts = dict.fromkeys(State, 0) | Counter(card.state for card in concerned)
        found = wanted(view, concerned, Wanted(states=tuple(filter_.state or OPEN)))
        shown = tuple(told(view, card, words, said.get(card.id)) for card in found[offset : offset + limit])
    return GapPage(len(found), counts, shown)


@router.get("/{card}", summary="One card")
def card(services: ServicesOf, card: CardId, language: LanguageOf = "en") -> GapCard:
    """All that a card says; its id stays from day to day."""
    with services.snapshots.heavy() as snapshot:
        found = called(snapshot.cards(_today()), card)
        return told(snapshot.view, found, load_card_words(language), _said(services).get(card))


@router.put("/{card}/follow-up", summary="Follow a card up")
def follow_up(services: ServicesOf, card: CardId, said: FollowUpSaid, language: LanguageOf = "en") -> GapCard:
    """Says how far people have come with a card. What was said before stays in the ledger."""
    with services.snapshots.heavy() as snapshot:
        found = called(snapshot.cards(_today()), card)
        with services.workspace.ledger.write() as connection:
            written = follow(connection, card, said.state, who=said.who, evidence=found.evidence, reason=said.reason)
        return told(snapshot.view, found, load_card_words(language), written)


def _said(services: Services) -> Mapping[str, FollowUp]:
    with services.workspace.ledger.read() as connection:
        return newest(connection)
