"""Roles: who holds the network together, where that stands out against chance."""

from typing import Annotated

from fastapi import APIRouter

from api.filters import Part
from api.roles import RolesFound, roles_found
from api.services import ServicesOf, asked

router = APIRouter(prefix="/roles", tags=["roles"])


@router.get("", summary="Who holds the network together")
def roles(services: ServicesOf, part: Annotated[Part, asked(Part)]) -> RolesFound:
    """Constraint, redundancy, brokerage and what hangs on one alone, where chance hardly gives it to anybody."""
    with services.snapshots.heavy() as snapshot:
        return roles_found(snapshot.question(), part.selection())
