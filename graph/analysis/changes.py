"""What changed between two views of one territory: its cards, and the cells of its coverage."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from graph.analysis.coverage import CellState, Dimension, coverage
from graph.analysis.evidence import Key
from graph.analysis.gaps.cards import Card
from graph.analysis.view import GraphView

_LEAST: Final = 0.01
"""A score that moves by less is the same to a person."""


@dataclass(frozen=True, slots=True)
class CardChange:
    """A card before and now; None where it was not, or is no more."""

    before: Card | None
    now: Card | None


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell of the coverage by `by`; None where the area or the column was not, or is no more."""

    area: Key
    by: Dimension
    column: str
    before: CellState | None
    now: CellState | None


def card_changes(before: Iterable[Card], now: Iterable[Card]) -> tuple[CardChange, ...]:
    """Cards that are new, gone, or in another state or of another score; today's first, each in its order."""
    was, is_ = ({card.id: card for card in cards} for cards in (before, now))
    pairs = (CardChange(was.get(id), is_.get(id)) for id in dict.fromkeys((*is_, *was)))
    return tuple(change for change in pairs if _differ(change.before, change.now))


def cell_changes(before: GraphView, now: GraphView) -> tuple[CellChange, ...]:
    """Cells whose state is another, by every dimension. Who had and has nobody has not changed."""
    found = (change for by in Dimension for change in _changes_by(_cells(before, by), _cells(now, by), by))
    return tuple(found)


def _differ(one: Card | None, other: Card | None) -> bool:
    if one is None or other is None:
        return True
    return one.state is not other.state or abs(one.score.total - other.score.total) >= _LEAST


_Cells = Mapping[tuple[str, str], CellState]


def _cells(view: GraphView, by: Dimension) -> _Cells:
    return {place: cell.state for place, cell in coverage(view, by=by).cells.items()}


def _changes_by(before: _Cells, now: _Cells, by: Dimension) -> Iterator[CellChange]:
    for area, column in dict.fromkeys((*now, *before)):
        was, is_ = before.get((area, column)), now.get((area, column))
        if (was or CellState.NOBODY) is not (is_ or CellState.NOBODY):
            yield CellChange(("Area", area), by, column, was, is_)
