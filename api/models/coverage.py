"""The matrix: who stands for which area."""

from collections.abc import Mapping
from typing import Self

from pydantic import Field

from api.models.common import Model, Named, Quotation
from graph.analysis.coverage import Cell, CellState
from graph.analysis.view import GraphView


class CoverageArea(Named):
    """A row of the matrix; `documents` counts those that name the area."""

    code: str | None
    documents: int


class CoverageCell(Model):
    """Who of one kind stands for one area. `nobody` means that nobody is known, never that nobody exists."""

    area: str
    kind: str = Field(examples=["social_cooperative"])
    state: CellState
    actors: tuple[Named, ...]
    actions: tuple[Named, ...]

    @classmethod
    def of(cls, view: GraphView, cell: Cell) -> Self:
        return cls(
            area=cell.area[1],
            kind=cell.kind,
            state=cell.state,
            actors=tuple(Named.of(view, key) for key in cell.actors),
            actions=tuple(Named.of(view, key) for key in cell.actions),
        )


class CoverageMatrix(Model):
    """Areas by kinds of actors. `documents` were read in all; `counts` says how many cells are in each state."""

    areas: tuple[CoverageArea, ...]
    kinds: tuple[str, ...]
    cells: tuple[CoverageCell, ...]
    documents: int
    counts: Mapping[CellState, int]


class CoverageClaim(Model):
    """A claim behind a cell, with the words that say it."""

    subject: Named
    claim: str
    object: Named
    status: str
    evidence: tuple[Quotation, ...]


class CoverageCellDetail(Model):
    """A cell with the claims that lead from its actors to its area."""

    cell: CoverageCell
    claims: tuple[CoverageClaim, ...]
    claims_total: int
