"""How the server is."""

from importlib.metadata import version

from fastapi import APIRouter

from api.models.health import GraphHealth, Health, LedgerHealth, Live
from api.services import ServicesOf
from graph.ledger.reading import backlog, ledger_counts
from ingest.extract import EXTRACTOR_VERSION

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live", summary="Whether the process answers")
def live() -> Live:
    """For health checks of containers and proxies; needs no token and tells nothing."""
    return Live()


@router.get("", summary="What ledger and graph hold")
def health(services: ServicesOf) -> Health:
    """Counts of the ledger and of the graph's last save, and how far the graph is behind."""
    workspace = services.workspace
    with workspace.ledger.read() as connection:
        counts = ledger_counts(connection)
        behind = backlog(connection, services.store.url, EXTRACTOR_VERSION)
    with services.store.reader() as reader:
        nodes, relationships = reader.counts()
    return Health(
        name=workspace.settings.name,
        version=version("intreccio"),
        ledger=LedgerHealth.model_validate(counts),
        graph=GraphHealth(
            address=services.store.url,
            engine=services.store.check(),
            nodes=nodes,
            relationships=relationships,
            behind=behind.unresolved + behind.unprojected,
        ),
    )
