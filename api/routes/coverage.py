"""Coverage: which kinds of actors stand for which area."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query

from api.coverage import CoverageCellDetail, CoverageMatrix, coverage_cell, coverage_claim, coverage_matrix
from api.services import PartOf, ServicesOf
from graph.analysis.coverage import Dimension
from graph.analysis.selection import find
from graph.errors import NotFound

router = APIRouter(prefix="/coverage", tags=["coverage"])

_CLAIMS: Final = 200
By = Annotated[Dimension, Query(description="what the columns are", examples=["kind"])]


@router.get("", summary="The matrix of areas and kinds of actors")
def matrix(services: ServicesOf, part: PartOf, by: By = Dimension.KIND) -> CoverageMatrix:
    """Every area of the graph, or of a part of it, by every column that is there, and who stands there."""
    with services.snapshots.heavy() as snapshot:
        found, view = snapshot.coverage(by, part.selection()), snapshot.view
    return coverage_matrix(view, found)


@router.get("/{area}/{kind}", summary="One cell with the words behind it")
def cell(
    services: ServicesOf,
    area: Annotated[str, Path(max_length=200, description="the area's id or name", examples=["governance"])],
    kind: Annotated[str, Path(max_length=200, description="a column of the matrix", examples=["cooperative"])],
    by: By = Dimension.KIND,
) -> CoverageCellDetail:
    """The actors of a kind in an area, and the claims that tie them to it."""
    with services.snapshots.heavy() as snapshot:
        found, view = snapshot.coverage(by), snapshot.view
    chosen = found.cells.get((find(view, "Area", area)[1], kind))
    if chosen is None:
        raise NotFound(f"the matrix has no cell for {area!r} and {kind!r}.", hint="GET /coverage shows those it has.")
    claims = tuple(coverage_claim(view, edge) for edge in chosen.edges[:_CLAIMS])
    return CoverageCellDetail(coverage_cell(view, found, chosen), claims, len(chosen.edges))
