"""Saved queries, and Cypher that a request brings."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from api.services import ServicesOf
from graph.queries.saved import SavedQuery, saved_queries, saved_query
from graph.store.port import Table

router = APIRouter(tags=["queries"])

Name = Annotated[str, Path(max_length=100, description="name of the saved query", examples=["who-works-with-whom"])]


class SavedQueryRun(BaseModel):
    """Values for the parameters of a saved query."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    parameters: Annotated[Mapping[str, Any], Field(max_length=100)] = {}


class CypherQuery(SavedQueryRun):
    """A query that only reads. Values belong into parameters, never into the text."""

    cypher: str = Field(min_length=1, max_length=100_000)


@router.get("/queries", summary="The saved queries")
def queries() -> tuple[SavedQuery, ...]:
    """All of them, by name, with what they ask for."""
    return saved_queries()


@router.get("/queries/{name}", summary="One saved query")
def query(name: Name) -> SavedQuery:
    """Its title, description, parameters and text."""
    return saved_query(name)


@router.post("/queries/{name}", summary="Run a saved query")
def run(services: ServicesOf, name: Name, given: SavedQueryRun) -> Table:
    """Its answer with these parameters, within the limits of the settings."""
    chosen = saved_query(name)
    return services.asking.run(chosen.cypher, chosen.values(given.parameters))


@router.post("/cypher", summary="Ask the graph in Cypher, read-only")
def cypher(services: ServicesOf, query: CypherQuery) -> Table:
    """The answer, within the limits of the settings (5 seconds, 10,000 rows by default).

    What would do more than read, reach a file, another address or the database itself is refused with the reason.
    """
    return services.asking.run(query.cypher, query.parameters)
