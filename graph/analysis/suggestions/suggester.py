"""Who could meet whom: partners for an organisation, members for an action or a table, bridges for two groups.

One learnt ranking serves the three. An action or a table seeks as an organisation would that works with all its members
and has its areas, places, groups and needs; so does each of two groups, and a bridge is good for both at once.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.analysis.coverage import ties_of
from graph.analysis.evidence import Key
from graph.analysis.gaps.cards import Candidate, Reason
from graph.analysis.suggestions.choosing import choose
from graph.analysis.suggestions.features import Features, Numbers, tells
from graph.analysis.suggestions.learning import LEAST_TIES, Weights, bundled, learn, name_of
from graph.analysis.suggestions.population import Population, Vector
from graph.analysis.suggestions.reading import Facts, read
from graph.analysis.suggestions.reasons import Telling
from graph.analysis.uncollected import uncollected
from graph.analysis.view import GraphView
from graph.errors import NotFound
from graph.model import Status

_HIDDEN: Final = 5
"""One thing in so many is hidden to learn from: the newest where dates are known, else drawn."""

_TEACHERS: Final = 400
"""Of so many organisations, drawn, the new ties are learnt from: 8 s of one core with 12,000 organisations."""
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Who could be met and why. `score` orders the candidates of one question and means nothing beside another's."""

    candidate: Candidate
    score: float
    newcomer: bool


@dataclass(frozen=True, eq=False)
class Suggester:
    """Answers for one view and what was read of it; `weights` are those of `own_weights`, or the bundled ones."""

    view: GraphView
    facts: Facts
    weights: Weights

    @classmethod
    def of(cls, view: GraphView, weights: Weights | None = None) -> "Suggester":
        """By default with weights learnt from the view's own ties, where there are enough of them."""
        with uncollected():
            facts = read(view)
            return cls(view, facts, weights or own_weights(facts))

    def partners(self, organisation: Key, count: int = 10, out: Collection[Key] = ()) -> tuple[Suggestion, ...]:
        """With whom an organisation has not worked yet, none of `out`. Raises `NotFound`."""
        if organisation not in self.facts.population.row:
            raise NotFound(f"no organisation {organisation[1]} is known.")
        return self._asked.best([organisation], count, out)

    def members(self, thing: Key, count: int = 10, out: Collection[Key] = ()) -> tuple[Suggestion, ...]:
        """Who could join an action, an agreement or a body, none of `out`. Raises `NotFound`."""
        if thing not in self.view.nodes:
            raise NotFound(f"no {thing[0].lower()} {thing[1]} is known.")
        seeker = ("Seeker", thing[1])
        members = self.facts.members(thing)
        facts = self.facts.with_seeker(seeker, members, [thing])
        never = {*out, *self.facts.refused.get(thing, ()), thing}
        return _Asked(self.view, self.weights, facts).best([seeker], count, never)

    def bridges(
        self, one: Collection[Key], other: Collection[Key], count: int = 10, out: Collection[Key] = ()
    ) -> tuple[Suggestion, ...]:
        """Who could tie two groups of organisations, none of `out`; whoever works with both already is none.

        Raises `NotFound`.
        """
        facts = self.facts
        if unknown := {*one, *other} - self.facts.population.row.keys():
            raise NotFound(f"no organisation {min(unknown)[1]} is known.")
        seekers = [("Seeker", "one"), ("Seeker", "other")]
        for seeker, members in zip(seekers, (one, other), strict=True):
            facts = facts.with_seeker(seeker, members, members)
        return _Asked(self.view, self.weights, facts).best(seekers, count, {*one, *other, *out})

    def group(self, key: Key) -> frozenset[Key]:
        """The organisations for which an area, action or agreement stands: who acts in it. One stands for itself."""
        if key[0] == "Area":
            return frozenset(tie.actor for tie in ties_of(self.view, key) if tie.status is not Status.DENIED)
        return frozenset({key}) if key[0] == "Organisation" else self._asked.facts.members(key)

    @cached_property
    def _asked(self) -> "_Asked":
        return _Asked(self.view, self.weights, self.facts)


@dataclass(frozen=True, eq=False)
class _Asked:
    """The numbers for one set of rows: all organisations, and whoever seeks beside them."""

    view: GraphView
    weights: Weights
    facts: Facts

    @property
    def population(self) -> Population:
        return self.facts.population

    @cached_property
    def features(self) -> Features:
        return Features(self.population)

    def best(self, seekers: Sequence[Key], count: int, out: Collection[Key]) -> tuple[Suggestion, ...]:
        """The suggestions for those who seek together, without those who are `out`."""
        people = self.population
        rows = [people.row[seeker] for seeker in seekers]
        numbers = self.features.of(rows)
        tied = people.degree > 0
        scores = self._together(rows, numbers, tied)
        allowed = self._speaks(numbers) & self._allowed(seekers, out)
        chosen = choose(scores, allowed, tied, count, self.features.alike)
        return tuple(
            Suggestion(
                Candidate(people.keys[row], self._reasons(rows, row, numbers)), float(scores[row]), not tied[row]
            )
            for row in chosen
        )

    def _together(self, rows: Sequence[int], numbers: Numbers, tied: Bools) -> Vector:
        """The scores; for several seekers the log of the product of their chances, 1 for whoever works with one."""
        names, found = self.features.names, []
        for row, of_row in zip(rows, numbers, strict=True):
            scores = self.weights.scores(names, of_row, bool(tied[row]), tied)
            if len(rows) > 1:
                scores = -np.logaddexp(0, -scores)
                scores[self.population.partners(row)] = 0
            found.append(scores)
        together: Vector = np.sum(found, axis=0)
        return together

    def _speaks(self, numbers: Numbers) -> Bools:
        """Whether something that can be said in words speaks for a candidate."""
        telling = [at for at, name in enumerate(self.features.names) if tells(name)]
        return np.asarray((numbers[:, :, telling] > 0).any(axis=(0, 2)), bool)

    def _allowed(self, seekers: Sequence[Key], out: Collection[Key]) -> Bools:
        """Neither who seeks, nor who works with all that seek, nor who refused one of them, nor its own body."""
        people = self.population
        known = [{people.keys[row] for row in people.partners(people.row[seeker])} for seeker in seekers]
        sides = {key for seeker, with_it in zip(seekers, known, strict=True) for key in self._side(seeker, with_it)}
        barred = {other for key in sides for other in self.facts.barred.get(key, ())}
        never = {*out, *seekers, *barred, *set.intersection(*known)}
        return np.array([key[0] == "Organisation" and key not in never for key in people.keys], bool)

    def _side(self, seeker: Key, known: Collection[Key]) -> Collection[Key]:
        """Whose refusals count: an organisation's own; of an action or a group, those of all its members."""
        return [seeker] if seeker[0] == "Organisation" else known

    def _reasons(self, rows: Sequence[int], candidate: int, numbers: Numbers) -> tuple[Reason, ...]:
        """The reasons for each who seeks, each once."""
        tied, telling = self.population.degree > 0, Telling(self.view, self.facts, self.population)
        found: list[Reason] = []
        for row, of_row in zip(rows, numbers, strict=True):
            name = name_of(bool(tied[row]), bool(tied[candidate]))
            shares = self.weights.shares(name, self.features.names, of_row[candidate])
            found += telling.of(row, candidate, shares)
        return tuple(reason for at, reason in enumerate(found) if reason not in found[:at])


def own_weights(facts: Facts) -> Weights:
    """Weights learnt from the ties that hidden things would make; the bundled ones where that is too few."""
    hidden = _hidden(facts)
    before, after = facts.without(hidden).population, facts.population
    new = after.ties - after.ties.multiply(before.ties)
    new.eliminate_zeros()
    if new.nnz < LEAST_TIES:
        return bundled()
    seekers = np.flatnonzero(np.diff(new.indptr))
    drawn = np.random.default_rng(0).permutation(seekers)[:_TEACHERS]
    met = {int(row): new.indices[new.indptr[row] : new.indptr[row + 1]].tolist() for row in drawn}
    return learn([(Features(before), met)], prior=bundled(), origin="own ties")


def _hidden(facts: Facts) -> frozenset[Key]:
    """The newest fifth of the things where most are dated, else a fifth drawn with a fixed seed."""
    things = sorted(facts.joined)
    size = len(things) // _HIDDEN
    dated = sorted((thing for thing in things if thing in facts.began), key=lambda thing: (facts.began[thing], thing))
    if 2 * len(dated) > len(things):
        return frozenset(dated[len(dated) - min(size, len(dated)) :])
    drawn = np.random.default_rng(0).permutation(len(things))[:size]
    return frozenset(things[at] for at in drawn)
