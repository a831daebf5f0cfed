"""The training of encoder and heads: every step is one batch of one task, drawn by the tasks' shares."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor

from ingest.language.encoder.sentences import Filled
from ingest.language.encoder.windows import WORDS
from ingest.language.training import network, trees
from ingest.language.training.examples import Array, Arrays, Example, batch, words_only
from ingest.language.training.model import Params, arrays, leaves, tensors

_ROWS = 3

Batch = dict[str, Tensor]
W = TypeVar("W")


@dataclass(frozen=True, slots=True)
class Task:
    """What is learnt from one sort of data; `share` of all steps."""

    name: str
    share: float
    batches: Iterator[Arrays]
    loss: Callable[[Params, Tensor, Batch], Tensor]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train: steps, top rates of encoder and heads."""

    steps: int
    rate: float = 2.5e-4
    heads_rate: float = 1.5e-3
    seed: int = 0


def train(params: Params, word: Array, tasks: Sequence[Task], plan: Plan) -> Params:
    """The parameters after training; prints the mean of each task's loss now and then."""
    rng = np.random.default_rng(plan.seed)
    torch.manual_seed(plan.seed)
    learnt, fixed = tensors(params), torch.from_numpy(word)
    heads = [x for name, part in learnt.items() if name != "encoder" for x in leaves(part)]
    chain = torch.optim.AdamW(
        [{"params": leaves(learnt["encoder"]), "lr": plan.rate}, {"params": heads, "lr": plan.heads_rate}],
        weight_decay=0.01,
        fused=True,
    )
    course = torch.optim.lr_scheduler.LambdaLR(chain, lambda step: share_of_rate((step + 1) / plan.steps))
    begun, losses = time.time(), {task.name: [0.0] for task in tasks}
    shares = np.array([task.share for task in tasks])
    for step in range(1, plan.steps + 1):
        task = tasks[rng.choice(len(tasks), p=shares / shares.sum())]
        loss = task.loss(learnt, fixed, {n: torch.from_numpy(a) for n, a in next(task.batches).items()})
        chain.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(leaves(learnt), 1.0)
        chain.step()
        course.step()
        losses[task.name].append(float(loss.detach()))
        if step % 50 == 0:
            shown = ", ".join(f"{name} {np.mean(values[-50:]):.3f}" for name, values in losses.items())
            print(f"step {step}/{plan.steps}, {(time.time() - begun) / step:.2f} s each, losses: {shown}", flush=True)
    return arrays(learnt)


def share_of_rate(done: float, warm: float = 0.06) -> float:
    """The share of the top rate when a share `done` of the training is over: up in a line, down along a cosine."""
    if done < warm:
        return done / warm
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min((done - warm) / (1 - warm), 1.0)))


def documents(examples: Sequence[Example], share: float, rng: np.random.Generator) -> Task:
    """Annotated documents: windows of like length together, so that little is padding."""

    def batches() -> Iterator[Arrays]:
        while True:
            order = sorted(range(len(examples)), key=lambda i: len(examples[i].window.ids) + int(rng.integers(-30, 30)))
            for at in rng.permutation(len(order) // _ROWS):
                yield batch([examples[i] for i in order[at * _ROWS : (at + 1) * _ROWS]], rng)

    return Task("documents", share, batches(), network.loss)


def names(windows: Sequence[Filled], labels: Sequence[Sequence[int]], share: float, rng: np.random.Generator) -> Task:
    """KIND; `labels`: for each sentence the number of each word's label."""

    def batches() -> Iterator[Arrays]:
        for rows in _shuffled(windows, rng):
            a = words_only(row.window for row in rows)
            a["kind"] = np.zeros((len(rows), WORDS, network.KINDS), np.int64)
            for i, row in enumerate(rows):
                a["kind"][i, : len(row.words)] = parts_of([labels[s][w] for s, w in row.words])
            yield a

    return Task("names", share, batches(), network.names_loss)


def parts_of(labels: Sequence[int]) -> Array:
    """Bare labels (a span is a run of one; 0 is none) as outside, begin, inside of each: [words, KINDS]."""
    row = np.array(labels)
    before = np.concatenate([[0], row[:-1]])
    own = row[:, None] == np.arange(1, network.KINDS + 1)
    return np.where(own, np.where((before == row)[:, None], 2, 1), 0)


def treebanks(windows: Sequence[trees.TreeWindow], share: float, rng: np.random.Generator) -> Task:
    """Treebanks."""
    return Task("trees", share, map(trees.batch, _shuffled(windows, rng)), network.syntax_loss)


def _shuffled(windows: Sequence[W], rng: np.random.Generator) -> Iterator[list[W]]:
    while True:
        order = rng.permutation(len(windows))
        for at in range(0, len(order) - _ROWS + 1, _ROWS):
            yield [windows[i] for i in order[at : at + _ROWS]]
