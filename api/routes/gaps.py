"""Gaps: what is missing, with requirement, search, score and who could help."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from api.cards import GapCard, told
from api.services import Limit, Offset, ServicesOf
from graph.analysis.gaps.cards import State
from graph.analysis.gaps.families import FAMILIES, OPEN, Wanted, called, wanted
from graph.analysis.selection import Selection
from viz.cards import load_card_words
from viz.words import Language

router = APIRouter(prefix="/gaps", tags=["gaps"])

_Name = Annotated[str, Query(max_length=200)]
LanguageOf = Annotated[Language, Query(description="language of titles and reasons", examples=["en"])]


@dataclass(frozen=True, slots=True)
class GapPage:
    """Some of `total` cards, the highest score first; `counts` says how many of all are in each state."""

    total: int
    counts: Mapping[State, int]
    cards: tuple[GapCard, ...]


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


@dataclass(frozen=True, slots=True)
class Filter:
    """Which cards to give; several values of one are alternatives."""

    family: Annotated[list[_Name] | None, Query(description=f"only of these: {', '.join(FAMILIES)}")] = None
    state: Annotated[list[State] | None, Query(description="only in these; without: gap, weakly_covered")] = None
    area: Annotated[list[_Name] | None, Query(description="only of these areas, by id or name")] = None
    place: Annotated[list[_Name] | None, Query(description="only of these places, by id or name")] = None


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
    words = load_card_words(language)
    with services.snapshots.heavy() as snapshot:
        view = snapshot.view
        concerned = wanted(view, snapshot.cards(_today()), choice)
        counts = dict.fromkeys(State, 0) | Counter(card.state for card in concerned)
        found = wanted(view, concerned, Wanted(states=tuple(filter_.state or OPEN)))
        return GapPage(len(found), counts, tuple(told(view, card, words) for card in found[offset : offset + limit]))


@router.get("/{card}", summary="One card")
def card(
    services: ServicesOf,
    card: Annotated[str, Path(max_length=100, description="the card's id")],
    language: LanguageOf = "en",
) -> GapCard:
    """All that a card says; its id stays from day to day."""
    with services.snapshots.heavy() as snapshot:
        return told(snapshot.view, called(snapshot.cards(_today()), card), load_card_words(language))
