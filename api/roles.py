"""Roles that stand out, as the API and the command line give them."""

from dataclasses import dataclass

from api.answers import Named, named
from graph.analysis.gaps.families import Question
from graph.analysis.selection import Selection, select


@dataclass(frozen=True, slots=True)
class Role:
    """A role that chance hardly gives to anybody: constraint, redundancy, hanging, or as "liaison/kind" a broker's.

    `expected` and `chance` are mean and central 95 % of the draws; `p` the chance that any organisation stands out as
    far; `missing` the central 95 % of the value with a tenth of the ties left out, `kept` the share of those in which
    it stays outside `chance`.
    """

    actor: Named
    measure: str
    value: float
    expected: float
    chance: tuple[float, float]
    p: float
    missing: tuple[float, float]
    kept: float


@dataclass(frozen=True, slots=True)
class RolesFound:
    """What stands out of `tested` values of `organisations`, against `draws`; `deletions` times with ties missing."""

    organisations: int
    tested: int
    draws: int
    deletions: int
    roles: tuple[Role, ...]


def roles_found(question: Question, within: Selection) -> RolesFound:
    """Roles in the whole graph, of those who are in a part. Raises as `select`."""
    there, found = select(question.view, within).nodes, question.roles
    roles = tuple(
        Role(
            actor=named(question.view, one.actor),
            measure=one.measure,
            value=one.value,
            expected=one.expected,
            chance=one.chance,
            p=one.p,
            missing=one.missing,
            kept=one.kept,
        )
        for one in sorted(found.findings, key=lambda one: (one.p, one.measure, one.actor))
        if one.actor in there
    )
    return RolesFound(len(found.actors), found.tested, found.draws, found.deletions, roles)
