"""The pages: the network picture, and the files it needs."""

from dataclasses import replace
from functools import cache
from pathlib import Path as FilePath
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path, Query
from fastapi.responses import FileResponse, HTMLResponse

from api.services import ServicesOf
from graph.errors import NotFound
from graph.model import Status

router = APIRouter(tags=["pages"])

_OWN: Final = FilePath(__file__).parents[1] / "static"
_Area = Annotated[tuple[str, ...], Query(max_length=50, description="areas, by id, name or alias")]
_Place = Annotated[tuple[str, ...], Query(max_length=50, description="places, by id, name or alias")]
_Kind = Annotated[tuple[str, ...], Query(max_length=50, description="kinds of organisations")]
_Status = Annotated[tuple[Status, ...], Query(max_length=5, description="statuses of claims")]


@router.get("/", summary="The network picture", response_class=HTMLResponse)
@router.get("/rete", summary="The network picture, or a part of it", response_class=HTMLResponse)
def network(
    *,
    services: ServicesOf,
    area: _Area = (),
    place: _Place = (),
    kind: _Kind = (),
    status: _Status = (),
    focus: Annotated[str | None, Query(max_length=64, description="id of the entity whose card is open")] = None,
    limit: Annotated[int, Query(ge=1, le=5000, description="the most nodes shown")] = 2000,
    lang: Annotated[Literal["it", "en"], Query(description="language of the page")] = "it",
) -> HTMLResponse:
    """The page as HTML, from the newest save of the graph. Areas and places by id, name or alias."""
    with services.snapshots.heavy() as snapshot:
        options = replace(
            services.snapshots.options(),
            language=lang,
            areas=area,
            places=place,
            kinds=kind,
            statuses=status,
            limit=limit,
            focus=snapshot.keys_by_id.get(focus) if focus else None,
        )
        return HTMLResponse(snapshot.page(options))


@router.get("/favicon.ico", summary="The server's mark in a browser's tab", include_in_schema=False)
def icon() -> FileResponse:
    return file("api/favicon.svg")


@router.get("/static/{name:path}", summary="A script or style of a page", include_in_schema=False)
def file(name: Annotated[str, Path(max_length=100)]) -> FileResponse:
    """Only files that are on the list: no name becomes a path."""
    if name not in _files():
        raise NotFound(f"there is no file {name!r} here.")
    return FileResponse(_files()[name], headers={"Cache-Control": "private, max-age=300"})


@cache
def _files() -> dict[str, FilePath]:
    from viz.assets import assets

    pictures = {f"viz/{asset.name}": asset.path for asset in assets()}
    return pictures | {f"api/{path.name}": path for path in _OWN.iterdir() if path.is_file()}
