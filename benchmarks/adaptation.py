"""What reviewed documents teach: claims F on documents of the same sorts that nobody reviewed, before and after.

python -m benchmarks.adaptation RAW

The documents are those of the corpus's test part (real passages, whose raw texts RAW holds): the bundled model has
learnt from none of them. Half of them count as reviewed, the other half measures.
"""

import sys
from pathlib import Path

from ingest.language import corpus
from ingest.language.adapting import adapt, with_weights
from ingest.language.corpus.gold import Gold
from ingest.language.corpus.standoff import read_standoff
from ingest.language.evaluation.systems import evaluate, system_of
from ingest.language.pipeline import Extractor, load

PART = Path(corpus.__file__).parent / "real" / "test.jsonl"


def main(raw: Path) -> None:
    """Print F before and after."""
    gold = read_standoff(PART, raw)
    names = sorted(gold)
    reviewed, others = ({n: gold[n] for n in names[i::2]} for i in (0, 1))
    extractor = load()
    outcome = adapt(extractor, reviewed)
    before = _f(extractor, others)
    if outcome.weights is None:
        print(f"{len(reviewed)} reviewed documents: the bundled model stays, claims F {before:.3f} on {len(others)}")
        return
    after = _f(with_weights(extractor, outcome.weights), others)
    print(f"{len(reviewed)} reviewed documents: claims F on {len(others)} others {before:.3f} → {after:.3f}")


def _f(extractor: Extractor, gold: dict[str, Gold]) -> float:
    return evaluate(system_of(extractor), gold).report.claims.f


if __name__ == "__main__":
    main(Path(sys.argv[1]))
