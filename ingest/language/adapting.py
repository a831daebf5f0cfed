"""Learning from reviewed documents: how sure claims are, and from where they are made, fitted to a territory's texts.

The network stays as it is. The regression that makes a claim's confidence of the encoder's odds is fitted anew on what
a team has reviewed; whether that is better than the bundled one is decided on documents left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.language.corpus.gold import Gold
from ingest.language.encoder import Weights
from ingest.language.evaluation.measures import Score
from ingest.language.evaluation.systems import evaluate, system_of
from ingest.language.pipeline import Extractor
from ingest.language.training.tune import candidates, fit, open_wide, triples

FOLDS = 4
LEAST_DOCUMENTS = 8


@dataclass(frozen=True, slots=True)
class Outcome:
    """F of claims on documents left out, with the bundled weights and with fitted ones.

    `weights` is None where the bundled ones are no worse, or the documents are too few.
    """

    bundled: float
    adapted: float
    weights: Weights | None


def adapt(extractor: Extractor, reviewed: Mapping[str, Gold]) -> Outcome:
    """Fits on all documents what was better when each was left out in turn (in FOLDS parts)."""
    names = sorted(reviewed)
    bundled = _claims(extractor, reviewed)
    if len(names) < LEAST_DOCUMENTS:
        return Outcome(bundled.f, bundled.f, None)
    adapted = Score()
    for part in (names[i::FOLDS] for i in range(FOLDS)):
        weights = _fitted(extractor, [reviewed[n] for n in names if n not in part])
        adapted += _claims(with_weights(extractor, weights), {n: reviewed[n] for n in part})
    better = adapted.f > bundled.f
    return Outcome(bundled.f, adapted.f, _fitted(extractor, list(reviewed.values())) if better else None)


def with_weights(extractor: Extractor, weights: Weights) -> Extractor:
    """The extractor with another regression."""
    encoder = extractor.encoder
    return extractor.with_encoder(replace(encoder, settings=replace(encoder.settings, confidence=weights)))


def _fitted(extractor: Extractor, gold: Sequence[Gold]) -> Weights:
    found = candidates(open_wide(extractor), [(n, str(n), g) for n, g in enumerate(gold)])
    return fit(found, {n: triples(g) for n, g in enumerate(gold)}, [range(len(gold))])


def _claims(extractor: Extractor, gold: Mapping[str, Gold]) -> Score:
    return evaluate(system_of(extractor), gold).report.claims
