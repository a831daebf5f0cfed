"""Imports: files brought in, and how far they have come."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, cast

from fastapi import APIRouter, Path, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection

from api.services import Limit, Services, ServicesOf
from api.uploads import Upload, receive_uploads
from graph.ledger import imports
from graph.ledger.reading import backlog, imports_ahead
from ingest.language.choice import choice_of

router = APIRouter(prefix="/imports", tags=["imports"])

State = Literal["waiting", "reading", "read", "unchanged", "failed"]

_FILE: Final = {"type": "string", "contentMediaType": "application/octet-stream"}
_FILES: Final = {"type": "object", "required": ["files"], "properties": {"files": {"type": "array", "items": _FILE}}}
_BODY: Final[dict[str, Any]] = {
    "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FILES}}}
}


@dataclass(frozen=True, slots=True)
class Import:
    """One file. `ahead` counts the files that are read before it; a failed one says why, a read one what was odd.

    `document` is the id of the document, once it is read.
    """

    id: int
    source: str
    state: State
    ahead: int
    queued_at: str
    finished_at: str | None
    document: str | None
    error_code: str | None
    message: str | None


@dataclass(frozen=True, slots=True)
class ImportList:
    """The newest imports, the newest first. `open` counts those that wait or are being read.

    `graph_up_to_date` tells whether the graph shows all that was read.
    """

    open: int
    graph_up_to_date: bool
    imports: tuple[Import, ...]


@router.post("", status_code=202, summary="Bring files in", openapi_extra=_BODY)
async def upload(request: Request, services: ServicesOf) -> tuple[Import, ...]:
    """One or several files as multipart/form-data, to be read in order; `GET /imports/{id}` tells how they fare.

    A file becomes the source `upload:NAME`; a later one of the same name takes its place.
    """
    workspace = services.workspace
    uploads = await receive_uploads(
        request.headers.get("content-type", ""),
        request.stream(),
        workspace.uploads,
        workspace.settings.limits.register_mb,
    )
    return await run_in_threadpool(_queue, services, uploads)


@router.get("", summary="The newest imports")
def newest(services: ServicesOf, limit: Limit = 50) -> ImportList:
    """The newest first, those of the command line among them."""
    with services.workspace.ledger.read() as connection:
        behind = backlog(connection, services.store.url, choice_of(services.workspace).version)
        return ImportList(
            open=imports.count_open(connection),
            graph_up_to_date=behind.unresolved + behind.unprojected == 0,
            imports=tuple(_import(connection, row) for row in imports.newest(connection, limit)),
        )


@router.get("/{number}", summary="How far an import has come")
def progress(
    services: ServicesOf, number: Annotated[int, Path(ge=1, le=2**62, description="id of the import", examples=[1])]
) -> Import:
    """Waiting, reading, read, unchanged, or failed and why."""
    with services.workspace.ledger.read() as connection:
        return _import(connection, imports.get(connection, number))


def _queue(services: Services, uploads: Iterable[Upload]) -> tuple[Import, ...]:
    with services.workspace.ledger.write() as connection:
        ids = imports.enqueue(connection, [(upload.source, str(upload.path)) for upload in uploads])
    services.importer.wake()
    with services.workspace.ledger.read() as connection:
        return tuple(_import(connection, imports.get(connection, i)) for i in ids)


def _import(connection: Connection, row: imports.Import) -> Import:
    return Import(
        id=row.id,
        source=row.source,
        state=cast(State, row.state),
        ahead=imports_ahead(connection, row.id) if row.state in imports.OPEN_STATES else 0,
        queued_at=row.queued_at,
        finished_at=row.finished_at,
        document=row.document,
        error_code=row.error_code,
        message=row.message,
    )
