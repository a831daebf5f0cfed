"""Cards as the API and the command line give them: ids with names, quotations, and reasons in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.answers import Named, Quotation, cited, named
from graph.analysis.gaps.cards import Card, Given, State, parameters
from graph.analysis.view import GraphView
from graph.ledger.follow_ups import FollowUp
from graph.model import Follow
from viz.cards import CardWords


@dataclass(frozen=True, slots=True)
class CardRequirement:
    """What is to be there: a named rule, or null where the evidence itself states the need."""

    rule: str | None
    evidence: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class CardSearch:
    """What was looked through; `against` are refusals."""

    documents: int
    registers: int
    until: str | None
    against: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class CardScore:
    """Factors in [0, 1], total = need · absence · (feasibility + relevance) / 2; `reasons` says why by factor."""

    need: float
    absence: float
    feasibility: float
    relevance: float
    total: float
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CardCandidate(Named):
    """Who could meet the requirement, and why."""

    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardFollowUp:
    """What somebody said of the card last; `stands` is false where something else was read since it was done with."""

    state: Follow
    reason: str | None
    who: str
    at: str
    stands: bool


@dataclass(frozen=True, slots=True)
class GapCard:
    """One requirement, judged. `cypher` with `parameters` finds it again; `decisive_source` is a document's id."""

    id: str
    family: str
    rule: str
    state: State
    title: str
    statement: str
    requirement: CardRequirement
    search: CardSearch
    subjects: tuple[Named, ...]
    score: CardScore
    confidence: tuple[float, float]
    decisive_source: str | None
    cypher: str
    parameters: Mapping[str, Given]
    candidates: tuple[CardCandidate, ...]
    follow_up: CardFollowUp | None


def told(view: GraphView, card: Card, words: CardWords, said: FollowUp | None = None) -> GapCard:
    """A card of a view in the words of a language, with what was said of it last."""
    return GapCard(
        id=card.id,
        family=card.family,
        rule=card.rule,
        state=card.state,
        title=words.title(view, card),
        statement=words.statement(card),
        requirement=CardRequirement(card.requirement.rule, cited(card.requirement.evidence)),
        search=CardSearch(card.search.documents, card.search.registers, card.search.until, cited(card.search.against)),
        subjects=tuple(named(view, key) for key in card.subjects),
        score=_score(card, words),
        confidence=(round(card.confidence[0], 4), round(card.confidence[1], 4)),
        decisive_source=card.decisive_source,
        cypher=card.cypher,
        parameters=parameters(card),
        candidates=tuple(
            CardCandidate(key[1], key[0], view.name(key), tuple(words.reason(why, card.rule) for why in reasons))
            for key, reasons in ((candidate.key, candidate.reasons) for candidate in card.candidates)
        ),
        follow_up=CardFollowUp(said.state, said.reason, said.who, said.at, said.stands(card.evidence))
        if said
        else None,
    )


def _score(card: Card, words: CardWords) -> CardScore:
    factors = {name: getattr(card.score, name) for name in ("need", "absence", "feasibility", "relevance")}
    return CardScore(
        **{name: round(factor.value, 4) for name, factor in factors.items()},
        total=round(card.score.total, 4),
        reasons={name: words.reason(factor.reason, card.rule) for name, factor in factors.items()},
    )
