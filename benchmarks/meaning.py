"""How often the overlap of stems errs on whether an offer answers a need.

python -m benchmarks.meaning

Prints, for thresholds on the pairs to choose by and for those in use on the pairs to report, how many of the same are
found and how many of the others are taken for the same. `--pairs` lists the errors.
"""

import sys
import tomllib
from pathlib import Path

from graph.analysis.gaps.meaning import AT_LEAST, SURE, overlap

PAIRS = Path(__file__).with_name("meaning.toml")
THRESHOLDS = (0.34, 0.5, 0.67, 1.0)


def main() -> None:
    """Print the table."""
    data = tomllib.loads(PAIRS.read_text(encoding="utf-8"))
    print(f"{'pairs':<8}{'from':>6}{'found':>9}{'wrongly':>9}{'error':>8}")
    for name, thresholds in (("choose", THRESHOLDS), ("report", (AT_LEAST, SURE))):
        for at_least in thresholds:
            _line(name, data[name], at_least)
    if "--pairs" in sys.argv:
        for same in ("same", "other"):
            for need, offer in data["report"][same]:
                if (overlap(need, offer) >= AT_LEAST) is not (same == "same"):
                    print(f"{same:<6} {overlap(need, offer):.2f}  {need} | {offer}")


def _line(name: str, pairs: dict[str, list[list[str]]], at_least: float) -> None:
    same, other = ([overlap(*pair) >= at_least for pair in pairs[kind]] for kind in ("same", "other"))
    error = (len(same) - sum(same) + sum(other)) / (len(same) + len(other))
    print(f"{name:<8}{at_least:>6.2f}{sum(same):>6}/{len(same)}{sum(other):>6}/{len(other)}{error:>8.0%}")


if __name__ == "__main__":
    main()
