"""Roles that stand out and motifs, as the API and the command line give them."""

from dataclasses import asdict, dataclass

from api.answers import Named, named
from graph.analysis.gaps.families import Question
from graph.analysis.network.motifs import Motif
from graph.analysis.selection import Selection, select
from viz.cards import CardWords


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
class Pattern:
    """How often a small pattern of organisations and actions is there, in the words of `what`.

    `expected` and `chance` are mean and central 95 % of `draws` of who takes part in what; `p` the chance that any of
    the patterns is as far from what is expected.
    """

    motif: Motif
    what: str
    count: int
    expected: float
    chance: tuple[float, float]
    p: float
    draws: int


@dataclass(frozen=True, slots=True)
class RolesFound:
    """What stands out of `tested` values of `organisations`, against `draws`; `deletions` times with ties missing.

    `motifs` are all patterns of the whole graph, whether they stand out or not.
    """

    organisations: int
    tested: int
    draws: int
    deletions: int
    roles: tuple[Role, ...]
    motifs: tuple[Pattern, ...]


def roles_found(question: Question, within: Selection, words: CardWords) -> RolesFound:
    """Roles in the whole graph, of those who are in a part; its motifs. Raises as `select`."""
    there, found = select(question.view, within).nodes, question.roles
    roles = tuple(
        Role(**{**asdict(one), "actor": named(question.view, one.actor)})
        for one in sorted(found.findings, key=lambda one: (one.p, one.measure, one.actor))
        if one.actor in there
    )
    patterns = tuple(Pattern(what=words.cards.word("motif", one.motif), **asdict(one)) for one in question.motifs)
    return RolesFound(len(found.actors), found.tested, found.draws, found.deletions, roles, patterns)
