"""The tokenizer of the encoder, whole or pruned to what a body of text uses."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers

from ingest.language.training.nano import Pieces

SPECIAL = 4
"""The first pieces: begin, pad, end, unknown."""


def tokenizer_of(pieces: Pieces, signs_apart: bool = True) -> Tokenizer:
    """A unigram tokenizer over `pieces` that answers ids without begin and end.

    As the model was pretrained signs may share a piece; `signs_apart` keeps them from it, so that every word and
    every sign has a piece of its own.
    """
    vocabulary = list(zip(pieces.texts, (float(s) for s in pieces.scores), strict=True))
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=pieces.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    parts: list[Any] = [pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")]
    if signs_apart:
        parts.append(pre_tokenizers.Split(Regex(r"▁?[^\w▁]"), "isolated"))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(parts)
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    return tokenizer


def counted(tokenizer: Tokenizer, texts: Iterable[str]) -> tuple[Counter[int], set[str]]:
    """How often each piece occurs in the texts, and every character after normalisation."""
    found: Counter[int] = Counter()
    signs: set[str] = set()
    for text in texts:
        for encoding in tokenizer.encode_batch(text.splitlines()):
            found.update(encoding.ids)
        signs.update(tokenizer.normalizer.normalize_str(text))
    return found, signs


def pruned(pieces: Pieces, counts: Counter[int], signs: set[str], least: int) -> tuple[Pieces, list[int]]:
    """The vocabulary without pieces rarer than `least`, and the old number of each piece that stays.

    Single characters that occur stay whatever their count, so that no text falls to the unknown piece for it.
    """
    signs = {s.replace(" ", "▁") for s in signs}
    kept = [
        i
        for i, text in enumerate(pieces.texts)
        if i < SPECIAL or counts[i] >= least or text in signs or (len(text) == 1 and text.isascii())
    ]
    texts = [pieces.texts[i] for i in kept]
    scores = pieces.scores[np.array(kept)]
    return Pieces(texts, scores, pieces.bos, pieces.eos, pieces.pad, pieces.unk, pieces.normal), kept


def texts_under(paths: Iterable[Path]) -> Iterable[str]:
    """The texts of files, one a file; annotation marks and columns of labels are left in: they cost a few pieces."""
    for path in paths:
        yield path.read_text(encoding="utf-8")
