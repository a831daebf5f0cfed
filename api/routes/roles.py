"""Roles and motifs: who holds the network together, and how it is knit, against chance."""

from fastapi import APIRouter

from api.roles import RolesFound, roles_found
from api.services import LanguageOf, PartOf, ServicesOf
from viz.cards import load_card_words

router = APIRouter(prefix="/roles", tags=["roles"])


@router.get("", summary="Who holds the network together")
def roles(services: ServicesOf, part: PartOf, language: LanguageOf = "en") -> RolesFound:
    """Constraint, redundancy, brokerage and what hangs on one alone, where chance hardly gives it to anybody; and how
    many triangles and squares of organisations and actions are open or closed, beside what chance gives.
    """
    with services.snapshots.heavy() as snapshot:
        return roles_found(snapshot.question(), part.selection(), load_card_words(language))
