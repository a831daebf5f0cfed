"""KIND (names in news, fiction, letters and speeches): reading, windows of sentences, scores."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from ingest.language.encoder.windows import BEGIN, END

LABELS = ("O", "PER", "LOC", "ORG")
PARTS = ("wikinews", "fiction", "degasperi", "moro")
_NO_SPACE_BEFORE = set(",.;:!?)]»’'…%")
_NO_SPACE_AFTER = set("([«")


@dataclass(frozen=True, slots=True)
class Sentence:
    words: tuple[str, ...]
    labels: tuple[str, ...]
    part: str


def read(path: Path) -> list[Sentence]:
    """The sentences of one file of words and labels in columns."""
    part, found, rows = path.stem.split("_")[0], [], []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.strip():
            word, label = line.rsplit("\t", 1)
            rows.append((word.strip() or "-", label.strip()))
        elif rows:
            words, labels = zip(*rows, strict=True)
            found.append(Sentence(words, labels, part))
            rows = []
    return found


def train_and_test(folder: Path) -> tuple[list[Sentence], list[Sentence]]:
    """Both sides, without the sentences that stand in both."""
    train = [s for p in PARTS for s in read(folder / f"{p}_train.tsv")]
    test = [s for p in PARTS for s in read(folder / f"{p}_test.tsv")]
    both = {s.words for s in train} & {s.words for s in test}
    return [s for s in train if s.words not in both], [s for s in test if s.words not in both]


def folds(train: Sequence[Sentence], size: int = 40) -> tuple[list[Sentence], list[Sentence]]:
    """Nine tenths to learn from and a tenth to tune on, in stretches of `size` sentences."""
    learn: list[Sentence] = []
    tune: list[Sentence] = []
    for number, sentence in enumerate(train):
        (tune if number // size % 10 == 9 else learn).append(sentence)
    return learn, tune


def pieces_of(tokenizer: Tokenizer, text: str, words: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """The ids of a text's pieces and, for each word, the piece that holds its first character."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    ends = [end for _, end in encoding.offsets]
    at, first = 0, []
    for begin, _ in words:
        while at + 1 < len(ends) and ends[at] <= begin:
            at += 1
        first.append(at)
    return encoding.ids, first


def as_text(words: Iterable[str], spaced: bool = False) -> tuple[str, list[tuple[int, int]]]:
    """The words as one writes them, or with a space before each, and where each stands."""
    text, places, glued = "", [], True
    for word in words:
        if text and (spaced or (not glued and word[0] not in _NO_SPACE_BEFORE)):
            text += " "
        places.append((len(text), len(text) + len(word)))
        text += word
        glued = word[-1] in _NO_SPACE_AFTER or (word[-1] in "'’" and len(word) > 1)
    return text, places


@dataclass(frozen=True, slots=True)
class Window:
    """One sequence of pieces; `word_piece[i]` is where word i's first piece stands in it."""

    ids: list[int]
    word_piece: list[int]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A window with one label number a word; `words` says which of the corpus they are (sentence, word)."""

    window: Window
    labels: list[int]
    words: list[tuple[int, int]]


class Windows:
    """Sentences in pieces, once; then windows of neighbours of one part, cut anew for every epoch."""

    def __init__(self, tokenizer: Tokenizer, sentences: Sequence[Sentence], most: int, spaced: bool = False) -> None:
        self._sentences, self._most = sentences, most
        self._pieces = []
        for sentence in sentences:
            text, places = as_text(sentence.words, spaced)
            self._pieces.append(pieces_of(tokenizer, text, places))

    def cut(self, first: int = 0, left_out: frozenset[int] = frozenset()) -> list[Labelled]:
        """All sentences in order but those left out; the first window ends after `first` pieces at most."""
        found, own, size, room = [], list[int](), 1, first or self._most
        for i, (ids, _) in enumerate(self._pieces):
            if i in left_out:
                continue
            new_part = bool(own) and self._sentences[i].part != self._sentences[own[0]].part
            if own and (size + len(ids) + 1 > room or new_part):
                found.append(self._window(own))
                own, size, room = [], 1, self._most
            own.append(i)
            size += len(ids) + 1
        found.append(self._window(own))
        return found

    def without_names(self, share: float, rng: np.random.Generator) -> frozenset[int]:
        """So large a share, drawn by chance, of the sentences in which nothing is named."""
        free = [i for i, s in enumerate(self._sentences) if not any(x != "O" for x in s.labels)]
        return frozenset(i for i in free if rng.random() < share)

    def _window(self, own_sentences: Sequence[int]) -> Labelled:
        ids, firsts, labels, words = [BEGIN], [], [], []
        for i in own_sentences:
            own, own_firsts = self._pieces[i]
            own = [*own, END]
            for j, first in enumerate(own_firsts):
                if len(ids) + first < self._most:
                    firsts.append(len(ids) + first)
                    labels.append(LABELS.index(self._sentences[i].labels[j]))
                    words.append((i, j))
            ids += own
        return Labelled(Window(ids[: self._most], firsts), labels, words)


def spans(labels: Sequence[str]) -> set[tuple[int, int, str]]:
    """Runs of one label."""
    found, start = set(), 0
    for i in range(1, len(labels) + 1):
        if i == len(labels) or labels[i] != labels[start]:
            if labels[start] != "O":
                found.add((start, i, labels[start]))
            start = i
    return found


def scores(gold: Sequence[Sequence[str]], predicted: Sequence[Sequence[str]]) -> dict[str, float]:
    """Exact F1 of spans: micro and by label."""
    hit, of_gold, of_predicted = (dict.fromkeys((*LABELS[1:], "micro"), 0) for _ in range(3))
    for g, p in zip(gold, predicted, strict=True):
        g_spans, p_spans = spans(g), spans(p)
        for counts, found in ((hit, g_spans & p_spans), (of_gold, g_spans), (of_predicted, p_spans)):
            for _, _, label in found:
                counts[label] += 1
                counts["micro"] += 1
    return {k: round(2 * hit[k] / max(of_gold[k] + of_predicted[k], 1), 4) for k in hit}


def padded(rows: Sequence[Labelled], length: int, room: int) -> dict[str, np.ndarray]:
    """A batch: ids [rows, length]; pieces of words, labels and mask [rows, room]."""
    ids = np.ones((len(rows), length), np.int32)
    places, labels = (np.zeros((len(rows), room), np.int32) for _ in range(2))
    real = np.zeros((len(rows), room), np.float32)
    for i, row in enumerate(rows):
        ids[i, : len(row.window.ids)] = row.window.ids
        count = len(row.labels)
        places[i, :count], labels[i, :count], real[i, :count] = row.window.word_piece, row.labels, 1
    return {"ids": ids, "places": places, "labels": labels, "real": real}
