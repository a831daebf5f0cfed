"""Who holds a network together: roles that stand out against chance, each with how firm it is.

A role is reported only where a graph with the same numbers of partners, actions and parties would hardly give it to
anybody (`nulls.adjusted`), with the range that chance gives it and the range it takes when a tenth of the ties is
missing (Borgatti, Carley and Krackhardt 2006, Social Networks 28).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csgraph

from graph.analysis.evidence import Key
from graph.analysis.network.nulls import adjusted, binary, draws_for, random_ties, without_some
from graph.analysis.network.structure import (
    ROLES,
    Triads,
    brokerage,
    constraint,
    cut_off,
    degrees,
    effective_size,
    redundancy,
    triads,
)
from graph.analysis.network.ties import Floats, Ints, Matrix, Ties, groups

HANGING: Final = "hanging"
LEVEL: Final = 0.05
MISSING: Final = 0.1
"""Share of the ties that is left out to see how firm a role is."""

_FAMILIES: Final = 2
"""Two tests, each at half the level: places among neighbours, and what hangs on one alone."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A role that stands out. `measure` is "constraint", "redundancy", "hanging", or a role and its groups
    ("liaison/kind").

    `expected` and `chance` are mean and central 95 % of the draws; `p` the chance that any organisation at all stands
    out as far; `missing` the central 95 % of the value with a tenth of the ties left out, `kept` the share of those in
    which it stays outside `chance`.
    """

    actor: Key
    measure: str
    value: float
    expected: float
    chance: tuple[float, float]
    p: float
    missing: tuple[float, float]
    kept: float


@dataclass(frozen=True, eq=False)
class Roles:
    """Every measure of every organisation (`table`: measure → one value a row of `actors`), and what stands out."""

    actors: tuple[Key, ...]
    table: Mapping[str, Floats]
    findings: tuple[Finding, ...]
    draws: int
    deletions: int
    tested: int


def roles(
    ties: Ties,
    grouped: Mapping[str, Mapping[Key, str | None]] | None = None,
    *,
    draws: int | None = None,
    level: float = LEVEL,
    seed: int = 0,
) -> Roles:
    """Roles among the ties that hold (`Ties.holding`). `grouped` names groupings: organisation → its group, or None."""
    if not ties.actors:
        return Roles((), {}, (), 0, 0, 0)
    firm = ties.holding()
    codes = {name: groups(ties.actors, of)[0] for name, of in (grouped or {}).items()}
    count = draws_for(len(ties.actors)) if draws is None else draws
    chance = np.random.default_rng(seed)
    names, observed = _measured(firm, codes)
    drawn = np.array([_measured(draw, codes)[1] for draw in random_ties(firm, count, chance)], dtype=np.float64)
    drawn = drawn.reshape(count, *observed.shape)
    p = _p_values(observed, drawn)
    standing = np.argwhere(p <= level / _FAMILIES)
    deletions = max(20, count // 2) if len(standing) else 0
    thinned = np.array(
        [_measured(without_some(firm, MISSING, chance), codes)[1][*standing.T] for _ in range(deletions)]
    )
    found = tuple(
        _finding(
            ties.actors[row],
            names[measure],
            observed[measure, row],
            draws=drawn[:, measure, row],
            p=p[measure, row],
            less=less,
        )
        for (measure, row), less in zip(standing, thinned.T, strict=True)
    )
    return Roles(ties.actors, _table(binary(firm.graph), names, observed), found, count, deletions, int(observed.size))


def _measured(ties: Ties, codes: Mapping[str, Ints]) -> tuple[list[str], Floats]:
    """Names of the measures, and measure × organisation, all in the form of counts."""
    found = triads(binary(ties.graph))
    rows = [_closure(found), redundancy(found)]
    names = ["constraint", "redundancy"]
    for name, code in codes.items():
        broker = brokerage(found, code)
        names += [f"{role.value}/{name}" for role in ROLES]
        rows += list(broker.T)
    return [*names, HANGING], np.vstack((*rows, hanging_ties(ties)))


def hanging_ties(ties: Ties) -> Ints:
    """How many ties have those that only this organisation holds to the greatest part of their component: with
    others, actions and agreements. So a circle that does much together weighs more than a chain as long.
    """
    return cut_off(ties.mixed, degrees(ties.mixed))[: len(ties.actors)]


def _closure(found: Triads) -> Floats:
    """Constraint without what the number of partners alone gives, in ties: d²·c - d, 0 where nobody's partners know
    each other; so that constraint is compared as counts are."""
    degree = degrees(found.graph)
    return np.where(degree > 0, degree**2 * np.nan_to_num(constraint(found)) - degree, 0.0)


def _p_values(observed: Floats, drawn: Floats) -> Floats:
    """Among neighbours both ways (few closed ties make a broker, many a clique); what hangs on one only upwards."""
    count, measures, actors = drawn.shape
    local = adjusted(observed[:-1].ravel(), drawn[:, :-1].reshape(count, -1))
    alone = adjusted(observed[-1], drawn[:, -1], only_above=True)
    return np.vstack((local.reshape(measures - 1, actors), alone))


def _finding(actor: Key, measure: str, value: float, *, draws: Floats, p: float, less: Floats) -> Finding:
    low, high = (float(q) for q in np.quantile(draws, (0.025, 0.975)))
    least, most = (float(q) for q in np.quantile(less, (0.025, 0.975)))
    stays = (less > high).mean() if value > high else (less < low).mean()
    mean = float(draws.mean())
    return Finding(actor, measure, float(value), mean, (low, high), float(p), (least, most), float(stays))


def _table(graph: Matrix, names: list[str], observed: Floats) -> dict[str, Floats]:
    found = triads(graph)
    plain = dict(zip(names, observed, strict=True))
    component = (
        csgraph.connected_components(graph, directed=False)[1] if graph.shape[0] else np.zeros(0, dtype=np.int64)
    )
    return {
        **plain,
        "constraint": constraint(found),
        "effective_size": effective_size(found),
        "degree": degrees(graph).astype(float),
        "component": component.astype(float),
    }
