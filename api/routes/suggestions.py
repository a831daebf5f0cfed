"""Suggestions: who could meet, and why."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.services import LanguageOf, PartOf, ServicesOf, asked
from api.suggestions import Suggestions, suggestions
from graph.analysis.filters import Seeking
from viz.cards import load_card_words

router = APIRouter(prefix="/suggestions", tags=["suggestions"])

_MOST = 100


@router.get("", summary="Who could meet")
def answer(
    services: ServicesOf,
    seeking: Annotated[Seeking, asked(Seeking)],
    part: PartOf,
    language: LanguageOf = "en",
    limit: Annotated[int, Query(ge=1, le=_MOST, description="how many at most", examples=[5])] = 10,
) -> Suggestions:
    """Partners for an organisation, members for an action, agreement or body, or bridges between two groups."""
    with services.snapshots.heavy() as snapshot:
        return suggestions(snapshot.suggester, seeking, part, limit, load_card_words(language))
