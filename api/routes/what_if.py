"""What if: cards and indices before and after a change that nobody made."""

from typing import Final

from fastapi import APIRouter
from pydantic import ConfigDict, with_config

from api.services import FilterOf, LanguageOf, Limit, ServicesOf
from api.what_if import Stand, Supposed, supposed
from graph.analysis.what_if import SupposedEntity, SupposedTie, Supposition
from graph.errors import UsageError
from viz.cards import load_card_words

router = APIRouter(prefix="/what-if", tags=["what-if"])

_MOST: Final = 200
for _one in (SupposedEntity, SupposedTie, Supposition):
    with_config(ConfigDict(extra="forbid"))(_one)


@router.post("", summary="What would change")
def answer(
    services: ServicesOf,
    changes: Supposition,
    filter_: FilterOf,
    language: LanguageOf = "en",
    limit: Limit = 50,
) -> Supposed:
    """Supposes entities and ties more or less, by names, in a copy: the graph stays as it is."""
    if sum(map(len, (changes.add, changes.tie, changes.remove, changes.cut))) > _MOST:
        raise UsageError(f"more than {_MOST} changes are too many at once.")
    with services.snapshots.heavy() as snapshot:
        before = Stand(snapshot.question(), snapshot.cards())
        return supposed(before, changes, filter_, limit, load_card_words(language))
