"""Why two could meet, in reasons that a person can check; the heaviest in the score first."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from graph.analysis.evidence import Key
from graph.analysis.gaps.cards import Reason
from graph.analysis.suggestions.population import Population
from graph.analysis.suggestions.reading import Facts
from graph.analysis.view import GraphView

_NAMED: Final = 3
"""So many names are said; the number says how many there are."""

_TOPOLOGY: Final = ("neighbours", "adamic_adar", "allocation", "paths3")
_LABELS: Final = {"place": "Place", "area": "Area", "network": "Organisation"}
_MEETING: Final = ("kind", "generation")
"""Traits whose values are told as a pair that works together elsewhere too."""

CODES: Final = (
    *("common-partners", "near-in-network", "works-with-many", "no-tie-known"),
    *("offers-what-is-needed", "needs-what-is-offered"),
    *("same-place", "same-area", "same-group", "same-network", "such-kinds-meet", "such-generations-meet"),
)
"""Every reason; its words stand in the translation files under [suggestion]."""

Told = tuple[tuple[str, ...], Reason]
"""A reason, and the features that it puts in words."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What is needed to say why."""

    view: GraphView
    facts: Facts
    population: Population

    def of(self, seeker: int, candidate: int, shares: Mapping[str, float]) -> tuple[Reason, ...]:
        """Reasons of one pair. `shares` is what each feature adds to its score."""
        found = [
            (sum(shares.get(f, 0.0) for f in features), told) for features, told in self._all(seeker, candidate, shares)
        ]
        return tuple(reason for _, reason in sorted(found, key=lambda pair: -pair[0]))

    def _all(self, seeker: int, candidate: int, shares: Mapping[str, float]) -> Iterator[Told]:
        people = self.population
        one, other = people.keys[seeker], people.keys[candidate]
        partners = set(people.partners(candidate).tolist())
        if common := partners & set(people.partners(seeker).tolist()):
            names = self._names([people.keys[row] for row in common])
            yield _TOPOLOGY, Reason("common-partners", {"count": len(common), **names})
        elif shares["paths3"] > 0:
            yield _TOPOLOGY, Reason("near-in-network", {})
        if partners:
            yield ("degree", "activity", "recency"), Reason("works-with-many", {"count": len(partners)})
        else:
            yield (), Reason("no-tie-known", {})
        yield from self._resources(one, other)
        for name in people.traits:
            yield from self._trait(name, one, other, shares)

    def _resources(self, one: Key, other: Key) -> Iterator[Told]:
        for kind in sorted(self.facts.needs(one) & self.facts.offers(other)):
            yield ("complement",), Reason("offers-what-is-needed", {"resource": kind})
        for kind in sorted(self.facts.offers(one) & self.facts.needs(other)):
            yield ("complement",), Reason("needs-what-is-offered", {"resource": kind})

    def _trait(self, name: str, one: Key, other: Key, shares: Mapping[str, float]) -> Iterator[Told]:
        """The values that both have; of kinds and generations, the two that work together elsewhere too."""
        mine, theirs = self.facts.values(name, one), self.facts.values(name, other)
        if name in _MEETING:
            if mine and theirs and shares[f"{name}.pairs"] > 0:
                values = {"one": ", ".join(sorted(mine)), "other": ", ".join(sorted(theirs))}
                yield (f"{name}.same", f"{name}.pairs", f"{name}.near"), Reason(f"such-{name}s-meet", values)
        elif common := mine & theirs:
            label = _LABELS.get(name)
            names = self._names([(label, id) for id in common]) if label else _listed(common)
            yield (f"{name}.same", f"{name}.pairs"), Reason(f"same-{name}", {"count": len(common), **names})

    def _names(self, keys: Collection[Key]) -> dict[str, str]:
        return _listed(self.view.name(key) for key in keys if key in self.view.nodes)


def _listed(names: Iterable[str]) -> dict[str, str]:
    return {"names": ", ".join(sorted(names)[:_NAMED])}
