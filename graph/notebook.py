"""The graph for people who ask in notebooks: data frames, networkx, py2neo."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

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


def open_notebook(address: str, *, user: str, password: str | None) -> Notebook:
    """See `graph.open`."""
    if "://" in address:
        store = open_store(address, base=Path.cwd(), user=user, password=password)
        return Notebook(store, login(urlsplit(address), user, password))
    path = Path(address)
    if path.suffix == ".kgl":
        return Notebook(open_store(f"kglite:///{path.resolve()}", base=Path("/"), user=user, password=password))
    return Notebook(open_workspace(path.parent if path.name == CONFIG_NAME else path).store())
