"""The parser of the model: for every word its head, the name of the tie, part of speech, features, lemma (numpy).

Every word is scored against every other word of its sentence (Dozat and Manning 2017); where the best heads make no
tree, the best tree is taken (Chu and Liu 1965, Edmonds 1967).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np

from ingest.language.encoder.pairs import gelu
from ingest.language.encoder.reader import Encoder
from ingest.language.encoder.sentences import windows

Array = np.ndarray[Any, Any]

FILES = ("syntax.npz", "syntax.json")


@dataclass(frozen=True, slots=True)
class Words:
    """What can be said of a word, numbered by place."""

    labels: tuple[str, ...]
    tags: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """A word in its sentence: `head` counts from 1, 0 is the root."""

    word: str
    head: int
    label: str
    tag: str
    lemma: str


class Syntax:
    """`weights` as training leaves them, by name."""

    def __init__(self, encoder: Encoder, weights: Mapping[str, Array], known: Words) -> None:
        self._encoder = encoder
        self._w = {name: np.asarray(value, np.float32) for name, value in weights.items()}
        self._known = known

    @classmethod
    def load(cls, folder: Path, encoder: Encoder) -> "Syntax":
        """The parser whose FILES lie in a folder."""
        with np.load(folder / FILES[0]) as weights:
            kept = dict(weights)
        known = {k: tuple(v) for k, v in json.loads((folder / FILES[1]).read_text(encoding="utf-8")).items()}
        return cls(encoder, kept, Words(**known))

    def parse(self, sentences: Sequence[Sequence[str]]) -> list[list[Token]]:
        """The tree of every sentence; the words behind the end of a window hang on the root."""
        found: list[list[Token]] = [[Token(w, 0, "dep", "X|_", w) for w in sentence] for sentence in sentences]
        for filled in windows(self._encoder.tokenizer, sentences):
            states = self._encoder.states(filled.window)
            own = np.array([s for s, _ in filled.words])
            for sentence in sorted(set(own.tolist())):
                rows = self._sentence(states[own == sentence], sentences[sentence])
                found[sentence][: len(rows)] = rows
        return found

    def _sentence(self, h: Array, words: Sequence[str]) -> list[Token]:
        w = self._w
        above = np.concatenate([w["root"][None], h])
        heads = tree(self._layer(h, "child", one=True) @ w["arc_w"] @ self._layer(above, "head").T)
        child, head = self._layer(h, "label_child", one=True), self._layer(above, "label_head", one=True)
        labels = np.einsum("ni,lij,nj->nl", child, w["label_w"], head[heads], optimize=True).argmax(1)
        tags = (h @ w["tag_w"] + w["tag_b"]).argmax(1)
        rules = (h @ w["rule_w"] + w["rule_b"]).argmax(1)
        known = self._known
        return [
            Token(word, int(at), known.labels[label], known.tags[tag], lemma(known.rules[rule], word))
            for word, at, label, tag, rule in zip(words, heads, labels, tags, rules, strict=False)
        ]

    def _layer(self, x: Array, name: str, one: bool = False) -> Array:
        found = gelu(x @ self._w[f"{name}_w"] + self._w[f"{name}_b"])
        return np.concatenate([found, np.ones((len(found), 1), np.float32)], 1) if one else found


def rule(word: str, lemma: str) -> str:
    """How the lemma is made of the lower-cased word: how many letters are cut, and what is put there."""
    word, lemma = word.lower(), lemma.lower()
    same = next((i for i, (a, b) in enumerate(zip(word, lemma, strict=False)) if a != b), min(len(word), len(lemma)))
    return f"{len(word) - same}:{lemma[same:]}"


def lemma(rule: str, word: str) -> str:
    """The lemma that a rule makes."""
    cut, ending = rule.split(":", 1)
    return word.lower()[: len(word) - int(cut)] + ending


def tree(scores: Array) -> Array:
    """Scores of heads [words, 1 + words] (0 is the root) → the head of every word in the best tree with one root."""
    scores = scores.copy()
    scores[np.arange(len(scores)), np.arange(1, len(scores) + 1)] = -np.inf
    heads: Array = scores.argmax(1)
    if _is_tree(heads):
        return heads
    graph: nx.DiGraph[int] = nx.DiGraph()
    span = float(scores[np.isfinite(scores)].max() - scores[np.isfinite(scores)].min()) + 1
    for child, row in enumerate(scores.tolist(), 1):
        for head, score in enumerate(row):
            if head != child:
                graph.add_edge(head, child, weight=score - (span * len(scores) if head == 0 else 0))
    for head, child in nx.maximum_spanning_arborescence(graph).edges:
        heads[child - 1] = head
    return heads


def _is_tree(heads: Array) -> bool:
    if int((heads == 0).sum()) != 1:
        return False
    at = heads
    for _ in range(len(heads).bit_length() + 1):
        at = np.where(at > 0, at[at - 1], 0)
    return not at.any()
