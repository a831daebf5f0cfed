"""A linear-chain CRF over the encoder's label probabilities, the shapes of words, and lists of names."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pycrfsuite
from tokenizers import Tokenizer

from ingest.language.corpus import kind

Array = np.ndarray[Any, Any]
Features = dict[str, float]

AROUND = 40
"""The same word is looked for in so many sentences before and behind."""

_WORD = re.compile(r"\w+|[^\w\s]")
_LONGEST = 6
_HEADS = 25
_PARAMETERS = {"c1": 0.05, "c2": 0.05, "max_iterations": 80, "feature.possible_transitions": True}


@dataclass(frozen=True, slots=True)
class Lists:
    """Single words, phrases (words in lower case) by kind, and the words that begin names of organisations."""

    words: dict[str, frozenset[str]]
    phrases: dict[tuple[str, ...], str]
    heads: frozenset[str]
    clusters: dict[str, tuple[int, ...]]


def read_lists(folder: Path) -> Lists:
    towns = [row["nome"] for row in json.loads((folder / "comuni.json").read_text(encoding="utf-8"))]
    with (folder / "enti_pubblici.csv").open(encoding="utf-8", newline="") as file:
        bodies = [row[1] for row in csv.reader(file) if len(row) > 1]
    named = [line.split(" ", 1) for line in _rows(folder / "organisations_wikipedia.txt") if " " in line]
    organisations = [*bodies, *(name for _, name in named)]
    phrases = {_key(name): "place" for name in towns}
    phrases |= {key: "organisation" for name in organisations if len(key := _key(name)) > 1}
    begin = Counter(_key(name)[0] for name in organisations if _key(name))
    heads = frozenset(word for word, count in begin.items() if count >= _HEADS and len(word) > 3)
    words = {"given": frozenset(_rows(folder / "nomi.txt")), "family": frozenset(_rows(folder / "cognomi.txt"))}
    return Lists(words, {key: name for key, name in phrases.items() if 0 < len(key) <= _LONGEST}, heads, {})


def _rows(path: Path) -> list[str]:
    return [line.strip().lower() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _key(name: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(name.lower()))


def clustered(vectors: Array, sizes: Sequence[int], rounds: int = 8) -> Array:
    """The number of each row's cluster for every size, by k-means on rows of one length: [rows, sizes]."""
    rows = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-8)
    rng, found = np.random.default_rng(1), []
    for size in sizes:
        centres = rows[rng.choice(len(rows), size, replace=False)]
        for _ in range(rounds):
            own = (rows @ centres.T).argmax(1)
            sums = np.zeros_like(centres)
            np.add.at(sums, own, rows)
            norms = np.linalg.norm(sums, axis=1, keepdims=True)
            centres = np.where(norms > 0, sums / np.maximum(norms, 1e-8), centres)
        found.append((rows @ centres.T).argmax(1))
    return np.stack(found, 1)


def word_clusters(tokenizer: Tokenizer, vectors: Array, words: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Words in lower case by the mean of their pieces' vectors, in 64, 256 and 1,024 clusters."""
    means = np.stack([vectors[e.ids or [3]].mean(0) for e in tokenizer.encode_batch(list(words))])
    return {w: tuple(row) for w, row in zip(words, clustered(means, (64, 256, 1024)).tolist(), strict=True)}


def shape(word: str) -> str:
    """Letters and digits as classes, runs shortened: "Comune" → Xx, "ASL" → X, "2024" → d."""
    signs = re.sub(r"[A-ZÀ-Þ]", "X", word)
    signs = re.sub(r"[a-zà-ÿ]", "x", signs)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"\d", "d", signs))


class Describer:
    """The features of sentences, with the probabilities [words, labels] of the encoder where they are given."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists

    def describe(self, sentences: Sequence[kind.Sentence], odds: Sequence[Array] | None) -> list[list[Features]]:
        found = []
        if odds is None:
            for sentence in sentences:
                static = self._static(sentence.words)
                found.append([_around(i, static) for i in range(len(static))])
            return found
        near = list(same_word_near(sentences, odds))
        for sentence, own, elsewhere in zip(sentences, odds, near, strict=True):
            static = self._static(sentence.words)
            found.append([self._word(i, static, own, elsewhere) for i in range(len(static))])
        return found

    def _static(self, words: Sequence[str]) -> list[list[str]]:
        rows = [self._of_word(w) for w in words]
        lower = [w.lower() for w in words]
        for start, end, name in self._phrases(words, lower):
            for i in range(start, end):
                rows[i].append(f"{name}:{'B' if i == start else 'I'}")
        head = ""
        for i, word in enumerate(words):
            if not word[0].isupper() and lower[i] not in ("di", "del", "della", "dei", "delle", "degli", "per", "'"):
                head = ""
            if head:
                rows[i].append("under_head")
            if word[0].isupper() and lower[i] in self._lists.heads:
                head = lower[i]
        return rows

    def _of_word(self, word: str) -> list[str]:
        lower = word.lower()
        found = [f"w={lower}", f"s={shape(word)}", f"3={lower[-3:]}", f"2={lower[-2:]}", f"p={lower[:3]}"]
        if word[0].isupper():
            found += [name for name, own in self._lists.words.items() if lower in own]
            found += ["head"] if lower in self._lists.heads else []
        found += [f"c{size}={number}" for size, number in enumerate(self._lists.clusters.get(lower, ()))]
        return found

    def _phrases(self, words: Sequence[str], lower: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        at = 0
        while at < len(words):
            size = 0
            if words[at][0].isupper():
                sizes = range(min(_LONGEST, len(words) - at), 0, -1)
                size = next((n for n in sizes if tuple(lower[at : at + n]) in self._lists.phrases), 0)
            if size:
                yield at, at + size, self._lists.phrases[tuple(lower[at : at + size])]
            at += max(size, 1)

    def _word(self, i: int, static: Sequence[Sequence[str]], odds: Array, near: Array) -> Features:
        found = _around(i, static)
        for step in (-2, -1, 0, 1, 2):
            if 0 <= i + step < len(static):
                found.update(told(f"{step}", odds[i + step]))
        found.update(told("near", near[i]))
        return found


def _around(i: int, static: Sequence[Sequence[str]]) -> Features:
    """What is known of a word and its neighbours without the encoder."""
    found: Features = {"bias": 1.0}
    if i == 0:
        found["first"] = 1.0
    for step in (-2, -1, 0, 1, 2):
        if 0 <= i + step < len(static):
            own = static[i + step]
            found.update({f"{step}:{name}": 1.0 for name in (own if abs(step) < 2 else own[:2])})
    return found


def told(name: str, odds: Array) -> Features:
    """The log odds of each label as a value, and in steps."""
    clear = np.clip(odds, 1e-4, 1 - 1e-4)
    logs = np.log(clear / (1 - clear))
    found = {f"{name}:{label}": float(value) / 4 for label, value in zip(kind.LABELS, logs, strict=True)}
    found.update({f"{name}:{label}:{round(float(v))}": 1.0 for label, v in zip(kind.LABELS, logs, strict=True)})
    return found


def same_word_near(sentences: Sequence[kind.Sentence], odds: Sequence[Array]) -> Iterator[Array]:
    """For each capitalised word the mean of the probabilities of its other occurrences near by: [words, labels]."""
    where: dict[str, list[tuple[int, int]]] = {}
    for i, sentence in enumerate(sentences):
        for j, word in enumerate(sentence.words):
            if word[0].isupper():
                where.setdefault(word, []).append((i, j))
    for i, sentence in enumerate(sentences):
        found = odds[i].copy()
        for j, word in enumerate(sentence.words):
            others = [
                odds[a][b]
                for a, b in where.get(word, ())
                if abs(a - i) <= AROUND and sentences[a].part == sentence.part and (a, b) != (i, j)
            ]
            if others:
                found[j] = np.mean(others, 0)
        yield found


def train(path: Path, features: Sequence[list[Features]], sentences: Sequence[kind.Sentence]) -> None:
    trainer = pycrfsuite.Trainer(verbose=False)
    for rows, sentence in zip(features, sentences, strict=True):
        trainer.append(rows, list(sentence.labels))
    trainer.set_params(_PARAMETERS)
    trainer.train(str(path))


def label(path: Path, features: Sequence[list[Features]]) -> list[list[str]]:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    return [tagger.tag(rows) for rows in features]
