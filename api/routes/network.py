"""The pages: the network picture, gaps, generations, meetings, and the files they need."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import fields, replace
from functools import cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import FileResponse, HTMLResponse

from api.services import FilterOf, Offset, PartOf, Services, ServicesOf
from api.snapshots import Snapshot
from graph.analysis.coverage import Dimension
from graph.analysis.filters import Filter
from graph.analysis.gaps import generational
from graph.analysis.gaps.cards import Card
from graph.errors import NotFound
from graph.ledger.follow_ups import FollowUp, said_last
from viz.gaps import draw_gaps
from viz.generations import draw_generations
from viz.network import Options
from viz.sheet import Chosen, chosen
from viz.suggestions import draw_suggestions, seeker_called

if TYPE_CHECKING:
    from api.snapshots import Draw

router = APIRouter(tags=["pages"])

_KEPT: Final = frozenset({*(one.name for one in fields(Filter)), "who", "focus", "limit", "lang"})
_OWN: Final = FilePath(__file__).parents[1] / "static"
_Language = Annotated[Literal["it", "en"], Query(description="language of the page")]


@router.get("/", summary="The network picture", response_class=HTMLResponse)
@router.get("/rete", summary="The network picture, or a part of it", response_class=HTMLResponse)
def network(
    *,
    request: Request,
    services: ServicesOf,
    part: PartOf,
    focus: Annotated[str | None, Query(max_length=64, description="id of the entity whose card is open")] = None,
    limit: Annotated[int, Query(ge=1, le=5000, description="the most nodes shown")] = 2000,
    lang: _Language = "it",
) -> HTMLResponse:
    """The page as HTML, from the newest save of the graph."""
    with services.snapshots.heavy() as snapshot:
        options = replace(
            _options(request, services, lang),
            part=part,
            limit=limit,
            focus=snapshot.keys_by_id.get(focus) if focus else None,
        )
        return HTMLResponse(snapshot.page(options))


@router.get("/lacune", summary="What is missing, as a page", response_class=HTMLResponse)
def gaps(
    *, request: Request, services: ServicesOf, filter_: FilterOf, offset: Offset = 0, lang: _Language = "it"
) -> HTMLResponse:
    """Who is in each area, what is missing as a picture, and a card for each. Filtered as `/gaps` and `/coverage` are;
    without a state it shows also what nothing was read of."""
    options = _options(request, services, lang)
    return _drawn(services, _gaps, options, Snapshot.cards, (filter_, offset, _said(services)))


@router.get("/generazioni", summary="Where generations meet, as a page", response_class=HTMLResponse)
def generations(*, request: Request, services: ServicesOf, part: PartOf, lang: _Language = "it") -> HTMLResponse:
    """Who is of, for and with the young and the old, who brings them together, who never meets; within a part."""
    options = _options(request, services, lang)
    return _drawn(services, _generations, options, Snapshot.cards, (Filter.of(part), _said(services)))


@router.get("/incontri", summary="Who could meet, as a page", response_class=HTMLResponse)
def meetings(
    *,
    request: Request,
    services: ServicesOf,
    who: Annotated[str, Query(max_length=200, description="an organisation or action, by id or name")] = "",
    lang: _Language = "it",
) -> HTMLResponse:
    """Partners for an organisation, or members for an action, with reasons."""
    options = _options(request, services, lang)
    return _drawn(services, _meetings, options, lambda snapshot: snapshot.suggester, who)


def _options(request: Request, services: Services, language: Literal["it", "en"]) -> Options:
    """What was asked for is kept but for the page of cards: what changes makes it another list. What no page asks for
    makes no other page."""
    given = ((name, value) for name, value in request.query_params.multi_items() if value and name in _KEPT)
    asked = tuple(pair for pair in given if pair != ("lang", "it"))
    return replace(services.snapshots.options(), language=language, asked=asked)


def _said(services: Services) -> tuple[FollowUp, ...]:
    return tuple(said_last(services.workspace.ledger).values())


def _drawn(
    services: Services, draw: "Draw", options: Options, ready: Callable[[Snapshot], object], asked: Hashable
) -> HTMLResponse:
    """A page of today, from the newest save; what it needs is made `ready` before others have to wait for drawing."""
    with services.snapshots.heavy() as snapshot:
        ready(snapshot)
        return HTMLResponse(snapshot.page(options, draw, (asked, snapshot.question().today)))


def _gaps(snapshot: Snapshot, options: Options, asked: Any) -> str:
    (filter_, offset, said), _ = asked
    shown = _chosen(snapshot, filter_, said, snapshot.cards())
    matrices = [snapshot.coverage(by, filter_.selection()) for by in Dimension]
    return draw_gaps(snapshot.view, shown, matrices, options, offset=offset, assets="linked")


def _generations(snapshot: Snapshot, options: Options, asked: Any) -> str:
    (filter_, said), _ = asked
    cards = (card for card in snapshot.cards() if card.family == generational.FAMILY)
    return draw_generations(snapshot.question(), _chosen(snapshot, filter_, said, cards), options, assets="linked")


def _chosen(snapshot: Snapshot, filter_: Filter, said: Iterable[FollowUp], cards: Iterable[Card]) -> Chosen:
    return chosen(snapshot.view, cards, filter_, {one.card: one for one in said})


def _meetings(snapshot: Snapshot, options: Options, asked: Any) -> str:
    who, _ = asked
    seeker = seeker_called(snapshot.view, who) if who else None
    return draw_suggestions(snapshot.suggester, seeker, options, assets="linked")


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
