"""Imports: files brought in, and how far they have come."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from fastapi.concurrency import run_in_threadpool

from api.models.imports import Import, ImportList
from api.services import Limit, Services, ServicesOf
from api.uploads import Upload, receive_uploads
from graph.ledger import imports
from graph.ledger.reading import backlog, imports_ahead
from ingest.extract import EXTRACTOR_VERSION

router = APIRouter(prefix="/imports", tags=["imports"])

_FILE: Final = {"type": "string", "contentMediaType": "application/octet-stream"}
_FILES: Final = {"type": "object", "required": ["files"], "properties": {"files": {"type": "array", "items": _FILE}}}
_BODY: Final[dict[str, Any]] = {
    "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FILES}}}
}


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
        found = imports.newest(connection, limit)
        behind = backlog(connection, services.store.url, EXTRACTOR_VERSION)
        return ImportList(
            open=imports.count_open(connection),
            graph_up_to_date=behind.unresolved + behind.unprojected == 0,
            imports=tuple(Import.of(row, imports_ahead(connection, row.id)) for row in found),
        )


@router.get("/{number}", summary="How far an import has come")
def progress(
    services: ServicesOf, number: Annotated[int, Path(ge=1, le=2**62, description="id of the import", examples=[1])]
) -> Import:
    """Waiting, reading, read, unchanged, or failed and why."""
    with services.workspace.ledger.read() as connection:
        return Import.of(imports.get(connection, number), imports_ahead(connection, number))


def _queue(services: Services, uploads: list[Upload]) -> tuple[Import, ...]:
    with services.workspace.ledger.write() as connection:
        ids = imports.enqueue(connection, [(upload.source, str(upload.path)) for upload in uploads])
    services.importer.wake()
    with services.workspace.ledger.read() as connection:
        return tuple(Import.of(imports.get(connection, i), imports_ahead(connection, i)) for i in ids)
