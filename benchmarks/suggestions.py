"""Whether suggestions name the partners that firms really found, on temporary groupings of PNRR tenders.

    python -m benchmarks.suggestions [--registers ../shared/data/registers]   the test years, A and B
    python -m benchmarks.suggestions --validate      a cut inside the training years, for every choice
    python -m benchmarks.suggestions --train         writes graph/data/suggestions.json from the training years

Protocol (shared/data/README.md): groupings of 2 to 20 winners; known are the tenders with CIG 6 to 9, sought are new
pairs in A and B; 1,500 firms drawn with seed 0; the rank of the best true new partner among all firms but present
partners, over every order of equal scores. Printed for all firms, those with ties before and newcomers; with the 1 %
best connected removed from the candidates; and of pairs without a common neighbour only. The difference to the
baseline that is best by that figure is resampled in pairs (percentile bootstrap: Efron 1979; 10,000 draws).

The protocol counts all natural persons, whose code the source masks, as one firm: with 2,992 ties it is what makes
popularity hard to beat; the second table leaves it out. And its candidates are the firms of groupings, so that each
without ties before is sure to find partners in the test years. The weights of both tables are learnt in the same run
under the same conditions. The third table takes all winners as candidates and tests the bundled weights, which were
learnt so. Sector and legal form are taken for what a register says of a firm at any time; all else is from before the
cut.
"""

import argparse
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.groupings import MASKED, TEST, Split, Win, before, places, quantile, split, wins
from graph.analysis.suggestions.features import Features
from graph.analysis.suggestions.learning import Weights, bundled, learn, written

FIRMS, DRAWS, AT_ONCE = 1500, 10_000, 16
RANKINGS = (
    "popularity",
    "preferential attachment",
    "common neighbours",
    "Adamic-Adar",
    "same ATECO",
    "ATECO pairs x popularity",
    "alike in all attributes",
)
OURS = "suggestions"
WEIGHTS = Path(__file__).parents[1] / "graph" / "data" / "suggestions.json"
LIKE = {"group": "area", "network": "area", "generation": "kind", "complement": "division.same"}
"""Traits that no tender tells: whose weights they take until a workspace's own ties teach better ones."""

Vector = NDArray[np.float64]
Outcome = dict[str, Vector]
"""Ranking → firms × (reciprocal rank, hit in the first ten)."""


def main() -> None:
    """Trains, validates or tests."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--registers", type=Path, default=Path("../shared/data/registers"))
    parser.add_argument("--validate", action="store_true")
    parser.add_argument("--train", action="store_true")
    parser.add_argument("--firms", type=int, default=FIRMS)
    args = parser.parse_args()
    every, offices = wins(args.registers), places(args.registers)
    firms = [win for win in every if win.firm != MASKED]
    if args.train:
        WEIGHTS.write_text(written(trained(firms, offices, 0.55, TEST[0])), encoding="utf-8")
    elif args.validate:
        for title, some in (("validation, protocol", every), ("validation, without masked persons", firms)):
            years, cut = before(some, TEST[0]), quantile(some, 0.7)
            weights = trained(some, offices, 0.4, cut, grouped=True)
            report(title, split(years, offices, cut, TEST[0]), weights, args.firms)
    else:
        end = chr(ord(TEST[-1]) + 1)
        weights = trained(every, offices, 0.55, TEST[0], grouped=True)
        report("protocol", split(every, offices, TEST[0], end), weights, args.firms)
        weights = trained(firms, offices, 0.55, TEST[0], grouped=True)
        report("without masked persons", split(firms, offices, TEST[0], end), weights, args.firms)
        names = {win.firm for win in firms}
        report("all winners as candidates", split(firms, offices, TEST[0], end, names), bundled(), args.firms)


def trained(
    every: Sequence[Win], offices: Mapping[str, tuple[str, str]], share: float, end: str, *, grouped: bool = False
) -> Weights:
    """Weights from the ties of the tenders before `end`, told from what firms had done in a share of the groupings.

    Nothing of `end` or later is used. Candidates are all winners until then, or with `grouped`, as in the protocol,
    those of groupings alone: among these a firm without ties is sure to find partners, which the weights then know.
    """
    known, now = before(every, end), quantile(every, share)
    names = None if grouped else {win.firm for win in known}
    found = split(known, offices, now, end, names)
    origin = f"PNRR tenders: new ties in those with CIG from {now} and before {end}, {len(found.population.keys)} firms"
    return learn([(Features(found.population), found.met)], like=LIKE, origin=origin)


def report(title: str, found: Split, weights: Weights, firms: int) -> None:
    """Prints the tables of one setting."""
    people, hubs = found.population, _hubs(found)
    seekers = np.random.default_rng(0).choice(np.array(sorted(found.met)), min(firms, len(found.met)), replace=False)
    print(f"\n# {title}: {len(people.keys)} firms, {people.ties.nnz // 2} ties known, {_new(found)} new pairs")
    for name, out, apart in (("all candidates", [], False), ("1 % removed", hubs, False), ("no common", [], True)):
        tied, outcome = outcomes(found, weights, seekers, out, apart)
        print(f"\n## {name} (best baseline and difference of each figure with its 95 % interval below)")
        print(f"{'':26}" + "".join(f"{part:>24}" for part in _parts(tied)))
        for ranking, values in outcome.items():
            cells = (f"{values[rows, 0].mean():.3f}, {values[rows, 1].mean():.3f}" for rows in _parts(tied).values())
            print(f"{ranking:26}" + "".join(f"{cell:>24}" for cell in cells))
        for at, figure in enumerate(("MRR", "Hits@10")):
            cells = (difference(outcome, rows, at) for rows in _parts(tied).values())
            print(f"{'  difference, ' + figure:26}" + "".join(f"{cell:>24}" for cell in cells), flush=True)


def outcomes(
    found: Split, weights: Weights, seekers: Collection[int], out: Collection[int], apart: bool
) -> tuple[NDArray[np.bool_], Outcome]:
    """Which of the seekers had ties, and how each ranking did for each; seekers without a true partner left are not.

    `out` are no candidates; with `apart`, nor are true partners with whom the seeker has a common neighbour.
    """
    people, features = found.population, Features(found.population)
    sectors = Sectors.count(found)
    scored: dict[str, list[tuple[float, float]]] = {name: [] for name in (*RANKINGS, OURS)}
    tied = []
    for some in np.array_split(np.array(seekers), -(-len(seekers) // AT_ONCE)):
        for seeker, numbers in zip(some, features.of(some.tolist()), strict=True):
            met = set(found.met[seeker]) - set(out)
            near = {row for row in met if numbers[row, 0] > 0} if apart else set()
            if met - near:
                no = [seeker, *people.partners(seeker), *out, *near]
                tied.append(people.degree[seeker] > 0)
                for name, scores in _rankings(found, sectors, features.names, seeker, numbers).items():
                    scored[name].append(expected(scores, sorted(met - near), no))
                ours = weights.scores(features.names, numbers, bool(tied[-1]), people.degree > 0)
                scored[OURS].append(expected(ours, sorted(met - near), no))
    return np.array(tied), {name: np.array(values) for name, values in scored.items()}


@dataclass(frozen=True, slots=True)
class Sectors:
    """The sector of each firm as a number, 0 where none is known, and how often two meet in ties."""

    of: NDArray[np.int64]
    together: Vector

    @classmethod
    def count(cls, found: Split) -> "Sectors":
        """From the ties that are known."""
        names = ["", *sorted(set(found.sectors) - {""})]
        place = {name: at for at, name in enumerate(names)}
        of = np.array([place[name] for name in found.sectors])
        ties = found.population.ties.tocoo()
        together = np.zeros((len(names), len(names)))
        np.add.at(together, (of[ties.coords[0]], of[ties.coords[1]]), 1)
        return cls(of, together)


def _rankings(
    found: Split, sectors: Sectors, names: Sequence[str], seeker: int, numbers: NDArray[np.float32]
) -> Outcome:
    degree, own = found.population.degree, sectors.of[seeker]
    same = (sectors.of == own) & (own > 0)
    pairs = sectors.together[own][sectors.of]
    alike = numbers[:, [at for at, name in enumerate(names) if name.endswith(".same")]].mean(axis=1)
    values = (degree, degree * degree[seeker], numbers[:, 0], numbers[:, 1], same, pairs * degree, alike)
    return {name: np.asarray(value, float) for name, value in zip(RANKINGS, values, strict=True)}


def expected(scores: Vector, true: Sequence[int], no: Collection[int]) -> tuple[float, float]:
    """Reciprocal rank of the best true one, and whether it is among the first ten.

    Both are means over every order of those with equal scores; rows in `no` are no candidates.
    """
    candidates = np.ones(len(scores), bool)
    candidates[list(no)] = False
    best = scores[list(true)].max()
    above = int((candidates & (scores > best)).sum())
    equal = int((candidates & (scores == best)).sum())
    hits = int((scores[list(true)] == best).sum())
    steps = np.arange(equal - hits)
    beyond = np.concatenate([[1.0], np.cumprod((equal - hits - steps) / (equal - steps))])  # P(first hit after so many)
    first = beyond - np.append(beyond[1:], 0.0)
    ranks = above + 1 + np.arange(len(first))
    return float((first / ranks).sum()), float(first[ranks <= 10].sum())


def difference(outcome: Outcome, rows: NDArray[np.bool_], figure: int) -> str:
    """Ours less the baseline that is best by this figure, and the interval of its bootstrap."""
    best = max(RANKINGS, key=lambda name: float(outcome[name][rows, figure].mean()))
    gains = outcome[OURS][rows, figure] - outcome[best][rows, figure]
    draw = np.random.default_rng(0)
    means = [gains[draw.integers(0, len(gains), len(gains))].mean() for _ in range(DRAWS)]
    low, high = np.percentile(means, [2.5, 97.5])
    return f"{gains.mean():+.3f} [{low:+.3f}, {high:+.3f}]"


def _parts(tied: NDArray[np.bool_]) -> dict[str, NDArray[np.bool_]]:
    """All firms, those with ties before, newcomers, each with their number."""
    parts = {"all": np.ones(len(tied), bool), "ties before": tied, "newcomers": ~tied}
    return {f"{name} ({rows.sum()})": rows for name, rows in parts.items() if rows.any()}


def _hubs(found: Split) -> list[int]:
    """The 1 % with most ties."""
    degree = found.population.degree
    return [int(row) for row in np.argsort(-degree, kind="stable")[: len(degree) // 100]]


def _new(found: Split) -> int:
    return sum(map(len, found.met.values())) // 2


if __name__ == "__main__":
    main()
