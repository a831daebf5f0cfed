"""How much each number counts: weights learnt from who came to work with whom, by logistic regression.

Four sets of weights: the seeker and the candidate each have ties or have none, since of those who have none only their
traits speak. Each number counts by its size and by whether it is there at all. Learnt with every new tie as a case and
a weighed sample of all other pairs as cases against (case-control sampling: King and Zeng 2001), so that log odds of
the four sets compare with one another.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graph.analysis.suggestions.features import Features, Numbers
from graph.analysis.suggestions.population import Vector

SETS: Final = ("tied-tied", "tied-new", "new-tied", "new-new")
"""Seeker and candidate, each with ties or new."""

_PENALTY: Final = 0.03
"""Inverse strength of the L2 penalty, as in scikit-learn; chosen on the training years (`benchmarks.suggestions`)."""

_SAMPLED, _CONNECTED = 100, 40
"""Pairs against, for each seeker: drawn from all, and with those who have most ties."""

_Fitted = tuple[float, dict[str, tuple[float, float]]]

_AT_ONCE: Final = 16
"""Seekers whose numbers are in memory together."""

LEAST_TIES: Final = 100
"""Fewer new ties of a set than this teach nothing; the weights stay as they were."""


@dataclass(frozen=True, slots=True)
class Weights:
    """For each of `SETS`: an intercept, and for each feature the weights of its size and of its presence.

    The score is the log odds of a tie within the population that taught them: it orders, it predicts nothing elsewhere.
    `like` names, for traits and features that nothing taught, whose weights they take.
    """

    intercepts: Mapping[str, float]
    of: Mapping[str, Mapping[str, tuple[float, float]]]
    like: Mapping[str, str]
    origin: str

    def scores(self, names: Sequence[str], numbers: Numbers, seeker_tied: bool, tied: NDArray[np.bool_]) -> Vector:
        """The score of every candidate (rows of `numbers`) for one seeker."""
        found = np.empty(len(numbers))
        for candidate_tied, rows in ((True, tied), (False, ~tied)):
            name = name_of(seeker_tied, candidate_tied)
            found[rows] = self.intercepts[name] + self.linear(name, names, numbers[rows])
        return found

    def linear(self, name: str, names: Sequence[str], numbers: Numbers) -> Vector:
        """The score of pairs of one set, without its intercept."""
        sizes, presences = self.table(name, names).T
        found: Vector = numbers @ sizes + (numbers > 0) @ presences
        return found

    def table(self, name: str, names: Sequence[str]) -> Vector:
        """Features × (weight of the size, of the presence); 0 for those that nobody taught."""
        of_set = self.of[name]
        return np.array([of_set.get(f, of_set.get(self._stand_in(f), (0.0, 0.0))) for f in names])

    def _stand_in(self, feature: str) -> str:
        trait, dot, what = feature.partition(".")
        return self.like.get(feature, f"{self.like.get(trait, trait)}{dot}{what}")

    def shares(self, name: str, names: Sequence[str], numbers: Numbers) -> dict[str, float]:
        """What each feature adds to the score of one pair."""
        sizes, presences = self.table(name, names).T
        return dict(zip(names, (numbers * sizes + (numbers > 0) * presences).tolist(), strict=True))


def name_of(seeker_tied: bool, candidate_tied: bool) -> str:
    """Which of `SETS`."""
    return SETS[2 * (not seeker_tied) + (not candidate_tied)]


@cache
def bundled() -> Weights:
    """The weights that come with the product: `data/suggestions.json`, made by `benchmarks.suggestions --train`."""
    return read_weights((files("graph") / "data" / "suggestions.json").read_text(encoding="utf-8"))


def read_weights(text: str) -> Weights:
    """Weights from their JSON."""
    data = json.loads(text)
    of = {name: {f: (size, there) for f, (size, there) in found.items()} for name, found in data["weights"].items()}
    return Weights(data["intercepts"], of, data["like"], data["origin"])


def written(weights: Weights) -> str:
    """Weights as JSON, four digits each."""
    of = {n: {f: [round(x, 4) for x in pair] for f, pair in found.items()} for n, found in weights.of.items()}
    intercepts = {name: round(value, 4) for name, value in weights.intercepts.items()}
    data = {"origin": weights.origin, "like": dict(weights.like), "intercepts": intercepts, "weights": of}
    return json.dumps(data, indent=1) + "\n"


def learn(
    times: Iterable[tuple[Features, Mapping[int, Sequence[int]]]],
    *,
    prior: Weights | None = None,
    like: Mapping[str, str] | None = None,
    origin: str = "",
) -> Weights:
    """Weights from pairs that came to work together, by seeker, after what the features of each time know.

    With a prior its score is one more number beside the others, so that own ties only say what they add to it.
    """
    found: dict[str, tuple[list[Any], list[Any]]] = {name: ([], []) for name in SETS}
    names: Sequence[str] = ()
    for features, met in times:
        names = features.names
        for name, numbers, answers, weights in _cases(features, met, np.random.default_rng(0)):
            found[name][0].append(numbers)
            found[name][1].append(np.column_stack([answers, weights]))
    intercepts, of = {}, {}
    for name, (parts, sides) in found.items():
        rows = np.concatenate(sides) if sides else np.empty((0, 2))
        if rows[:, 0].sum() >= LEAST_TIES:
            intercepts[name], of[name] = _fit(name, names, np.concatenate(parts), rows, prior)
        else:
            intercepts[name] = prior.intercepts[name] if prior else 0.0
            of[name] = dict(prior.of[name]) if prior else {}
    return Weights(intercepts, of, like or (prior.like if prior else {}), origin)


def _cases(
    features: Features, met: Mapping[int, Sequence[int]], draw: np.random.Generator
) -> Iterator[tuple[str, Numbers, Vector, Vector]]:
    """For each seeker and set: numbers of pairs, whether they met, for how many pairs each stands."""
    people = features.population
    tied, size = people.degree > 0, len(people.keys)
    connected = np.argsort(-people.degree, kind="stable")[:_CONNECTED]
    seekers = sorted(met)
    for start in range(0, len(seekers), _AT_ONCE):
        some = seekers[start : start + _AT_ONCE]
        for seeker, numbers in zip(some, features.of(some), strict=True):
            out = np.zeros(size, bool)
            out[[seeker, *people.partners(seeker), *met[seeker]]] = True
            firm = connected[~out[connected]]
            out[connected] = True
            rest = np.flatnonzero(~out)
            drawn = draw.choice(rest, min(_SAMPLED, len(rest)), replace=False)
            rows = np.concatenate([list(met[seeker]), firm, drawn]).astype(int)
            answers = (np.arange(len(rows)) < len(met[seeker])).astype(float)
            weights = np.ones(len(rows))
            weights[len(rows) - len(drawn) :] = len(rest) / max(len(drawn), 1)
            for candidate_tied in (True, False):
                of_set = tied[rows] == candidate_tied
                name = name_of(bool(tied[seeker]), candidate_tied)
                yield name, numbers[rows[of_set]], answers[of_set], weights[of_set]


def _fit(name: str, names: Sequence[str], numbers: Numbers, sides: Vector, prior: Weights | None) -> _Fitted:
    from sklearn.linear_model import LogisticRegression

    columns = np.hstack([numbers, numbers > 0]).astype(float)
    if prior:
        columns = np.column_stack([columns, prior.linear(name, names, numbers)])
    centre, spread = columns.mean(axis=0), columns.std(axis=0)
    spread[spread == 0] = 1.0
    model = LogisticRegression(C=_PENALTY, max_iter=500)
    model.fit((columns - centre) / spread, sides[:, 0], sample_weight=sides[:, 1])
    slopes = model.coef_[0] / spread
    intercept = float(model.intercept_[0] - slopes @ centre)
    own = slopes[: 2 * len(names)].reshape(2, -1).T
    if not prior:
        return intercept, _by_name(names, own)
    share = float(slopes[-1])
    return intercept + share * prior.intercepts[name], _by_name(names, own + share * prior.table(name, names))


def _by_name(names: Sequence[str], table: Vector) -> dict[str, tuple[float, float]]:
    """Without those of features that never varied."""
    pairs = {name: (float(size), float(there)) for name, (size, there) in zip(names, table, strict=True)}
    return {name: pair for name, pair in pairs.items() if pair != (0.0, 0.0)}
