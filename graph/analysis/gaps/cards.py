"""A card: one gap (or what turned out to be none) with all its reasons, as every family of gaps gives it.

A card says what is required and by whom, where it was looked for, what was found, how sure that is, and who could help.
It holds no sentences: a `Reason` has a code, whose words are in translation files, and the values that fill them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Final

from graph.analysis.evidence import Key, Quotation

Given = str | int | list[str]
"""A value of a parameter of a card's Cypher."""

_PARAMETER: Final = re.compile(r"\$(\w+)")


class State(StrEnum):
    """How far a requirement is met; UNKNOWN where nothing was read that could tell."""

    GAP = "gap"
    WEAKLY_COVERED = "weakly_covered"
    COVERED = "covered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a code of the translation files and the values of its blanks."""

    code: str
    values: Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Requirement:
    """What is to be there: a named rule, or a need that the evidence states (`rule` is None)."""

    rule: str | None
    evidence: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """What was looked through: documents and registers in number, `until` the newest date; refusals are `against`."""

    documents: int
    registers: int
    until: str | None
    against: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Factor:
    """A part of a score in [0, 1], and its reason. Raises `ValueError` outside."""

    value: float
    reason: Reason

    def __post_init__(self) -> None:
        if not 0.0 <= self.value <= 1.0:
            raise ValueError(f"{self.reason.code}: {self.value} is not in [0, 1]")


@dataclass(frozen=True, slots=True)
class Score:
    """Four factors. `need`: how surely it is required; `absence`: how much of it is not there; `feasibility`: how much
    of what one has to know to act is known; `relevance`: for how much it matters. None of them rises when somebody new
    provides something: whoever could help is a candidate, not a factor.
    """

    need: Factor
    absence: Factor
    feasibility: Factor
    relevance: Factor

    @property
    def total(self) -> float:
        """need · absence · (feasibility + relevance) / 2, in [0, 1].

        A product of the first two, as without need or without absence there is no gap; the others only order those
        that remain. It rises with each factor.
        """
        return self.need.value * self.absence.value * (self.feasibility.value + self.relevance.value) / 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who could meet the requirement, and why."""

    key: Key
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One requirement, judged. `confidence` is the score's range when any one source is left out (`jackknife.py`).

    `given` are values that its Cypher needs beside the subjects.
    """

    family: str
    rule: str
    state: State
    subjects: tuple[Key, ...]
    requirement: Requirement
    search: Search
    score: Score
    confidence: tuple[float, float]
    decisive_source: str | None
    cypher: str
    candidates: tuple[Candidate, ...]
    given: Mapping[str, Given] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """A hash of family, rule and subjects: a card is the same card tomorrow, whatever else was read."""
        parts = (self.family, self.rule, *(f"{label}/{id}" for label, id in self.subjects))
        return "card-" + sha256("\n".join(parts).encode()).hexdigest()[:16]

    @property
    def evidence(self) -> str:
        """A hash of its state and of the words for and against: another one says that something else was read.

        Of words, not of documents: a plan that is added again with a comma changed says the same.
        """
        words = sorted(quotation.text for quotation in (*self.requirement.evidence, *self.search.against))
        return sha256("\n".join((self.state, *words)).encode()).hexdigest()[:16]


def parameters(card: Card) -> dict[str, Given]:
    """The values with which a card's Cypher gives this card.

    `subjects` are the ids of its subjects, `column` what stands in its rule after the "/", `today` the day until which
    it was searched; with what the card gives; only those that the query has.
    """
    values: dict[str, Given] = {
        "subjects": [id for _, id in card.subjects],
        "column": card.rule.partition("/")[2],
        "today": card.search.until or "",
        **card.given,
    }
    asked = set(_PARAMETER.findall(card.cypher))
    return {name: value for name, value in values.items() if name in asked}


def ranked(cards: Iterable[Card]) -> tuple[Card, ...]:
    """Cards as people read them: what nobody can tell last; else the highest score first; of one score, by id."""
    return tuple(sorted(cards, key=lambda card: (card.state is State.UNKNOWN, -card.score.total, card.id)))
