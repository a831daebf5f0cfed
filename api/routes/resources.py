"""Resources: who needs and who offers what, and where."""

from fastapi import APIRouter

from api.resources import ResourcePage, resource_page
from api.services import Limit, Offset, PartOf, ServicesOf
from graph.analysis.resources import resources

router = APIRouter(prefix="/resources", tags=["resources"])


@router.get("", summary="Who needs and who offers what")
def entries(services: ServicesOf, part: PartOf, limit: Limit = 50, offset: Offset = 0) -> ResourcePage:
    """Needs, offers and refusals, with amount, place, purpose, the words that say so, and who answers to whom."""
    with services.snapshots.heavy() as snapshot:
        found = resources(snapshot.view, part.selection())
        return resource_page(snapshot.view, found, limit, offset)
