"""Files on their way into the ledger."""

from typing import Literal, Self, cast

from pydantic import Field

from api.models.common import Model
from graph.ledger import imports

State = Literal["waiting", "reading", "read", "unchanged", "failed"]


class Import(Model):
    """One file. `ahead` counts the files that are read before it; a failed one says why, a read one what was odd."""

    id: int
    source: str = Field(examples=["upload:verbale.pdf"])
    state: State
    ahead: int
    queued_at: str
    finished_at: str | None
    document: str | None = Field(description="id of the document, once it is read")
    error_code: str | None = Field(examples=["damaged-file"])
    message: str | None

    @classmethod
    def of(cls, row: imports.Import, ahead: int) -> Self:
        return cls(
            id=row.id,
            source=row.source,
            state=cast(State, row.state),
            ahead=ahead if row.state in imports.OPEN_STATES else 0,
            queued_at=row.queued_at,
            finished_at=row.finished_at,
            document=row.document,
            error_code=row.error_code,
            message=row.message,
        )


class ImportList(Model):
    """The newest imports, the newest first. `open` counts those that wait or are being read.

    `graph_up_to_date` tells whether the graph shows all that was read.
    """

    open: int
    graph_up_to_date: bool
    imports: tuple[Import, ...]
