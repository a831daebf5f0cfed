"""The training of encoder and heads on annotated windows, with windows of KIND between them."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ingest.language.encoder.windows import BEGIN, END, PIECES, UNKNOWN, WORDS, Tokenizer, Window
from ingest.language.training.encoder.kind import Sentence
from ingest.language.training.encoder.kind_train import HEAD, share_of_rate
from ingest.language.training.encoder.model import Params, arrays, leaves, tensors
from ingest.language.training.joint import network
from ingest.language.training.joint.examples import Array, Arrays, Example, batch, words_only

_ROWS, _KIND_ROWS, _KIND_EVERY = 3, 2, 3


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train: passes over the examples, top rates of encoder and heads."""

    epochs: float = 9
    rate: float = 2.5e-4
    heads_rate: float = 1.5e-3
    seed: int = 0


@dataclass(frozen=True, slots=True)
class KindWindow:
    window: Window
    labels: Sequence[tuple[int, int, int]]
    """Of each word, for each of HEAD: outside, begin, inside."""


def train(params: Params, word: Array, examples: Sequence[Example], kind: Sequence[KindWindow], plan: Plan) -> Params:
    """The parameters after training; prints the mean of each loss now and then."""
    rng = np.random.default_rng(plan.seed)
    torch.manual_seed(plan.seed)
    learnt, fixed = tensors(params), torch.from_numpy(word)
    steps = int(plan.epochs * len(examples) / _ROWS)
    chain = torch.optim.AdamW(
        [
            {"params": leaves(learnt["encoder"]), "lr": plan.rate},
            {"params": leaves(learnt["heads"]), "lr": plan.heads_rate},
        ],
        weight_decay=0.01,
        fused=True,
    )
    course = torch.optim.lr_scheduler.LambdaLR(chain, lambda step: share_of_rate((step + 1) / steps))
    begun, parts = time.time(), []
    drawn, drawn_kind = _drawn(examples, rng), _shuffled(kind, rng)
    for step in range(1, steps + 1):
        loss, losses = network.loss(learnt, fixed, _tensors(batch([next(drawn) for _ in range(_ROWS)], rng)))
        if step % _KIND_EVERY == 0:
            rows = _tensors(_kind_batch([next(drawn_kind) for _ in range(_KIND_ROWS)]))
            loss = loss + 0.5 * network.names_loss(learnt, fixed, rows)
        chain.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(leaves(learnt), 1.0)
        chain.step()
        course.step()
        parts.append(losses)
        if step % 50 == 0:
            shown = " ".join(f"{value:.3f}" for value in np.mean(parts[-50:], 0))
            print(f"step {step}/{steps}, {(time.time() - begun) / step:.2f} s each, losses {shown}", flush=True)
    return arrays(learnt)


def _drawn(examples: Sequence[Example], rng: np.random.Generator) -> Iterator[Example]:
    """Examples for ever, those of like length together so that little is padding."""
    while True:
        order = sorted(range(len(examples)), key=lambda i: len(examples[i].window.ids) + int(rng.integers(-30, 30)))
        for at in rng.permutation(len(order) // _ROWS):
            yield from (examples[i] for i in order[at * _ROWS : (at + 1) * _ROWS])


def _shuffled(kind: Sequence[KindWindow], rng: np.random.Generator) -> Iterator[KindWindow]:
    while True:
        for i in rng.permutation(len(kind)):
            yield kind[i]


def _tensors(a: Arrays) -> dict[str, Tensor]:
    return {name: torch.from_numpy(value) for name, value in a.items()}


def _kind_batch(rows: Sequence[KindWindow]) -> Arrays:
    a = words_only(row.window for row in rows)
    a["kind"] = np.zeros((len(rows), WORDS, len(HEAD)), np.int32)
    for i, row in enumerate(rows):
        a["kind"][i, : len(row.labels)] = row.labels
    return a


def kind_windows(tokenizer: Tokenizer, sentences: Sequence[Sentence]) -> list[KindWindow]:
    """Sentences of KIND in their order, as many in a window as fit."""
    found: list[KindWindow] = []
    window = Window([BEGIN], [], [], [])
    labels: list[tuple[int, int, int]] = []
    for number, sentence in enumerate(sentences):
        ids: list[int] = []
        first: list[int] = []
        for text in sentence.words:
            first.append(len(ids))
            ids += tokenizer.encode(text).ids or [UNKNOWN]
        if len(ids) > PIECES - 2 or len(first) > WORDS:
            continue
        if len(window.ids) + len(ids) + 1 > PIECES or len(window.words) + len(first) > WORDS:
            found.append(KindWindow(window, labels))
            window, labels = Window([BEGIN], [], [], []), []
        window.first.extend(len(window.ids) + f for f in first)
        window.ids.extend([*ids, END])
        window.words.extend([(0, 0)] * len(first))
        window.lines.extend([number] * len(first))
        labels += _labels(sentence.labels)
    return [*found, KindWindow(window, labels)]


def _labels(names: Sequence[str]) -> list[tuple[int, int, int]]:
    """Of bare labels (a span is a run of one): outside, begin or inside for each type."""
    found, before = [], "O"
    for name in names:
        state = 0 if name not in HEAD else 2 if name == before else 1
        found.append(tuple(state if name == kind else 0 for kind in HEAD))
        before = name
    return found  # type: ignore[return-value]
