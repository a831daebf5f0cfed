"""KIND (names in news, fiction, letters and speeches; Paccosi and Palmero Aprosio 2022): reading and scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LABELS = ("O", "ORG", "PER", "LOC")
PARTS = ("wikinews", "fiction", "degasperi", "moro")


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
