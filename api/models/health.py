"""How the server is."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from api.models.common import Model


class Live(Model):
    """The process answers."""

    status: Literal["ok"] = "ok"


class LedgerHealth(Model):
    """What the ledger holds now."""

    sources: int
    documents: int
    mentions: int
    claims: int
    records: int
    entities: int
    imports: Mapping[str, int] = Field(description="imports by state", examples=[{"read": 12, "failed": 1}])


class GraphHealth(Model):
    """The graph as it was last saved. `behind` counts readings and changes that it does not show yet."""

    address: str = Field(examples=["kglite:///graph.kgl"])
    engine: str
    nodes: Mapping[str, int] = Field(examples=[{"Organisation": 31, "Action": 12}])
    relationships: Mapping[str, int] = Field(examples=[{"LEADS": 9, "DENIED": 1}])
    behind: int


class Health(Model):
    name: str = Field(description="name of the workspace", examples=["torino"])
    version: str
    ledger: LedgerHealth
    graph: GraphHealth
