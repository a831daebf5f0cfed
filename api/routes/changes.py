"""Changes: what is otherwise than it was before some import or day."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.changes import Changes
from api.changes import changes as changed
from api.services import LanguageOf, ServicesOf
from viz.cards import load_card_words

router = APIRouter(prefix="/changes", tags=["gaps"])

Since = Annotated[
    str | None,
    Query(max_length=20, description="an import's number, or a day (ISO); without: before what was added last"),
]


@router.get("", summary="What changed in cards and coverage")
def changes(services: ServicesOf, since: Since = None, language: LanguageOf = "en") -> Changes:
    """Cards that are new, gone, or in another state or of another score; cells of the coverage in another state.

    The graph of then is built anew from the ledger, which takes as long as `intreccio rebuild`.
    """
    with services.snapshots.heavy() as snapshot:
        return changed(services.workspace, snapshot.question(), since, load_card_words(language))
