"""The graph of a territory: schema, ledger, stores, guard, analysis. In a notebook: `graph.open("my-workspace")`."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.notebook import Notebook


def open(address: str, *, user: str = "neo4j", password: str | None = None) -> "Notebook":
    """The graph of a workspace folder, of a `.kgl` file or of a Neo4j address (`bolt://…`), for use in a notebook.

    Raises `WorkspaceNotFound`, `SettingsInvalid`; the store's own errors come with the first question.
    """
    from graph.notebook import open_notebook

    return open_notebook(address, user=user, password=password)
