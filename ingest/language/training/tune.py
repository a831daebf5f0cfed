"""Fits the weights of claims' confidence, and the least that makes a claim, on development documents.

A candidate claim is right when its triple of entities is in the gold; the regression is penalised on the types' own
biases only (a type seldom seen keeps near the common one).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.optimize import minimize
from spacy.tokens import Doc

from graph.model import CLAIM_TYPES
from ingest.language.confidence import FEATURES, features
from ingest.language.corpus.gold import Gold
from ingest.language.draft import KEY, Reading
from ingest.language.encoder import Weights
from ingest.language.evaluation.matching import compare
from ingest.language.pipeline import Extractor, Source, extraction
from ingest.read.plain import read_plain

Array = np.ndarray[Any, Any]
_TYPES = tuple(CLAIM_TYPES)
_PENALTY = 2.0
_NEAR_BEST = 0.003
"""So much of F is chance on documents as few as these: of all leasts that near the best the lowest is taken."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim that may be made: its features, type, whether it is right; `document` numbers where it stands."""

    values: tuple[float, ...]
    type: int
    right: bool
    document: int


def candidates(extractor: Extractor, documents: Iterable[tuple[int, str, Gold]]) -> list[Candidate]:
    """All claims with any chance in the documents; the extractor must let all pass."""
    found = []
    for number, name, gold in documents:
        source = Source(read_plain(gold.extraction.document.text.encode(), name), name, name)
        reading = _reading(extractor, source)
        compared = compare(name, gold, extraction(reading, source))
        right = {p.id for _, p in compared.claims}
        known = right | {p.id for p in compared.extra_claims}
        for claim_id, draft in enumerate(reading.claims, 1):
            if f"c{claim_id}" in known:
                values = features(draft)
                found.append(
                    Candidate(
                        tuple(values[n] for n in FEATURES), _TYPES.index(draft.type), f"c{claim_id}" in right, number
                    )
                )
    return found


def fit(found: Sequence[Candidate], gold_claims: Mapping[int, int], groups: Sequence[Sequence[int]]) -> Weights:
    """The weights; `least` is the lowest that makes the mean F over groups of documents near its highest.

    `gold_claims`: how many claims each document makes.
    """
    x = np.array([c.values for c in found])
    kinds = np.array([c.type for c in found])
    y = np.array([c.right for c in found], float)
    width = x.shape[1]

    def cost(w: Array) -> tuple[float, Array]:
        z = x @ w[:width] + w[width] + w[width + 1 :][kinds]
        p = 1 / (1 + np.exp(-z))
        value = np.logaddexp(0, z).sum() - (y * z).sum() + _PENALTY * np.square(w[width + 1 :]).sum()
        slope = p - y
        own = np.bincount(kinds, slope, len(_TYPES)) + 2 * _PENALTY * w[width + 1 :]
        return value, np.concatenate([x.T @ slope, [slope.sum()], own])

    start = np.zeros(width + 1 + len(_TYPES))
    w = minimize(cost, start, jac=True, method="L-BFGS-B").x
    p = 1 / (1 + np.exp(-(x @ w[:width] + w[width] + w[width + 1 :][kinds])))
    documents = np.array([c.document for c in found])
    steps = np.arange(0.1, 0.7, 0.01)

    def mean_f(least: float) -> float:
        values = []
        for group in groups:
            here = np.isin(documents, group) & (p >= least)
            made, right = here.sum(), y[here].sum()
            values.append(2 * right / (made + sum(gold_claims[d] for d in group)))
        return float(np.mean(values))

    reached = [mean_f(step) for step in steps]
    least = next(float(s) for s, f in zip(steps, reached, strict=True) if f >= max(reached) - _NEAR_BEST)
    return Weights(
        bias=float(w[width]),
        of={n: float(v) for n, v in zip(FEATURES, w[:width], strict=True)},
        types={t: float(v) for t, v in zip(_TYPES, w[width + 1 :], strict=True)},
        least=round(least, 2),
    )


def triples(gold: Gold) -> int:
    """How many claims between different things a document makes."""
    entity = {m.id: m.entity for m in gold.extraction.mentions}
    return len({(c.type, entity[c.subject], entity[c.object]) for c in gold.extraction.claims})


def open_wide(extractor: Extractor) -> Extractor:
    """An extractor that makes every candidate claim."""
    encoder = extractor.encoder
    weights = replace(encoder.settings.confidence, least=-1.0)
    return extractor.with_encoder(replace(encoder, settings=replace(encoder.settings, confidence=weights)))


def _reading(extractor: Extractor, source: Source) -> Reading:
    doc: Doc = extractor.read(source)
    reading: Reading = doc.user_data[KEY]
    return reading
