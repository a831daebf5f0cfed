"""Names of persons, places and organisations as KIND marks them, word by word."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ingest.language.encoder.reader import Encoder
from ingest.language.encoder.sentences import windows
from ingest.language.encoder.spans import log_softmax

Array = np.ndarray[Any, Any]


def label_odds(encoder: Encoder, sentences: Sequence[Sequence[str]], labels: int = 4) -> list[Array]:
    """The probability of each label (none, then the names in the order of training), [words, labels] a sentence."""
    found = [np.zeros((len(s), labels), np.float32) for s in sentences]
    for odds in found:
        odds[:, 0] = 1
    for filled in windows(encoder.tokenizer, sentences):
        scores = encoder.heads.names(encoder.states(filled.window)).reshape(-1, labels - 1, 3)
        for (s, w), row in zip(filled.words, _odds(scores), strict=True):
            found[s][w] = row
    return found


def _odds(scores: Array) -> Array:
    """Outside, begin and inside of each name, [words, names, 3] → the probability of each label, [words, 1 + names]."""
    logs = log_softmax(scores)
    gain = np.logaddexp(logs[..., 1], logs[..., 2]) - logs[..., 0]
    every = np.exp(np.concatenate([np.zeros((len(gain), 1), np.float32), gain], 1))
    odds: Array = every / every.sum(1, keepdims=True)
    return odds
