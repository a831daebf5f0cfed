"""Learning from reviewed documents: the fit goes where the data pull it, and no further than the prior lets it."""

from pathlib import Path

import numpy as np
import pytest

from ingest.language import corpus
from ingest.language.adapting import LEAST_DOCUMENTS, _fit, _relations_cost, _tags_cost, adapt
from ingest.language.corpus.gold import load_gold
from ingest.language.pipeline import Extractor

DEV = Path(corpus.__file__).parent / "invented" / "dev"


def test_slopes_are_those_of_the_costs() -> None:
    rng = np.random.default_rng(0)
    scores, tags = rng.normal(0, 1, (5, 6)), rng.integers(0, 3, (5, 2))
    wanted, weights = rng.integers(0, 2, (5, 6)).astype(float), rng.integers(0, 2, (5, 6)).astype(float)
    for cost in (lambda z: _tags_cost(z, tags), lambda z: _relations_cost(z, wanted, weights)):
        step = np.zeros_like(scores)
        step[2, 3] = 1e-5
        measured = (cost(scores + step)[0] - cost(scores - step)[0]) / 2e-5
        assert cost(scores)[1][2, 3] == pytest.approx(measured, abs=1e-6)


def test_a_strong_prior_holds_and_a_weak_one_lets_go() -> None:
    rng = np.random.default_rng(1)
    x, wanted = rng.normal(0, 1, (200, 3)).astype(np.float32), np.zeros((200, 1))
    wanted[x[:, 0] > 0] = 1
    w, b = np.zeros((3, 1), np.float32), np.zeros(1, np.float32)

    def moved(prior: float) -> float:
        fitted, _ = _fit(x, w, b, prior, lambda z: _relations_cost(z, wanted, np.ones_like(z)))
        return float(fitted[0, 0])

    assert moved(1e6) == pytest.approx(0, abs=1e-3)
    assert moved(1.0) > 1


@pytest.mark.slow
def test_it_is_kept_only_when_it_is_better(extractor: Extractor) -> None:
    reviewed = dict(list(load_gold(DEV).items())[:LEAST_DOCUMENTS])
    outcome = adapt(extractor, reviewed)
    assert (outcome.heads is None) == (outcome.adapted <= outcome.bundled)


def test_too_few_documents_teach_nothing(extractor: Extractor) -> None:
    reviewed = dict(list(load_gold(DEV).items())[:2])
    assert adapt(extractor, reviewed).heads is None
