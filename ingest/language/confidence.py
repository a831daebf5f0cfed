"""How sure a claim is: the encoder's odds and the rules' word, weighed together; what is not likely enough goes.

The weights are a logistic regression fitted on the corpus's dev part, where `odds` and `rule` are known and what is
right too (Platt 1999): its outcome is the claim's confidence.
"""

import math
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from ingest.language.draft import KEY, DraftClaim, Reading
from ingest.language.encoder import Weights
from ingest.language.lexicon import load_lexicon

MODEL = "model"
"""The rule of a claim that the encoder alone makes."""
FAINT = 0.01
"""Odds of a pair of which the encoder says nothing."""
_DEFAULT = 0.6


@Language.component("intreccio_confidence")
def confidence(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    weights = reading.encoder.settings.confidence
    for claim in reading.claims:
        claim.confidence = confidence_of(claim, weights)
    reading.claims = [c for c in reading.claims if c.confidence >= weights.least]
    return doc


def confidence_of(claim: DraftClaim, weights: Weights) -> float:
    """In (0, 1)."""
    total = weights.bias + weights.types.get(claim.type, 0.0)
    for name, value in features(claim).items():
        total += weights.of[name] * value
    return 1 / (1 + math.exp(-total))


def features(claim: DraftClaim) -> dict[str, float]:
    """What the regression sees of a claim, its type aside."""
    by_rule = claim.rule != MODEL
    sure = _by_rule().get(claim.rule.removesuffix("_body"), _DEFAULT) if by_rule else 0.5
    odds = FAINT if claim.odds is None else claim.odds
    return {
        "odds": _logit(odds),
        "rule": float(by_rule),
        "sure": _logit(sure),
        "both": float(by_rule) * _logit(odds),
    }


def _logit(p: float) -> float:
    inside = min(max(p, 0.001), 0.999)
    return math.log(inside / (1 - inside))


@cache
def _by_rule() -> dict[str, float]:
    table = load_lexicon().claims
    found: dict[str, float] = {r["name"]: float(r["confidence"]) for r in table["rule"]} | table.get("confidence", {})
    return found
