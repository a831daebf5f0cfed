"""The pages: the network picture, gaps, generations, meetings, and the files they need."""

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import APIRouter, Path, Query
from fastapi.responses import FileResponse, HTMLResponse

from api.services import Offset, ServicesOf
from api.snapshots import Snapshot
from graph.analysis.coverage import Dimension
from graph.analysis.gaps.cards import State
from graph.analysis.gaps.families import Wanted, wanted
from graph.analysis.gaps.following import followed
from graph.analysis.selection import Selection
from graph.errors import NotFound
from graph.ledger.follow_ups import newest
from graph.model import Status
from viz.gaps import draw_gaps
from viz.generations import draw_generations
from viz.network import Options
from viz.picture import MISSING
from viz.suggestions import draw_suggestions, seeker_called

if TYPE_CHECKING:
    from api.snapshots import Draw

router = APIRouter(tags=["pages"])

_OWN: Final = FilePath(__file__).parents[1] / "static"
_Area = Annotated[tuple[str, ...], Query(max_length=50, description="areas, by id, name or alias")]
_Place = Annotated[tuple[str, ...], Query(max_length=50, description="places, by id, name or alias")]
_Kind = Annotated[tuple[str, ...], Query(max_length=50, description="kinds of organisations")]
_Family = Annotated[tuple[str, ...], Query(max_length=20, description="families of gaps; empty: all")]
_State = Annotated[
    tuple[State | Literal[""], ...], Query(max_length=5, description="states of cards; empty: open ones")
]
_Language = Annotated[Literal["it", "en"], Query(description="language of the page")]
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
    lang: _Language = "it",
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


@router.get("/lacune", summary="What is missing, as a page", response_class=HTMLResponse)
def gaps(
    *,
    services: ServicesOf,
    area: _Area = (),
    place: _Place = (),
    family: _Family = (),
    state: _State = (),
    offset: Offset = 0,
    lang: _Language = "it",
) -> HTMLResponse:
    """Who is in each area, what is missing as a picture, and a card for each; filtered like `/gaps`."""
    within = Selection(areas=tuple(filter(None, area)), places=place)
    asked = Wanted(tuple(filter(None, family)), tuple(State(one) for one in state if one), within)
    with services.workspace.ledger.read() as connection:
        said = tuple(newest(connection).values())
    return _drawn(services, _gaps, lang, Snapshot.cards, (asked, offset, said))


@router.get("/generazioni", summary="Where generations meet, as a page", response_class=HTMLResponse)
def generations(*, services: ServicesOf, lang: _Language = "it") -> HTMLResponse:
    """Who is of, for and with the young and the old, who brings them together, who never meets."""
    return _drawn(services, _generations, lang, Snapshot.cards)


@router.get("/incontri", summary="Who could meet, as a page", response_class=HTMLResponse)
def meetings(
    *,
    services: ServicesOf,
    who: Annotated[str, Query(max_length=200, description="an organisation or action, by id or name")] = "",
    lang: _Language = "it",
) -> HTMLResponse:
    """Partners for an organisation, or members for an action, with reasons."""
    return _drawn(services, _meetings, lang, lambda snapshot: snapshot.suggester, who)


def _drawn(
    services: ServicesOf,
    draw: "Draw",
    language: Literal["it", "en"],
    ready: Callable[[Snapshot], object],
    asked: Hashable = None,
) -> HTMLResponse:
    """A page of today, from the newest save; what it needs is made `ready` before others have to wait for drawing."""
    with services.snapshots.heavy() as snapshot:
        ready(snapshot)
        options = replace(services.snapshots.options(), language=language)
        return HTMLResponse(snapshot.page(options, draw, (asked, snapshot.question().today)))


def _gaps(snapshot: Snapshot, options: Options, asked: Any) -> str:
    (choice, offset, said), _ = asked
    open_cards = followed(snapshot.cards(), {one.card: one for one in said})
    concerned = wanted(snapshot.view, open_cards, replace(choice, states=()))
    shown = wanted(snapshot.view, concerned, Wanted(states=choice.states or tuple(MISSING)))
    return draw_gaps(
        snapshot.view,
        shown,
        [snapshot.coverage(by) for by in Dimension],
        options,
        counts=Counter(card.state for card in concerned),
        wanted=choice,
        offset=offset,
        assets="linked",
    )


def _generations(snapshot: Snapshot, options: Options, _: Any) -> str:
    cards = [card for card in snapshot.cards() if card.family == "generational"]
    return draw_generations(snapshot.question(), cards, options, assets="linked")


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
