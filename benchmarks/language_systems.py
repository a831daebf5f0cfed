"""Several systems on the corpus's test parts, in one run: F of names (relaxed), of long types, of claims; words/s.

python -m benchmarks.language_systems RAW LEXICA [pipeline] [model] [gazetteer] [tint]

RAW holds the raw texts of the real passages, LEXICA the lists of the gazetteer. Without names, all systems are run: the
whole pipeline, the model without what reads layouts, lists of names, and Tint (Palmero Aprosio and Moretti 2018).
"""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from benchmarks import tint
from ingest.language import corpus
from ingest.language.corpus.gold import Gold, load_gold
from ingest.language.corpus.standoff import read_standoff
from ingest.language.evaluation.gazetteer import gazetteer, of_spans
from ingest.language.evaluation.measures import NAMES
from ingest.language.evaluation.systems import Outcome, evaluate, pipeline, system_of
from ingest.language.pipeline import model_alone

CORPUS = Path(corpus.__file__).parent
TYPES = {"ORG": "Organisation", "PER": "Person", "LOC": "Place"}


def main(raw: Path, lexica: Path, *chosen: str) -> None:
    """Print a line for every system and part."""
    parts = {"invented": load_gold(CORPUS / "invented" / "test")}
    parts["real"] = read_standoff(CORPUS / "real" / "test.jsonl", raw)
    print(f"{'system':10} {'part':9}", *(f"{name:>12}" for name in (*NAMES, "long", "claims")), f"{'words/s':>9}")
    for system in chosen or ("pipeline", "model", "gazetteer", "tint"):
        for part, found in outcomes(system, parts, lexica).items():
            report = found.report
            values = (*(report.mentions[name].f for name in NAMES), report.long_macro, report.claims.f)
            scores = (f"{value:12.3f}" for value in values)
            print(f"{system:10} {part:9}", *scores, f"{found.words_per_second:9,.0f}", flush=True)


def outcomes(system: str, parts: Mapping[str, Mapping[str, Gold]], lexica: Path) -> dict[str, Outcome]:
    """What a system finds in each part."""
    if system == "tint":
        return {part: tinted(gold) for part, gold in parts.items()}
    if system == "gazetteer":
        run = gazetteer(lexica)
    else:
        run = pipeline() if system == "pipeline" else system_of(model_alone())
    return {part: evaluate(run, gold) for part, gold in parts.items()}


def tinted(gold: Mapping[str, Gold]) -> Outcome:
    """Tint reads all texts at once; its speed is what it says itself."""
    names = tint.names([g.extraction.document.text for g in gold.values()])
    spans = dict(zip(gold, names.spans, strict=True))
    outcome = evaluate(
        lambda name, text: of_spans(name, text, ((TYPES[t], a, b) for t, a, b in spans[name] if t in TYPES)), gold
    )
    return replace(outcome, words_per_second=outcome.report.words / names.seconds if names.seconds else 0.0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
