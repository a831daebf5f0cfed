"""Documents: what was read."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.services import Limit, Offset, ServicesOf, Words
from graph.ledger.reading import DocumentDetail, DocumentRow, document_detail, list_documents

router = APIRouter(prefix="/documents", tags=["documents"])


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Some of `total` documents."""

    total: int
    documents: list[DocumentRow]


@router.get("", summary="Documents that were read")
def documents(
    services: ServicesOf,
    words: Words = "",
    kind: Annotated[str | None, Query(max_length=40, description="genre of the document", examples=["plan"])] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> DocumentPage:
    """By title, a page at a time; `words` are looked for in titles and sources."""
    with services.workspace.ledger.read() as connection:
        return DocumentPage(*list_documents(connection, words=words, kind=kind, limit=limit, offset=offset))


@router.get("/{document}", summary="One document with what was found in it")
def document(
    services: ServicesOf,
    document: Annotated[str, Path(max_length=64, description="its id", examples=["923baceed0eff503eac5bb7716c5c380"])],
    limit: Limit = 200,
    offset: Offset = 0,
) -> DocumentDetail:
    """`limit` and `offset` choose the passages; mentions and claims are those of these passages."""
    with services.workspace.ledger.read() as connection:
        return document_detail(connection, document, limit=limit, offset=offset)
