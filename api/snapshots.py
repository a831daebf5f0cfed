"""The graph in memory as it was last saved, loaded once a save and shared by all requests."""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from graph.analysis.coverage import Coverage, Dimension
from graph.analysis.evidence import Key
from graph.analysis.frame import Frame, framed
from graph.analysis.gaps.cards import Card
from graph.analysis.gaps.families import Question, gaps, today
from graph.analysis.selection import Selection, folded, names
from graph.analysis.suggestions import Suggester
from graph.analysis.uncollected import uncollected
from graph.analysis.view import GraphView, load
from graph.errors import IntreccioError, StoreBusy
from graph.ledger.ledger import Ledger
from graph.ledger.reading import projected_position
from graph.model import ENTITY_LABELS
from graph.store.port import GraphStore

if TYPE_CHECKING:
    from graph.analysis.suggestions import Suggester
    from viz.network import Options

    Draw = Callable[["Snapshot", Options, Hashable], str]

_PAGES_KEPT: Final = 8
_HEAVY_AT_ONCE: Final = 4
_HEAVY_WAIT_SECONDS: Final = 20.0
_WARMED: Final = 30_000
"""Nodes of a graph whose cards and suggestions are worked out beforehand: a minute or so, for which imports wait."""


@dataclass(eq=False)
class Snapshot:
    """One save of the graph, and what was worked out from it."""

    position: int
    view: GraphView
    frame: Frame
    _drawing: threading.Lock = field(default_factory=threading.Lock)
    _judging: threading.Lock = field(default_factory=threading.Lock)
    _coverage: dict[Dimension, Coverage] = field(default_factory=dict)
    _question: Question | None = None
    _cards: tuple[Question, tuple[Card, ...]] | None = None

    def coverage(self, by: Dimension, within: Selection = Selection()) -> Coverage:
        """The matrix by a dimension; that of the whole graph is worked out once."""
        if within != Selection():
            return self.frame.coverage(self.view, by, within)
        if by not in self._coverage:
            self._coverage[by] = self.frame.coverage(self.view, by, Selection())
        return self._coverage[by]

    def question(self) -> Question:
        """What is asked of the graph today."""
        day = today()
        if self._question is None or self._question.today != day:
            self._question = Question(self.view, day, self.frame.bands)
        return self._question

    def cards(self) -> tuple[Card, ...]:
        """The gaps of all families today; those of the last day asked for are kept."""
        with self._judging:
            if self._cards is None or self._cards[0] is not self.question():
                self._cards = self.question(), gaps(self.question())
            return self._cards[1]

    @cached_property
    def suggester(self) -> Suggester:
        """Who could meet whom, with weights learnt once."""
        return Suggester.of(self.view)

    @cached_property
    def keys_by_id(self) -> dict[str, Key]:
        """Entities by id: an id says its label."""
        return {key[1]: key for key in self.view.nodes if key[0] in ENTITY_LABELS}

    @cached_property
    def searchable(self) -> tuple[tuple[Key, str, str], ...]:
        """Every entity with its folded name and all its folded names, by name."""
        found = []
        for key in self.keys_by_id.values():
            name, *aliases = map(folded, names(self.view, key))
            found.append((key, name, "\n".join((name, *aliases))))
        return tuple(sorted(found, key=lambda entry: (entry[1], entry[0])))

    def page(self, options: "Options", draw: "Draw | None" = None, asked: Hashable = None) -> str:
        """The network picture with these options, or what `draw` makes of what is `asked`; one drawn at a time, the
        last few are kept."""
        with self._drawing, uncollected():
            return self._page(options, draw or _network, asked)

    @cached_property
    def _page(self) -> "Callable[[Options, Draw, Hashable], str]":
        return lru_cache(_PAGES_KEPT)(lambda options, draw, asked: draw(self, options, asked))


def _network(snapshot: Snapshot, options: "Options", _: Hashable) -> str:
    from viz.network import page

    return page(snapshot.view, options, assets="linked")


class Snapshots:
    """Gives the newest snapshot, and lets only a few requests do heavy work on it at once."""

    def __init__(self, ledger: Ledger, store: GraphStore, title: str, frame: Frame) -> None:
        self._ledger = ledger
        self._store = store
        self._title = title
        self._frame = frame
        self._lock = threading.Lock()
        self._newest: Snapshot | None = None
        self._heavy = threading.BoundedSemaphore(_HEAVY_AT_ONCE)

    def newest(self) -> Snapshot:
        """The graph as last saved. Raises `StoreUnavailable`."""
        with self._lock:
            with self._ledger.read() as connection:
                position = projected_position(connection, self._store.url)
            if self._newest is None or self._newest.position != position:
                with self._store.reader() as reader:
                    self._newest = Snapshot(position, framed(load(reader), self._frame), self._frame)
            return self._newest

    def options(self) -> "Options":
        """The picture of the whole graph, as it opens at first."""
        from viz.network import Options

        return Options(title=self._title)

    def warm(self) -> None:
        """Loads and draws a new save, so that the first to open it need not wait."""
        with suppress(IntreccioError), self.heavy() as snapshot:
            snapshot.page(self.options())
            if len(snapshot.view.nodes) <= _WARMED:
                snapshot.cards()
                _ = snapshot.suggester
                for by in Dimension:
                    snapshot.coverage(by)

    @contextmanager
    def heavy(self) -> Iterator[Snapshot]:
        """As `newest`, for work that takes long. Raises `StoreBusy` when too many are at it."""
        if not self._heavy.acquire(timeout=_HEAVY_WAIT_SECONDS):
            raise StoreBusy("the server is busy with other requests.", hint="Try again in a moment.")
        try:
            yield self.newest()
        finally:
            self._heavy.release()
