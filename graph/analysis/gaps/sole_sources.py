"""On which documents facts rest alone: leaving one out at the cost of these facts, not of looking at a view again."""

from collections.abc import Iterable

from graph.analysis.coverage import Tie
from graph.analysis.gaps.jackknife import behind
from graph.analysis.view import GraphView
from graph.model import Status
from graph.store.port import Edge, Node


class Soles:
    """Which document a fact cannot do without: the one that alone stands behind it."""

    def __init__(self, view: GraphView) -> None:
        self._view = view
        self._known: dict[int, tuple[Node | Edge, str | None]] = {}

    def sole(self, fact: Node | Edge) -> str | None:
        if id(fact) not in self._known:
            documents = tuple(behind(self._view, (fact,)))
            self._known[id(fact)] = fact, documents[0] if len(documents) == 1 else None
        return self._known[id(fact)][1]

    def of(self, path: Iterable[Edge]) -> set[str]:
        """The documents that alone stand behind one of these claims."""
        return {sole for edge in path if (sole := self.sole(edge)) is not None}

    def left(self, ties: Iterable[Tie], without: str) -> tuple[Tie, ...]:
        """The ties that are there without a document."""
        return tuple(tie for tie in ties if without not in self.of(tie.path))

    def decisive(self, ties: Iterable[Tie]) -> frozenset[str] | None:
        """The documents without any one of which nobody is tied at all; None where nobody is, whatever is left out."""
        return self.shared(tie for tie in ties if tie.status is not Status.DENIED)

    def shared(self, ties: Iterable[Tie]) -> frozenset[str] | None:
        """The documents that each of several ties rests on alone; None of no ties."""
        common: set[str] | None = None
        for tie in ties:
            common = self.of(tie.path) if common is None else common & self.of(tie.path)
            if not common:
                break
        return None if common is None else frozenset(common)
