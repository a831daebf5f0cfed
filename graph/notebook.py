"""The graph for people who ask in notebooks: data frames, networkx, py2neo."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from graph.analysis.coverage import Dimension, coverage
from graph.analysis.evidence import Key
from graph.analysis.filters import Filter, Part, made
from graph.analysis.gaps.cards import Card
from graph.analysis.gaps.families import Question, gaps, today, wanted
from graph.analysis.resources import resources
from graph.analysis.selection import find
from graph.analysis.suggestions import Suggester
from graph.analysis.view import GraphView, load
from graph.errors import SettingsInvalid
from graph.guard.check import check
from graph.settings import CONFIG_NAME
from graph.store.open import login, open_store
from graph.store.port import GraphStore, Limits
from graph.workspace import open_workspace

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from graph.py2neo_models import Py2neoGraph

_NOTEBOOK_LIMITS = Limits(seconds=120.0, rows=1_000_000)
"""A notebook is its owner's own machine: more patience than a server has for strangers."""


@dataclass(frozen=True)
class Notebook:
    """A graph to ask. Reads only; `view` is read once and kept. `login` is what it was opened with."""

    store: GraphStore
    login: tuple[str, str | None] = field(default=("neo4j", None), repr=False)

    def cypher(self, query: str, parameters: Mapping[str, object] | None = None) -> "pd.DataFrame":
        """Answer of a reading query, a column a returned name; nodes and relationships are dictionaries.

        Raises `QueryRefused`, `QueryInvalid`, `QueryLimit`.
        """
        import pandas as pd

        text = check(query)
        with self.store.reader() as reader:
            table = reader.run(text, parameters or {}, _NOTEBOOK_LIMITS)
        return pd.DataFrame.from_records(list(table.rows), columns=list(table.columns))

    @cached_property
    def view(self) -> GraphView:
        with self.store.reader() as reader:
            return load(reader)

    def networkx(self) -> "nx.MultiDiGraph[Any]":
        """The whole graph; nodes are (label, id), attributes as in the store."""
        return self.view.networkx()

    def ties(self) -> "nx.Graph[Key]":
        """Organisations tied by what is said of two and by what they do together, with `weight`; proposals included."""
        return self._question.ties.networkx()

    def gaps(self, **filter_: str | list[str]) -> "pd.DataFrame":
        """A row a card, the highest score first. Filters as on the command line: `area=["Abitare"], state=["gap"]`.

        Raises `NotFound`, `UsageError`.
        """
        choice = made(Filter, filter_).wanted()
        return _frame(
            {
                "card": card.id,
                "family": card.family,
                "rule": card.rule,
                "state": card.state.value,
                "score": card.score.total,
                "least": card.confidence[0],
                "most": card.confidence[1],
                "subjects": self._names(key for key in card.subjects if key in self.view.nodes),
                "candidates": self._names(candidate.key for candidate in card.candidates),
                "cypher": card.cypher,
            }
            for card in wanted(self.view, self._cards, choice)
        )

    def coverage(self, by: str = "kind", **part: str | list[str]) -> "pd.DataFrame":
        """A row a cell: area, column (kind, territory, generation, resource), state, why it is blank, who is there."""
        matrix = coverage(self.view, by=Dimension(by), within=made(Part, part).selection())
        return _frame(
            {
                "area": self.view.name(("Area", area.id)),
                by: cell.kind,
                "state": cell.state.value,
                "blank": matrix.blank(cell),
                "actors": self._names(cell.actors),
            }
            for area in matrix.areas
            for cell in matrix.row(area.id)
        )

    def resources(self, **part: str | list[str]) -> "pd.DataFrame":
        """A row a need, offer or refusal, with who answers to whom."""
        return _frame(
            {
                "side": entry.side.value,
                "who": self.view.name(entry.who),
                "thing": self.view.name(entry.thing) if entry.thing else None,
                "kind": entry.kind,
                "amount": entry.amount,
                "unit": entry.unit,
                "status": entry.status,
                "where": self._names(entry.where),
                "others": self._names(entry.others),
            }
            for entry in resources(self.view, made(Part, part).selection())
        )

    def partners(self, organisation: str, count: int = 10) -> "pd.DataFrame":
        """With whom an organisation could work, the best first; reasons as codes. Raises `NotFound`."""
        found = self._suggester.partners(find(self.view, "Organisation", organisation), count)
        return _frame(
            {
                "who": self.view.name(one.candidate.key),
                "score": one.score,
                "newcomer": bool(one.newcomer),
                "reasons": [reason.code for reason in one.candidate.reasons],
            }
            for one in found
        )

    @cached_property
    def _question(self) -> Question:
        return Question(self.view, today())

    @cached_property
    def _cards(self) -> tuple[Card, ...]:
        return gaps(self._question)

    @cached_property
    def _suggester(self) -> Suggester:
        return Suggester.of(self.view)

    def _names(self, keys: Iterable[Key]) -> list[str]:
        return [self.view.name(key) for key in keys]

    def to_py2neo(self, *, user: str | None = None, password: str | None = None) -> "Py2neoGraph":
        """The same graph through py2neo's object-graph mapper; only for a graph in Neo4j.

        User and password are those of `graph.open` where none are given. py2neo is no longer maintained: this is for
        the notebooks that are written on it. Raises `SettingsInvalid`, `StoreUnavailable`.
        """
        if self.store.url.startswith("kglite:"):
            raise SettingsInvalid(
                "py2neo speaks to Neo4j only.",
                where=self.store.url,
                hint="Project the graph into a server with: intreccio rebuild --graph bolt://…",
            )
        from graph.py2neo_models import connect

        known_user, known_password = self.login
        return connect(self.store.url, user or known_user, known_password if password is None else password)


def _frame(rows: Iterable[Mapping[str, object]]) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(list(rows))


def open_notebook(address: str, *, user: str, password: str | None) -> Notebook:
    """See `graph.open`."""
    if "://" in address:
        store = open_store(address, base=Path.cwd(), user=user, password=password)
        return Notebook(store, login(urlsplit(address), user, password))
    path = Path(address)
    if path.suffix == ".kgl":
        return Notebook(open_store(f"kglite:///{path.resolve()}", base=Path("/"), user=user, password=password))
    return Notebook(open_workspace(path.parent if path.name == CONFIG_NAME else path).store())
