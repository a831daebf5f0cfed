"""What is evaluated: ways from a text to an extraction."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.extraction import Extraction
from ingest.language.corpus.gold import Gold
from ingest.language.evaluation.matching import Comparison, compare
from ingest.language.evaluation.measures import Report, report
from ingest.read.plain import read_plain

if TYPE_CHECKING:
    from ingest.language.pipeline import Extractor


@dataclass(frozen=True, slots=True)
class Outcome:
    """A system's report over some documents, what it compared, and how fast it was (first document aside)."""

    report: Report
    comparisons: tuple[Comparison, ...]
    words_per_second: float


System = Callable[[str, str], Extraction]
"""Reads a text, given with its name, as `extract` reads a file that holds it: nothing else is known of it."""


def pipeline() -> System:
    """The whole language pipeline, with the bundled model."""
    from ingest.language.pipeline import load

    return system_of(load())


def system_of(extractor: "Extractor") -> System:
    """The pipeline with any model."""

    def extract(name: str, text: str) -> Extraction:
        return extractor.extract(read_plain(text.encode(), name), source_name=name, document_id=name)

    return extract


def evaluate(system: System, gold: Mapping[str, Gold]) -> Outcome:
    """Reads the text of every gold document and compares."""
    compared: list[Comparison] = []
    words, seconds = 0, 0.0
    for number, (name, wanted) in enumerate(gold.items()):
        text = wanted.extraction.document.text
        begun = time.perf_counter()
        found = system(name, text)
        if number:
            seconds += time.perf_counter() - begun
            words += len(text.split())
        compared.append(compare(name, wanted, found))
    return Outcome(report(compared), tuple(compared), words / seconds if seconds else 0.0)
