"""Generations: who is of which, how they mix, where they meet."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter

from api.generations import Generations, generations
from api.services import LanguageOf, PartOf, ServicesOf, asked
from graph.analysis.filters import Ages
from graph.ledger.follow_ups import said_last
from viz.cards import load_card_words

router = APIRouter(prefix="/generations", tags=["generations"])


@router.get("", summary="Who is of which generation, and where they meet")
def answer(
    services: ServicesOf,
    part: PartOf,
    ages: Annotated[Ages, asked(Ages)],
    language: LanguageOf = "en",
) -> Generations:
    """Layers, mixing with its chances, distances, bridges by name, and who is spoken of without being there."""
    said = said_last(services.workspace.ledger)
    with services.snapshots.heavy() as snapshot:
        question = snapshot.question()
        question = replace(question, bands=ages.bands(question.bands))
        return generations(question, part, load_card_words(language), said)
