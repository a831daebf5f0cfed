"""Saved queries, and Cypher that a request brings."""

from typing import Annotated

from fastapi import APIRouter, Path

from api.models.common import Rows
from api.models.queries import CypherQuery, SavedQuery, SavedQueryRun
from api.services import ServicesOf
from graph.queries.saved import saved_queries, saved_query

router = APIRouter(tags=["queries"])

Name = Annotated[str, Path(max_length=100, description="name of the saved query", examples=["who-works-with-whom"])]


@router.get("/queries", summary="The saved queries")
def queries() -> tuple[SavedQuery, ...]:
    """All of them, by name, with what they ask for."""
    return tuple(map(SavedQuery.model_validate, saved_queries()))


@router.get("/queries/{name}", summary="One saved query")
def query(name: Name) -> SavedQuery:
    """Its title, description, parameters and text."""
    return SavedQuery.model_validate(saved_query(name))


@router.post("/queries/{name}", summary="Run a saved query")
def run(services: ServicesOf, name: Name, given: SavedQueryRun) -> Rows:
    """Its answer with these parameters, within the limits of the settings."""
    chosen = saved_query(name)
    return Rows.of(services.asking.run(chosen.cypher, chosen.values(given.parameters)))


@router.post("/cypher", summary="Ask the graph in Cypher, read-only")
def cypher(services: ServicesOf, query: CypherQuery) -> Rows:
    """The answer, within the limits of the settings (5 seconds, 10,000 rows by default).

    What would do more than read, reach a file, another address or the database itself is refused with the reason.
    """
    return Rows.of(services.asking.run(query.cypher, query.parameters))
