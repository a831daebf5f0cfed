"""What speaks for two organisations' meeting, as numbers: topology by sparse products, and traits.

For one seeker every organisation gets one row of numbers. Topology: common neighbours; each of them weighed by
1 / log of its degree (Adamic and Adar 2003) or by 1 / its degree (resource allocation: Zhou, Lü and Zhang 2009); the
number of ties (preferential attachment: Barabási and Albert 1999; for one seeker its product with the seeker's own
orders as the candidate's own); paths of length 3, each weighed by 1 / √ of its inner degrees (Kovács et al. 2019).
Beside them `activity` and `recency` of the candidate, and `complement`: how many kinds of resource one of the two needs
and the other offers.

Traits, for each sort: `same`, the cosine of the values, rare ones weighed more (inverse document frequency: Spärck
Jones 1972); `pairs`, the mean log of how often the two values are seen together in ties against chance (pointwise
mutual information: Church and Hanks 1990); `welcome`, how many of the candidate's partners have a value of the
seeker's; `near`, `pairs` again where the two share a place, 0 elsewhere. Counts stand as log(1 + count).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.analysis.suggestions.population import Matrix, Population, Vector

Numbers = NDArray[np.float32]

TOPOLOGY: Final = ("neighbours", "adamic_adar", "allocation", "paths3", "degree")
OWN: Final = ("activity", "recency", "complement")
OF_TRAITS: Final = ("same", "pairs", "welcome", "near")
PLACE: Final = "place"
"""The trait of which `near` speaks."""

_SMOOTHING: Final = 1.0
"""Added to observed and expected pairs of values, so that one pair seen once says little."""


def tells(feature: str) -> bool:
    """Whether a feature says something of the two, rather than of the candidate alone, that can be said in words."""
    return feature in ("neighbours", "paths3", "complement") or feature.endswith((".same", ".pairs"))


@dataclass(frozen=True, eq=False)
class Features:
    """The numbers of a population; what all seekers share is computed once."""

    population: Population

    @cached_property
    def names(self) -> tuple[str, ...]:
        traits = tuple(f"{name}.{what}" for name in self.population.traits for what in OF_TRAITS)
        return (*TOPOLOGY, *OWN, *traits)

    def of(self, seekers: Sequence[int]) -> Numbers:
        """Seekers × organisations × features."""
        people = self.population
        found = np.empty((len(seekers), len(people.keys), len(self.names)), np.float32)
        for at, rows in enumerate(self._topology(seekers)):
            found[:, :, at] = np.log1p(rows)
        found[:, :, 4], found[:, :, 5] = np.log1p(people.degree), np.log1p(people.activity)
        found[:, :, 6] = people.recency
        found[:, :, 7] = _dense(people.needs[seekers] @ people.offers.T + people.offers[seekers] @ people.needs.T)
        near = _dense(people.traits[PLACE][seekers] @ people.traits[PLACE].T) > 0 if PLACE in people.traits else False
        for at, trait in enumerate(self._traits.values()):
            start = len(TOPOLOGY) + len(OWN) + len(OF_TRAITS) * at
            same, pairs, welcome = trait.of(seekers)
            for column, rows in enumerate((same, pairs, np.log1p(welcome), pairs * near)):
                found[:, :, start + column] = rows
        return found

    def alike(self, rows: Sequence[int]) -> Vector:
        """How alike some organisations are, in [0, 1]: the mean of `same` over the sorts of traits."""
        found = [trait.weighed[rows] @ trait.weighed[rows].T for trait in self._traits.values()]
        mean: Vector = np.mean([_dense(likeness) for likeness in found], axis=0)
        return mean

    def _topology(self, seekers: Sequence[int]) -> tuple[Numbers, ...]:
        own, ties = self.population.ties[seekers], self.population.ties
        by_log, by_degree, by_root = self._weighed
        return tuple(map(_dense, (own @ ties, own @ by_log, own @ by_degree, own @ by_root @ by_root)))

    @cached_property
    def _weighed(self) -> tuple[Matrix, Matrix, Matrix]:
        """Ties, with those of each common neighbour weighed by its degree in three ways."""
        degree, ties = np.maximum(self.population.degree, 1), self.population.ties
        weights = (1 / np.log(np.maximum(degree, 2)), 1 / degree, 1 / np.sqrt(degree))
        by_log, by_degree, by_root = (sparse.diags_array(weight).tocsr() @ ties for weight in weights)
        return by_log, by_degree, by_root

    @cached_property
    def _traits(self) -> dict[str, "_Trait"]:
        return {name: _Trait.learn(values, self.population.ties) for name, values in self.population.traits.items()}


@dataclass(frozen=True, eq=False)
class _Trait:
    """One sort of trait: each organisation's values, unit-length by rarity and as shares; what is seen together.

    `candidates` are the three that the candidate's side of a pair takes, values × organisations.
    """

    values: Matrix
    weighed: Matrix
    shares: Matrix
    lift: Matrix
    candidates: tuple[Matrix, Matrix, Matrix]

    @classmethod
    def learn(cls, values: Matrix, ties: Matrix) -> "_Trait":
        held = np.asarray(values.sum(axis=0), float).ravel()
        rarity = np.log((1 + values.shape[0]) / (1 + held))
        partners = (ties @ values).tocsr()
        weighed = _unit((values @ sparse.diags_array(rarity)).tocsr(), 2)
        shares = _unit(values, 1)
        candidates = (weighed.T.tocsr(), shares.T.tocsr(), partners.T.tocsr())
        return cls(values, weighed, shares, _lift(values, partners), candidates)

    def of(self, seekers: Sequence[int]) -> tuple[Numbers, Numbers, Numbers]:
        """Seekers × organisations, for each of `OF_TRAITS`."""
        weighed, shares, partners = self.candidates
        same, pairs = self.weighed[seekers] @ weighed, self.shares[seekers] @ self.lift @ shares
        return _dense(same), _dense(pairs), _dense(self.values[seekers] @ partners)


def _unit(values: Matrix, norm: int) -> Matrix:
    """Rows of length 1 in this norm; empty ones stay empty."""
    length = np.asarray((values**norm).sum(axis=1), float).ravel() ** (1 / norm)
    return sparse.diags_array(1 / np.where(length > 0, length, 1)).tocsr() @ values


def _lift(values: Matrix, partners: Matrix) -> Matrix:
    """Log of how often two values meet in ties against chance; 0 for those that never do."""
    seen = (values.T @ partners).tocoo()
    total = seen.sum() or 1.0
    ends = np.asarray(seen.sum(axis=1), float).ravel()
    expected = ends[seen.coords[0]] * ends[seen.coords[1]] / total
    log = np.log((seen.data + _SMOOTHING) / (expected + _SMOOTHING))
    return sparse.csr_array((log, seen.coords), shape=seen.shape)


def _dense(rows: Matrix) -> Numbers:
    return np.asarray(rows.toarray(), np.float32)
