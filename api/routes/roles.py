"""Roles: who holds the network together, where that stands out against chance."""

from fastapi import APIRouter

from api.roles import RolesFound, roles_found
from api.services import PartOf, ServicesOf

router = APIRouter(prefix="/roles", tags=["roles"])


@router.get("", summary="Who holds the network together")
def roles(services: ServicesOf, part: PartOf) -> RolesFound:
    """Constraint, redundancy, brokerage and what hangs on one alone, where chance hardly gives it to anybody."""
    with services.snapshots.heavy() as snapshot:
        return roles_found(snapshot.question(), part.selection())
