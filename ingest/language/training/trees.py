"""Treebanks for training: what can be said of words, and windows with the right tree of every sentence."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from ingest.language.corpus.treebank import Tree
from ingest.language.encoder.sentences import Filled, windows
from ingest.language.encoder.syntax import Words, rule
from ingest.language.encoder.windows import WORDS
from ingest.language.training.examples import Arrays, words_only

_RAREST = 3
"""Tags and lemma rules seen less often are left out of what can be said."""


def vocabulary(trees: Iterable[Tree]) -> Words:
    labels, tags, rules = Counter[str](), Counter[str](), Counter[str]()
    for tree in trees:
        labels.update(tree.labels)
        tags.update(tree.tags)
        rules.update(map(rule, tree.words, tree.lemmas))
    return Words(*(tuple(sorted(x for x, n in c.items() if n >= _RAREST)) for c in (labels, tags, rules)))


@dataclass(frozen=True, slots=True)
class TreeWindow:
    filled: Filled
    heads: Sequence[int]
    """The window's place of each word's head, from 1; 0 is the root, -1 a head outside the window."""
    labels: Sequence[int]
    tags: Sequence[int]
    rules: Sequence[int]


def tree_windows(tokenizer: Tokenizer, trees: Sequence[Tree], known: Words) -> list[TreeWindow]:
    """Windows of neighbouring sentences; what `known` does not hold is -1."""
    numbers = [{name: i for i, name in enumerate(names)} for names in (known.labels, known.tags, known.rules)]
    found = []
    for filled in windows(tokenizer, [t.words for t in trees]):
        place = {word: i + 1 for i, word in enumerate(filled.words)}
        heads, labels, tags, rules = [], [], [], []
        for s, w in filled.words:
            tree = trees[s]
            heads.append(place.get((s, tree.heads[w] - 1), -1) if tree.heads[w] else 0)
            labels.append(numbers[0].get(tree.labels[w], -1))
            tags.append(numbers[1].get(tree.tags[w], -1))
            rules.append(numbers[2].get(rule(tree.words[w], tree.lemmas[w]), -1))
        found.append(TreeWindow(filled, heads, labels, tags, rules))
    return found


def batch(rows: Sequence[TreeWindow]) -> Arrays:
    """Arrays of the words, and [rows, WORDS] of heads, labels, tags and rules, -1 where there is none."""
    a: dict[str, Any] = words_only(row.filled.window for row in rows)
    for name in ("heads", "labels", "tags", "rules"):
        a[name] = np.full((len(rows), WORDS), -1, np.int64)
        for i, row in enumerate(rows):
            values = getattr(row, name)
            a[name][i, : len(values)] = values
    return a
