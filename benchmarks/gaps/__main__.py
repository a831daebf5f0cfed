"""Whether the gaps that were planted in a territory's files are found, and nothing else.

    python -m benchmarks.gaps [--sizes 500 2000] [--seeds 3] [--missing 0.1]

Territories are made (`planting.py` says what is planted, and how a careful reader judges it), written as files, read by
`ingest.add` into a workspace with the embedded engine, and asked for all families of gaps. Printed for each family and
rule, on clean files and with that share of ties left out of them: how many requirements are planted as gap or weakly
covered, how many cards say so, precision (cards whose state is the planted one) and recall; with ties left out also
what the careful reader gets who reads no more than the files say, in the families that follow from many papers. Then
for what makes requirements hard how many were judged otherwise, and the number of those that only were not read which
got "gap".
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.gaps.comparing import Outcome, compare, read_again
from benchmarks.gaps.files import thinned, write
from benchmarks.gaps.planting import TODAY, plant
from benchmarks.gaps.readers import judge
from graph.analysis.gaps.families import Question, gaps
from graph.analysis.view import load
from graph.workspace import create_workspace
from ingest.add import add


def main() -> None:
    """Plants, reads, compares, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 2000])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--missing", type=float, default=0.1)
    parser.add_argument("--wrong", type=int, default=0, help="show so many wrong cards of each rule")
    args = parser.parse_args()
    for size in args.sizes:
        for missing in (0.0, args.missing):
            found = [tried(size, seed, missing) for seed in range(args.seeds)]
            print_outcome(size, missing, found, args.wrong)


def tried(size: int, seed: int, missing: float) -> Outcome:
    """One territory, from files to cards."""
    world = plant(size, seed)
    left = thinned(world, missing, seed)
    with tempfile.TemporaryDirectory() as folder:
        workspace = create_workspace(Path(folder) / "workspace")
        paths = write(left, Path(folder) / "files", workspace.root / "mappings", seed)
        summary = add(workspace, paths, lambda _: None)
        assert not summary.failed, summary.failed[0]
        with workspace.store().reader() as reader:
            view = load(reader)
        workspace.close()
    outcome = compare(world, view, gaps(Question(view, TODAY)))
    if missing:
        judge(left)
        outcome.reader = read_again(world, left)
    return outcome


def print_outcome(size: int, missing: float, found: Sequence[Outcome], wrong: int) -> None:
    """The figures of all seeds together."""
    entities = sum(outcome.entities for outcome in found) // len(found)
    print(f"\n{size} ({entities} entities on average), {missing:.0%} of ties missing, {len(found)} seeds")
    print(f"  {'rule':<36}{'planted':>8}{'cards':>7}{'precision':>11}{'recall':>8}")
    for rule in sorted({rule for outcome in found for rule in outcome.rules}):
        planted, cards, right = (sum(outcome.rules[rule][n] for outcome in found) for n in range(3))
        print(f"  {rule:<36}{planted:>8}{cards:>7}{_share(right, cards):>11}{_share(right, planted):>8}")
    for family in sorted({family for outcome in found for family in outcome.reader}):
        planted, cards, right = (sum(outcome.reader[family][n] for outcome in found) for n in range(3))
        print(f"  a reader of these files: {family:<12}{cards:>7}{_share(right, cards):>11}{_share(right, planted):>8}")
    for why, (wrongly, of) in sorted(_summed(outcome.cases for outcome in found).items()):
        print(f"  {why:<56}{wrongly:>5} of {of:>5} judged otherwise")
    print(f"  only unread, and yet a gap: {sum(outcome.unread for outcome in found)}")
    for line in [line for outcome in found for line in outcome.wrong][:wrong]:
        print("   ", line)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def _summed(cases: Iterable[Counter[tuple[str, bool]]]) -> dict[str, tuple[int, int]]:
    total = sum(cases, Counter[tuple[str, bool]]())
    return {why: (total[why, False], total[why, False] + total[why, True]) for why, _ in total}


if __name__ == "__main__":
    main()
