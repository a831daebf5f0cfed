"""Learning from reviewed documents: kept only when documents left out say that it is better."""

from pathlib import Path

import pytest

from ingest.language import corpus
from ingest.language.adapting import LEAST_DOCUMENTS, adapt, with_weights
from ingest.language.corpus.gold import load_gold
from ingest.language.encoder import Weights
from ingest.language.pipeline import Extractor

DEV = Path(corpus.__file__).parent / "invented" / "dev"


@pytest.mark.slow
def test_it_is_kept_only_when_it_is_better(extractor: Extractor) -> None:
    reviewed = dict(list(load_gold(DEV).items())[:LEAST_DOCUMENTS])
    outcome = adapt(extractor, reviewed)
    assert (outcome.weights is None) == (outcome.adapted <= outcome.bundled)


def test_too_few_documents_teach_nothing(extractor: Extractor) -> None:
    reviewed = dict(list(load_gold(DEV).items())[:2])
    assert adapt(extractor, reviewed).weights is None


def test_other_weights_read_otherwise_and_leave_the_bundled_ones(extractor: Extractor) -> None:
    silent = with_weights(extractor, Weights(bias=-99.0))
    assert silent.encoder.settings.confidence.bias == -99.0
    assert extractor.encoder.settings.confidence.bias != -99.0
