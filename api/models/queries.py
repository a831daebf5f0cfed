"""Queries: saved ones, and Cypher that a request brings."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from api.models.common import Model
from graph.queries.saved import ParameterType, Value

_Parameters = Annotated[Mapping[str, Any], Field(max_length=100)]


class Parameter(Model):
    """What a saved query asks for; without a `default` it has to be given. `words` are the only values of a "word"."""

    name: str
    type: ParameterType
    description: Mapping[str, str]
    default: Value | None
    words: tuple[str, ...]


class SavedQuery(Model):
    """A query that is kept, with title and description by language (it, en)."""

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    cypher: str


class SavedQueryRun(BaseModel):
    """Values for the parameters of a saved query."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [{"parameters": {}}]})

    parameters: _Parameters = {}


class CypherQuery(BaseModel):
    """A query that only reads. Values belong into parameters, never into the text."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "cypher": "MATCH (o:Organisation)-[:LEADS]->(a:Action) WHERE o.kind = $kind "
                    "RETURN o.name AS organisation, count(a) AS actions ORDER BY actions DESC LIMIT 10",
                    "parameters": {"kind": "social_cooperative"},
                }
            ]
        },
    )

    cypher: str = Field(min_length=1, max_length=100_000)
    parameters: _Parameters = {}
