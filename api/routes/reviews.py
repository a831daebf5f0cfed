"""Reviews, decisions and conflicts: what waits for a person, what people decided, where sources disagree."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from fastapi import APIRouter, Path
from pydantic import Field

from api.services import Limit, Offset, Services, ServicesOf
from graph.errors import UsageError
from graph.ledger import decisions
from graph.ledger.conflicts import Conflict, Contradiction, conflicts, contradictions
from graph.ledger.decisions import Decision
from graph.ledger.reviews import Review, claim_named, place_named, reviews
from ingest.add import update_graph

router = APIRouter(tags=["reviews"])

_NAME = Field(min_length=1, max_length=100)
_TEXT = Field(max_length=2_000)


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Some of `total` questions; first what a decision would change most."""

    total: int
    reviews: tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """Some of `total` disagreements between sources, and what people and clustering disagree on."""

    total: int
    conflicts: tuple[Conflict, ...]
    contradictions: tuple[Contradiction, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody decides. `things` are two ids (of a review, or of entities), or the id of a claim.

    A correction says in `right` what is right instead: `type`, `status`, or properties of claims.
    """

    verdict: Literal["same", "different", "unsure", "accept", "reject", "correct"]
    things: Annotated[list[Annotated[str, _NAME]], Field(min_length=1, max_length=2)]
    who: Annotated[str, _NAME]
    right: Annotated[dict[str, str | int | float | bool], Field(max_length=20)] = field(default_factory=dict)
    note: Annotated[str, _TEXT] | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Who takes a decision back, and why."""

    who: Annotated[str, _NAME]
    note: Annotated[str, _TEXT] | None = None


@router.get("/reviews", summary="What waits for a person")
def waiting(services: ServicesOf, limit: Limit = 50, offset: Offset = 0) -> ReviewPage:
    """Pairs that may be one, claims that may be wrong; first what a decision would change most."""
    with services.workspace.ledger.read() as connection:
        found = reviews(connection)
    return ReviewPage(len(found), tuple(found[offset : offset + limit]))


@router.get("/decisions", summary="What people decided")
def decided(services: ServicesOf, limit: Limit = 50, offset: Offset = 0) -> tuple[Decision, ...]:
    """The newest first, with those that were undone."""
    with services.workspace.ledger.read() as connection:
        return tuple(decisions.newest(connection, limit=limit, offset=offset))


@router.post("/decisions", status_code=201, summary="Decide")
def decide(services: ServicesOf, said: Verdict) -> Decision:
    """Same, different or unsure of two things; accept, reject or correct of a claim. The graph follows at once."""
    with services.workspace.ledger.write() as connection:
        if said.verdict in decisions.OF_CLAIMS:
            if len(said.things) != 1:
                raise UsageError(f"{said.verdict} is said of one claim.", where="things")
            claim = claim_named(said.things[0])
            number = decisions.decide_claim(
                connection, said.verdict, claim, who=said.who, right=said.right, note=said.note
            )
        else:
            if len(said.things) != 2:
                raise UsageError(f"{said.verdict} is said of two things.", where="things")
            left, right = (place_named(connection, thing) for thing in said.things)
            number = decisions.decide_pair(connection, said.verdict, left, right, who=said.who, note=said.note)
    return _followed(services, number)


@router.post("/decisions/{number}/undo", status_code=201, summary="Take a decision back")
def undo(
    services: ServicesOf,
    number: Annotated[int, Path(ge=1, le=2**62, description="number of the decision", examples=[1])],
    said: Withdrawal,
) -> Decision:
    """As if it had never been; both the decision and its undoing stay in the ledger."""
    with services.workspace.ledger.write() as connection:
        undoing = decisions.undo(connection, number, who=said.who, note=said.note)
    return _followed(services, undoing)


@router.get("/conflicts", summary="Where sources disagree")
def disagreements(services: ServicesOf, limit: Limit = 50, offset: Offset = 0) -> ConflictPage:
    """Every value with its words, date and authority; also links that a person or two valid keys contradict."""
    with services.workspace.ledger.read() as connection:
        found, contradicted = conflicts(connection), contradictions(connection)
    return ConflictPage(len(found), tuple(found[offset : offset + limit]), tuple(contradicted[:limit]))


def _followed(services: Services, number: int) -> Decision:
    update_graph(services.workspace)
    with services.workspace.ledger.read() as connection:
        return decisions.get(connection, number)
