"""How sure a claim is: the encoder's odds, how sure its mentions are, and who else says so, weighed together.

What is not likely enough goes, but for what a table of actions says; where the same words are read to give what they
need, the surer of the two stays. The weights are a logistic regression fitted on the corpus's dev part, where odds and
voices are known and what is right too (Platt 1999): its outcome is the claim's confidence.
"""

import math
from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc

from graph.model import Status
from ingest.language.draft import KEY, DraftClaim, Reading
from ingest.language.encoder import Weights

FAINT = 0.01
"""Odds of a pair of which the encoder says nothing."""
_VOICES = ("row", "sheet", "tree")
EVEN = 0.5
"""Least of what a table of actions says by its headers, a list by its heading: the encoder reads words, no layout."""
_DENIED = Status.DENIED.value
_AGAINST = {"NEEDS": "PROVIDES", "PROVIDES": "NEEDS"}
FEATURES = ("odds", "subject", "object", "far", *_VOICES)


@Language.component("intreccio_confidence")
def confidence(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    weights = reading.encoder.settings.confidence
    for claim in reading.claims:
        claim.confidence = max(confidence_of(claim, weights), EVEN if claim.sure else 0.0)
    likely = [c for c in reading.claims if c.confidence >= weights.least]
    reading.claims = [c for c in likely if c.type not in _AGAINST or not _is_gainsaid(c, likely)]
    return doc


def _is_gainsaid(claim: DraftClaim, others: Iterable[DraftClaim]) -> bool:
    """Whether the same words say, and surelier, that what somebody gives is needed; or the other way round.

    A verb before the thing ("cerca due aule") is surer than the encoder that the same body does not give it. Who is
    named behind the thing may well answer ("Servono dodici banchi: il Comune ne presta sei").
    """
    gives, thing = claim.type == "PROVIDES", claim.object
    answers = gives and claim.subject.passage == thing.passage and claim.subject.start > thing.start
    if answers or claim.status == _DENIED:
        return False
    against = [c for c in others if c.type == _AGAINST[claim.type] and c.object is thing and c.status != _DENIED]
    if gives and not claim.sure and any(c.sure and c.subject.entity is claim.subject.entity for c in against):
        return True
    return claim.confidence < min(EVEN, max((c.confidence for c in against), default=0.0))


def confidence_of(claim: DraftClaim, weights: Weights) -> float:
    """In (0, 1)."""
    total = weights.bias + weights.types.get(claim.type, 0.0)
    for name, value in features(claim).items():
        total += weights.of.get(name, 0.0) * value
    return 1 / (1 + math.exp(-total))


def features(claim: DraftClaim) -> dict[str, float]:
    """What the regression sees of a claim, its type aside: one of FEATURES each."""
    odds = FAINT if claim.odds is None else claim.odds
    ends = {"subject": _logit(claim.subject.odds), "object": _logit(claim.object.odds)}
    far = math.log1p(abs(claim.subject.start - claim.object.start))
    return {"odds": _logit(odds), "far": far} | ends | {name: float(claim.voice == name) for name in _VOICES}


def _logit(p: float) -> float:
    inside = min(max(p, 0.001), 0.999)
    return math.log(inside / (1 - inside))
