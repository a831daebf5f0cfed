"""Learning from reviewed documents: the last layers of the model, drawn towards what a team has corrected.

The encoder stays as it is; the weights that tag words and tie pairs are fitted anew on the reviewed documents, held
to the bundled ones by a Gaussian prior around them (maximum a posteriori; Chelba and Acero 2006). How strong the
prior is, and whether the outcome is better than the bundled model at all, is decided on documents left out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.optimize import minimize

from ingest.language.corpus.gold import Gold
from ingest.language.encoder import Encoder
from ingest.language.encoder.pairs import RELATIONS, Heads, Placed, allowed
from ingest.language.encoder.spans import PLACED, ROLE, TAGS, TIME
from ingest.language.evaluation.systems import evaluate, system_of
from ingest.language.pipeline import Extractor
from ingest.language.training.examples import Example, attribute_numbers, examples_of

Array = np.ndarray[Any, Any]

PRIORS = (10.0, 100.0)
"""Strengths of the prior that are tried."""
FOLDS = 3
LEAST_DOCUMENTS = 8


@dataclass(frozen=True, slots=True)
class Outcome:
    """F of claims on documents left out, with the bundled weights and with fitted ones; the better heads.

    `heads` is None where the bundled weights are no worse.
    """

    bundled: float
    adapted: float
    prior: float
    heads: Heads | None


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the frozen encoder makes of a document: words with their tags, pairs with their relations."""

    words: Array
    tags: Array
    pairs: Array
    relations: Array
    weights: Array


def adapt(extractor: Extractor, reviewed: Mapping[str, Gold], say: Callable[[str], None] = lambda _: None) -> Outcome:
    """Fits on the documents; raises nothing for too few of them, but then `heads` is None (see LEAST_DOCUMENTS)."""
    names = sorted(reviewed)
    seen = {name: _seen(extractor.encoder, reviewed[name]) for name in names}
    folds = [names[i::FOLDS] for i in range(FOLDS)]
    bundled = _f(extractor, [({n: reviewed[n] for n in fold}, extractor.encoder.heads) for fold in folds if fold])
    if len(names) < LEAST_DOCUMENTS:
        return Outcome(bundled, bundled, 0.0, None)
    found: dict[float, float] = {}
    for prior in PRIORS:
        parts = []
        for fold in folds:
            others = [seen[n] for n in names if n not in fold]
            parts.append(({n: reviewed[n] for n in fold}, fitted(extractor.encoder.heads, others, prior)))
        found[prior] = _f(extractor, parts)
        say(f"prior {prior:g}: claims F {found[prior]:.3f} on documents left out (bundled {bundled:.3f})")
    best = max(found, key=lambda prior: found[prior])
    heads = fitted(extractor.encoder.heads, list(seen.values()), best) if found[best] > bundled else None
    return Outcome(bundled, found[best], best, heads)


def with_heads(extractor: Extractor, heads: Heads) -> Extractor:
    return extractor.with_encoder(replace(extractor.encoder, heads=heads))


def _f(extractor: Extractor, parts: Sequence[tuple[Mapping[str, Gold], Heads]]) -> float:
    """F of claims over all parts together, each read with its own weights."""
    right = made = wanted = 0
    for gold, heads in parts:
        claims = evaluate(system_of(with_heads(extractor, heads)), gold).report.claims
        right, made, wanted = right + claims.right, made + claims.predicted, wanted + claims.gold
    return 2 * right / max(made + wanted, 1)


def _seen(encoder: Encoder, gold: Gold) -> _Seen:
    examples = examples_of(encoder.tokenizer, gold.extraction, attribute_numbers())
    parts = [_of_window(encoder, example) for example in examples]
    return _Seen(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))


def _of_window(encoder: Encoder, example: Example) -> tuple[Array, Array, Array, Array, Array]:
    states = encoder.states(example.window)
    real = np.array([start >= 0 for start, _ in example.window.words])
    tags = np.zeros((len(states), len(TAGS)), np.int64)
    tagged = [m for m in example.mentions if m[2] != PLACED.index(TIME)]
    for first, last, kind in [*tagged, *((a, b, TAGS.index(ROLE)) for a, b in example.roles)]:
        tags[first : last + 1, kind] = 2
        tags[first, kind] = 1
    rows = np.array(example.mentions, np.int64).reshape(-1, 3)
    placed = Placed(rows[:, 0], rows[:, 1], rows[:, 2], np.array(example.window.lines, np.int64))
    s, o, pairs = encoder.heads.hidden(states, encoder.heads.mentions(states, placed), placed)
    weights = allowed()[placed.type[s], placed.type[o]].astype(np.float32)
    relations = np.zeros((len(s), len(RELATIONS)), np.float32)
    place = {pair: at for at, pair in enumerate(zip(s.tolist(), o.tolist(), strict=True))}
    for wanted, triples in ((1.0, example.relations), (0.0, example.ignored)):
        for i, j, r in triples:
            if (i, j) in place:
                relations[place[i, j], r] = wanted
                weights[place[i, j], r] = wanted
    return states[real], tags[real], pairs, relations, weights


def fitted(heads: Heads, seen: Sequence[_Seen], prior: float) -> Heads:
    """The heads with the weights of tags and relations fitted on what was seen."""
    w = dict(heads.weights)
    words, tags = np.concatenate([d.words for d in seen]), np.concatenate([d.tags for d in seen])
    pairs = np.concatenate([d.pairs for d in seen])
    relations, weights = (np.concatenate([getattr(d, n) for d in seen]) for n in ("relations", "weights"))
    w["bio_w"], w["bio_b"] = _fit(words, w["bio_w"], w["bio_b"], prior, lambda z: _tags_cost(z, tags))
    w["relation_w"], w["relation_b"] = _fit(
        pairs, w["relation_w"], w["relation_b"], prior, lambda z: _relations_cost(z, relations, weights)
    )
    return Heads(w)


def _fit(
    x: Array, weights: Array, bias: Array, prior: float, cost: Callable[[Array], tuple[float, Array]]
) -> tuple[Array, Array]:
    """Weights [features, outputs] and bias that cost least on the rows of x, near those given."""
    start = np.concatenate([weights, bias[None]]).astype(np.float64)
    wide = np.concatenate([x, np.ones((len(x), 1), x.dtype)], 1)

    def value(flat: Array) -> tuple[float, Array]:
        now = flat.reshape(start.shape)
        total, slope = cost(wide @ now.astype(np.float32))
        away = now - start
        down = (wide.T @ slope.astype(np.float32)).astype(np.float64) + prior * away
        return total + prior / 2 * float((away**2).sum()), down.ravel()

    best = minimize(value, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 20}).x.reshape(start.shape)
    return best[:-1].astype(np.float32), best[-1].astype(np.float32)


def _tags_cost(scores: Array, tags: Array) -> tuple[float, Array]:
    """Of outside, begin and inside of every tag: scores [words, 3 × tags], tags [words, tags]."""
    z = scores.reshape(*tags.shape, 3)
    z = z - z.max(-1, keepdims=True)
    odds = np.exp(z)
    odds /= odds.sum(-1, keepdims=True)
    wanted = np.eye(3)[tags]
    return float(-np.log(np.maximum((odds * wanted).sum(-1), 1e-12)).sum()), (odds - wanted).reshape(scores.shape)


def _relations_cost(scores: Array, relations: Array, weights: Array) -> tuple[float, Array]:
    odds = 1 / (1 + np.exp(-scores))
    total = (np.logaddexp(0, scores) - relations * scores) * weights
    return float(total.sum()), (odds - relations) * weights
