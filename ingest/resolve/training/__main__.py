"""Makes the model that links organisations, from registers whose keys say who is who.

    python -m ingest.resolve.training LEFT RIGHT [--count FILE…] [--to ingest/resolve/model/organisations.json]

LEFT and RIGHT are two registers with codici fiscali, of which those of one half teach the weights; words are counted in
RIGHT and the files of `--count`. What the data cannot teach is fixed below, with its reason.
"""

import argparse
import json
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from graph.settings import LimitSettings
from ingest.resolve.evaluation.identity import hide, linked
from ingest.resolve.evaluation.registers import Side, read_side
from ingest.resolve.matching.comparisons import COMPARISONS
from ingest.resolve.matching.model import MODEL, Model, Odds
from ingest.resolve.training import learning

SHARE: Final = 0.8
"""Of the smaller register in the larger, before comparing."""

MARGIN: Final = 0.5
FLOOR: Final = -12.0

LOSS: Final = 0.001
"""So much recall, with places, may go for a higher threshold: registers that share few bodies need one."""

FIXED: Final[dict[str, dict[str, Odds]]] = {
    # In both lists nearly all say their municipality; what a wider place says follows from how many share one.
    "place": {
        "its municipality stands in the other's name": (0.3, 0.002),
        "same province": (0.97, 0.018),
        "same region": (0.97, 0.083),
    },
    # A parent and its branch, or two branches, are told apart by little else: people should join them, not chance.
    "reach": {"different": (0.0005, 0.02)},
    # Whatever it weighs, nobody is chosen by such a name.
    "namesakes": {"a name that every town has, and no place": (0.5, 0.5), "a name of its own, or a place": (0.5, 0.5)},
    "numbers": {"different": (0.0005, 0.02)},
    # The two lists come from one office and copy each other's forms, kinds and spelling; other registers do so less.
    "writing": {"letter by letter": (0.5, 0.25), "different": (0.5, 0.75)},
    "form": {
        "same": (0.45, 0.2),
        "in part the same": (0.15, 0.12),
        "only one says it": (0.3, 0.4),
        "different": (0.1, 0.28),
    },
    "kind": {"same": (0.88, 0.5), "different": (0.12, 0.5)},
    # No register with addresses was at hand: a body mostly keeps its address, two hardly share one.
    "address": {"same": (0.6, 0.001), "different": (0.4, 0.999)},
}


def main() -> None:
    args = _arguments()
    limits = LimitSettings()
    left, right = read_side(args.left, limits), read_side(args.right, limits)
    counted = [e.name for side in (right, *(read_side(p, limits) for p in args.count)) for e in side.entries if e.name]
    statistics = learning.statistics(counted)
    taught = [n for n, key in enumerate(left.keys) if key and zlib.crc32(key.encode()) % 2 == 0]
    odds = learning.odds(left, right, learning.untrained(statistics), taught)
    odds = {name: levels | FIXED.get(name, {}) for name, levels in odds.items()}
    model = replace(learning.untrained(statistics), comparisons=odds, share=SHARE, margin=MARGIN, floor=FLOOR)
    threshold = _threshold(left, right, model)
    data = _data(args, statistics, replace(model, threshold=threshold))
    args.to.write_text(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=False) + "\n", encoding="utf-8")
    print(f"threshold {threshold} bits; {args.to}")


def _threshold(left: Side, right: Side, model: Model) -> float:
    """The highest whole bit at which hardly a pair is lost."""
    curve = linked(hide(left, right), model).curve(model)
    most = max(p.recall for p in curve)
    return max(p.threshold for p in curve if p.recall >= most - LOSS)


def _data(args: argparse.Namespace, statistics: dict[str, Any], model: Model) -> dict[str, Any]:
    return {
        "about": "made by python -m ingest.resolve.training; see docs/identity.md",
        "from": [p.name for p in (args.left, args.right, *args.count)],
        "share": model.share,
        "threshold": model.threshold,
        "margin": model.margin,
        "floor": model.floor,
        "comparisons": {
            c.name: {x.label: [float(f"{p:.3g}") for p in model.comparisons[c.name][x.label]] for x in c.levels}
            for c in COMPARISONS
        },
        **statistics,
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("left", type=Path)
    parser.add_argument("right", type=Path)
    parser.add_argument("--count", type=Path, nargs="*", default=[])
    parser.add_argument("--to", type=Path, default=MODEL)
    return parser.parse_args()


if __name__ == "__main__":
    main()
