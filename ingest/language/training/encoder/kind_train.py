"""Fine-tuning on KIND, with a softmax over words."""

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from ingest.language.encoder.windows import PAD, UNKNOWN
from ingest.language.training.encoder import kind, store
from ingest.language.training.encoder.model import Params, arrays, encode, leaves, tensors

Array = np.ndarray[Any, Any]
LENGTH = 192
ROWS = 4


HEAD = ("ORG", "PER", "LOC")
"""The three names in the order of the model's head: for each outside, begin, inside."""


def with_head(params: Params, width: int, seed: int) -> Params:
    """The encoder with a fresh head."""
    rng = np.random.default_rng(seed)
    head = {"kind_w": rng.normal(0, 0.02, (width, 9)).astype(np.float32), "kind_b": np.zeros(9, np.float32)}
    return {"encoder": params, "heads": head}


def logits(params: Params, vectors: Tensor, mask: Tensor, places: Tensor) -> Tensor:
    """[rows, length, width] → [rows, words, names, 3]."""
    states = encode(params["encoder"], vectors, mask)
    picked = torch.take_along_dim(states, places[..., None].long(), 1).float()
    found: Tensor = picked @ params["heads"]["kind_w"] + params["heads"]["kind_b"]
    return found.reshape(*found.shape[:-1], len(HEAD), 3)


def parts_of(labels: Tensor) -> Tensor:
    """Numbers of labels [rows, words] → outside, begin, inside of each name [rows, words, names]."""
    before = functional.pad(labels, (1, 0))[:, :-1]
    rows = []
    for name in HEAD:
        own = labels == kind.LABELS.index(name)
        rows.append(torch.where(own, torch.where(before == labels, 2, 1), 0))
    return torch.stack(rows, -1)


def loss_of(params: Params, word: Tensor, batch: dict[str, Array]) -> Tensor:
    ids, places, wanted, real = (torch.from_numpy(batch[k]) for k in ("ids", "places", "labels", "real"))
    with torch.autocast("cpu", torch.bfloat16):
        found = logits(params, word[ids.long()], ids != PAD, places)
    losses = functional.cross_entropy(found.flatten(0, 2).float(), parts_of(wanted).flatten().long(), reduction="none")
    return (losses.reshape(*real.shape, -1).sum(-1) * real).sum() / real.sum().clamp(min=1)


def label_odds(scores: Array) -> Array:
    """[words, names, 3] → the probability of each of LABELS, [words, labels]."""
    logs = scores - scores.max(-1, keepdims=True)
    logs = logs - np.log(np.exp(logs).sum(-1, keepdims=True))
    gain = np.logaddexp(logs[..., 1], logs[..., 2]) - logs[..., 0]
    order = [HEAD.index(name) for name in kind.LABELS[1:]]
    every = np.concatenate([np.zeros((len(gain), 1)), gain[:, order]], 1)
    raised = np.exp(every - every.max(1, keepdims=True))
    odds: Array = (raised / raised.sum(1, keepdims=True)).astype(np.float32)
    return odds


def share_of_rate(done: float, warm: float = 0.06) -> float:
    """The share of the top rate when a share `done` of the training is over: up in a line, down along a cosine."""
    if done < warm:
        return done / warm
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min((done - warm) / (1 - warm), 1.0)))


def batches(rows: Sequence[kind.Labelled], rng: np.random.Generator) -> Iterator[dict[str, Array]]:
    order = rng.permutation(len(rows))
    for at in range(0, len(order) - ROWS + 1, ROWS):
        batch = kind.padded([rows[i] for i in order[at : at + ROWS]], LENGTH, LENGTH)
        hidden = (rng.random(batch["ids"].shape) < 0.03) & (batch["ids"] > UNKNOWN)
        batch["ids"] = np.where(hidden, UNKNOWN, batch["ids"])
        yield batch


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast; `free`: the share of sentences that name nothing which each pass leaves out."""

    epochs: int = 2
    rate: float = 2.5e-4
    free: float = 0.5
    seed: int = 1
    minutes: float = 60.0


def train(params: Params, word: Array, windows: kind.Windows, how: Plan) -> Params:
    """The parameters after all passes, or when the time is over: the rate is let down by whichever comes first."""
    rng = np.random.default_rng(how.seed)
    steps = len(windows.cut(0, windows.without_names(how.free, rng))) // ROWS * how.epochs
    learnt, fixed = tensors(params), torch.from_numpy(word)
    chain = torch.optim.AdamW(leaves(learnt), how.rate, weight_decay=0.01, fused=True)
    began, mean = time.time(), 0.0
    for number, batch in enumerate(_all(windows, how, rng)):
        spent = (time.time() - began) / 60
        done = max(number / steps, spent / how.minutes)
        if done > 1:
            break
        for group in chain.param_groups:
            group["lr"] = how.rate * share_of_rate(done)
        loss = loss_of(learnt, fixed, batch)
        chain.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(leaves(learnt), 1.0)
        chain.step()
        mean = 0.98 * mean + 0.02 * float(loss.detach())
        if number % 100 == 99:
            store.say(f"step {number} of {steps} loss {mean:.4f} {spent:.1f} min")
    return arrays(learnt)


def _all(windows: kind.Windows, how: Plan, rng: np.random.Generator) -> Iterator[dict[str, Array]]:
    for _ in range(how.epochs):
        yield from batches(windows.cut(int(rng.integers(20, LENGTH)), windows.without_names(how.free, rng)), rng)


def predict(params: Params, word: Array, windows: kind.Windows, sentences: Sequence[kind.Sentence]) -> list[Array]:
    """The probability of each label, [words, labels] a sentence."""
    found = [np.zeros((len(s.words), len(kind.LABELS)), np.float32) for s in sentences]
    for s in found:
        s[:, 0] = 1
    learnt, fixed = tensors(params), torch.from_numpy(word)
    rows = sorted(windows.cut(), key=lambda row: len(row.window.ids))
    for at in range(0, len(rows), 4):
        part = rows[at : at + 4]
        batch = kind.padded(part, len(part[-1].window.ids), max(len(row.labels) for row in part))
        ids, places = torch.from_numpy(batch["ids"]), torch.from_numpy(batch["places"])
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            scores = logits(learnt, fixed[ids.long()], ids != PAD, places).float().numpy()
        for row, values in zip(part, map(label_odds, scores), strict=True):
            for k, (i, j) in enumerate(row.words):
                found[i][j] = values[k]
    return found


def measured(found: Sequence[Array], sentences: Sequence[kind.Sentence]) -> dict[str, float]:
    predicted = [[kind.LABELS[i] for i in odds.argmax(1)] for odds in found]
    return kind.scores([s.labels for s in sentences], predicted)
