"""How the server is."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal

from fastapi import APIRouter

from api.services import ServicesOf
from graph.ledger.reading import LedgerCounts, backlog, ledger_counts
from ingest.language.choice import choice_of

router = APIRouter(prefix="/health", tags=["health"])


@dataclass(frozen=True, slots=True)
class Live:
    """The process answers."""

    status: Literal["ok"] = "ok"


@dataclass(frozen=True, slots=True)
class GraphHealth:
    """The graph as it was last saved. `behind` counts readings and changes that it does not show yet."""

    address: str
    engine: str
    nodes: Mapping[str, int]
    relationships: Mapping[str, int]
    behind: int


@dataclass(frozen=True, slots=True)
class Health:
    """The workspace's name, the program's version, and what ledger and graph hold."""

    name: str
    version: str
    ledger: LedgerCounts
    graph: GraphHealth


@router.get("/live", summary="Whether the process answers")
def live() -> Live:
    """For health checks of containers and proxies; needs no token and tells nothing."""
    return Live()


@router.get("", summary="What ledger and graph hold")
def health(services: ServicesOf) -> Health:
    """Counts of the ledger and of the graph's last save, and how far the graph is behind."""
    workspace, store = services.workspace, services.store
    with workspace.ledger.read() as connection:
        counts = ledger_counts(connection)
        behind = backlog(connection, store.url, choice_of(workspace).version)
    with store.reader() as reader:
        nodes, relationships = reader.counts()
    graph = GraphHealth(store.url, store.check(), nodes, relationships, behind.unresolved + behind.unprojected)
    return Health(workspace.settings.name, version("intreccio"), counts, graph)
