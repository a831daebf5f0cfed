"""Makes the model that links organisations, from registers whose keys say who is who.

    python -m ingest.resolve.training LEFT RIGHT [--count FILE…] [--to ingest/resolve/model/organisations.json]

LEFT and RIGHT are two registers with codici fiscali, of which those of one half teach the weights; words are counted in
RIGHT and the files of `--count`. What the data cannot teach is fixed below, with its reason.
"""

import argparse
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from graph.ledger.matches import SURE
from graph.settings import LimitSettings
from ingest.resolve.evaluation.identity import hide, linked
from ingest.resolve.evaluation.registers import Side, may_teach, read_side
from ingest.resolve.matching.comparisons import COMPARISONS
from ingest.resolve.matching.model import MODEL, Model, Odds
from ingest.resolve.training import learning, standing

SHARE: Final = 0.8
"""Of the smaller register in the larger, before comparing."""

TWICE: Final = 0.05
"""Of a register's bodies those that it lists twice (of the PNRR winners that were linked by name 3 % are)."""

MARGIN: Final = 0.5
FLOOR: Final = -10.0

THRESHOLD: Final = math.log2(SURE / (1 - SURE))
"""Bits of the probability from which on the ledger joins."""

FIXED: Final[dict[str, dict[str, Odds]]] = {
    # In both lists nearly all say their municipality; what a wider place says follows from how many share one.
    "place": {
        "its municipality stands in the other's name": (0.3, 0.002),
        "same province": (0.97, 0.018),
        "same region": (0.97, 0.083),
    },
    # The two lists hardly cut names; where a register cuts them at 40 characters, one name in ten falls within a word.
    # Equal words in another order say less than equal words, however common these are.
    "name": {
        "one is the other cut short": (0.01, 1e-07),
        "same but for blanks, order or town, telling": (0.005, 3e-07),
        "same but for blanks, order or town": (0.001, 1e-07),
    },
    # A parent and its branch, or two branches, are told apart by little else: people should join them, not chance.
    "reach": {"different": (0.0005, 0.02)},
    # Whatever it weighs, nobody is chosen by such a name.
    "namesakes": {"a name that every town has, and no place": (0.5, 0.5), "a name of its own, or a place": (0.5, 0.5)},
    "part": {
        "other towns in the names": (0.001, 0.02),
        "a town or section that only one names, and no place": (0.5, 0.5),
        "a town or section that only one names, or other ones in one municipality": (0.5, 0.5),
    },
    # Predecessor and heir are two bodies that people may want to see as one; the lists name hardly any.
    "office": {
        "predecessor and heir": (0.3, 0.001),
        "another office": (0.0005, 0.05),
        "offices of other names": (0.005, 0.5),
        "an office, and what is named after it": (0.002, 0.05),
        "the same, or only one says it": (0.7, 0.7),
    },
    "numbers": {"different": (0.0005, 0.02)},
    # The two lists come from one office and copy each other's forms, kinds and spelling; other registers do so less.
    # The first two were measured on PNRR winners: pairs of equal names whose key has an even hash (docs/identity.md).
    "writing": {
        "sign by sign": (0.4, 0.06),
        "letter by letter": (0.1, 0.05),
        "letter by letter but for abbreviations": (0.08, 0.05),
        "cut short within a word": (0.1, 0.01),
        "one begins with the other": (0.14, 0.14),
        "different": (0.18, 0.69),
    },
    "form": {
        "same": (0.55, 0.28),
        "in part the same": (0.12, 0.25),
        "only one says it": (0.25, 0.2),
        "different": (0.08, 0.27),
    },
    "kind": {"same": (0.92, 0.62), "different": (0.08, 0.38)},
    # Both lists are of bodies that live of other things than profit: hardly a company stands in them.
    "nature": {
        "a municipality and something else": (0.002, 0.05),
        "only one is a company": (0.002, 0.1),
        "only one says it": (0.1, 0.1),
        "may be the same": (0.884, 0.7),
        "different": (0.004, 0.15),
    },
    # No register with addresses was at hand: a body mostly keeps its address, two hardly share one.
    "address": {"same": (0.6, 0.001), "different": (0.4, 0.999)},
}


def main() -> None:
    args = _arguments()
    limits = LimitSettings()
    left, right = read_side(args.left, limits), read_side(args.right, limits)
    counted = [e.name for side in (right, *(read_side(p, limits) for p in args.count)) for e in side.entries if e.name]
    statistics = learning.statistics(counted)
    taught = [n for n, key in enumerate(left.keys) if key and may_teach(key)]
    odds = learning.odds(left, right, learning.untrained(statistics), taught)
    odds = {name: levels | FIXED.get(name, {}) for name, levels in odds.items()}
    model = replace(
        learning.untrained(statistics),
        comparisons=odds,
        share=SHARE,
        twice=TWICE,
        margin=MARGIN,
        floor=FLOOR,
        threshold=THRESHOLD,
    )
    alone, ahead, just = _standing(left, right, model, {str(n) for n in taught})
    model = replace(model, alone=alone, ahead=ahead, just=just)
    args.to.write_text(
        json.dumps(_data(args, statistics, model), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    print(args.to, alone, ahead, just)


def _standing(left: Side, right: Side, model: Model, taught: set[str]) -> tuple[float, float, float]:
    """Learnt with places and without them, together; what a name alone tells, without."""
    placed, bare = (linked(hide(left, right, place=place), model) for place in (True, False))
    won = [pair for found in (placed, bare) for pair in standing.won(found, model, taught)]
    return *standing.worth(won), standing.just(bare, taught)


def _data(args: argparse.Namespace, statistics: dict[str, Any], model: Model) -> dict[str, Any]:
    return {
        "about": "made by python -m ingest.resolve.training; see docs/identity.md",
        "from": [p.name for p in (args.left, args.right, *args.count)],
        "alone": model.alone,
        "ahead": model.ahead,
        "just": model.just,
        "share": model.share,
        "twice": model.twice,
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
