"""The heads on the encoder: mentions by type, what a mention is, and what is said of two of them (torch)."""

from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from ingest.language.encoder.pairs import DISTANCES, REACH, RELATIONS, STATUSES
from ingest.language.encoder.spans import PLACED, TAGS
from ingest.language.training.model import encode

Params = dict[str, Any]
WIDTH = 384
KINDS = 3
"""Labels of KIND beside none."""
MENTION = 256
HIDDEN = 192
BETWEEN = 64
LOOK = 32
PLACES = 6
STATUS_WEIGHTS = (1.0, 1.5, 1.2, 2.0, 2.5)
"""Of each status in the order of STATUSES: about the square root of how much rarer than "done" it is."""
GAPS = 2 * (len(DISTANCES) + 1)
LINES = 12
FEATURES = GAPS + LINES + 3


def start(rng: np.random.Generator, attributes: int) -> Params:
    """Heads with small random weights."""

    def dense(rows: int, columns: int, scale: float = 1.0) -> np.ndarray[Any, Any]:
        return (rng.normal(0, scale / np.sqrt(rows), (rows, columns))).astype(np.float32)

    def zeros(size: int, value: float = 0.0) -> np.ndarray[Any, Any]:
        return np.full(size, value, np.float32)

    return {
        "bio_w": dense(WIDTH, 3 * len(TAGS), 0.3),
        "bio_b": zeros(3 * len(TAGS)),
        "kind_w": dense(WIDTH, 3 * KINDS, 0.3),
        "kind_b": zeros(3 * KINDS),
        "mention_w": dense(3 * WIDTH, MENTION),
        "mention_b": zeros(MENTION),
        "type_e": dense(len(PLACED), MENTION, 0.5),
        "attribute_w": dense(MENTION, attributes, 0.3),
        "attribute_b": zeros(attributes),
        "s_w": dense(MENTION, HIDDEN),
        "o_w": dense(MENTION, HIDDEN),
        "u_w": dense(MENTION, HIDDEN),
        "v_w": dense(MENTION, HIDDEN),
        "between_w": dense(WIDTH, BETWEEN),
        "between_out": dense(BETWEEN, HIDDEN),
        "look_q": dense(HIDDEN, LOOK, 0.3),
        "look_k": dense(WIDTH, LOOK, 0.3),
        "look_v": dense(WIDTH, BETWEEN),
        "look_where": zeros(PLACES),
        "look_out": dense(BETWEEN, HIDDEN, 0.1),
        "feature_e": dense(FEATURES, HIDDEN, 0.3),
        "pair_b": zeros(HIDDEN),
        "relation_w": dense(HIDDEN, len(RELATIONS), 0.5),
        "relation_b": zeros(len(RELATIONS), -3.0),
        "status_w": dense(HIDDEN, len(STATUSES), 0.5),
        "status_b": zeros(len(STATUSES)),
    }


def states(encoder: Params, vectors: Tensor, a: dict[str, Tensor]) -> Tensor:
    """The state of every word, [batch, word, width]."""
    h = encode(encoder, vectors, a["mask"])
    return torch.take_along_dim(h, a["first"][..., None].long(), 1).float()


def bio(heads: Params, h: Tensor) -> Tensor:
    return (h @ heads["bio_w"] + heads["bio_b"]).unflatten(-1, (len(TAGS), 3))


def mentions(heads: Params, h: Tensor, a: dict[str, Tensor]) -> Tensor:
    """What stands for each mention, [batch, mention, MENTION]."""
    sums = functional.pad(h, (0, 0, 1, 0)).cumsum(1)
    length = (a["end"] - a["start"] + 1)[..., None]
    mean = (_at(sums, a["end"] + 1) - _at(sums, a["start"])) / length
    joined = torch.cat([_at(h, a["start"]), _at(h, a["end"]), mean], -1)
    return functional.gelu(joined @ heads["mention_w"] + heads["mention_b"] + heads["type_e"][a["type"].long()])


def pairs(heads: Params, h: Tensor, m: Tensor, a: dict[str, Tensor]) -> Tensor:
    """What stands for each ordered pair, [batch, mention, mention, HIDDEN]."""
    s, o, u, v = (m @ heads[k] for k in ("s_w", "o_w", "u_w", "v_w"))
    hidden = s[:, :, None] + o[:, None] + u[:, :, None] * v[:, None]
    hidden = hidden + _between(heads, h, a) + _features(heads, a) + heads["pair_b"]
    return functional.gelu(hidden + _around(heads, h, hidden, a))


def _around(heads: Params, h: Tensor, asked: Tensor, a: dict[str, Tensor]) -> Tensor:
    """What each pair finds in the words around and between its mentions, by attention."""
    scores = torch.einsum("bijk,bwk->bijw", asked @ heads["look_q"], h @ heads["look_k"])
    word = torch.arange(h.shape[1])
    start, end = a["start"][..., None].long(), a["end"][..., None].long()
    inside = (word >= start) & (word <= end)
    low, high = (torch.minimum(start[:, :, None], start[:, None]), torch.maximum(end[:, :, None], end[:, None]))
    held = inside[:, :, None] + 2 * inside[:, None].long()
    place = torch.where(held > 0, 2 + held, torch.where(word < low, 0, torch.where(word > high, 2, 1)))
    far = (word < low - REACH) | (word > high + REACH) | (a["word_mask"][:, None, None] == 0)
    shares = (scores + heads["look_where"][place]).masked_fill(far, -1e9).softmax(-1)
    return torch.einsum("bijw,bwv->bijv", shares, h @ heads["look_v"]) @ heads["look_out"]


def _between(heads: Params, h: Tensor, a: dict[str, Tensor]) -> Tensor:
    """The mean state of the words between two mentions, nothing where there is none."""
    sums = functional.pad(h @ heads["between_w"], (0, 0, 1, 0)).cumsum(1)
    before, behind = _at(sums, a["start"]), _at(sums, a["end"] + 1)
    count = a["start"][:, None, :] - a["end"][:, :, None] - 1
    forward = (before[:, None] - behind[:, :, None]) / count.clamp(min=1)[..., None]
    forward = forward * (count > 0)[..., None]
    return (forward + forward.transpose(1, 2)) @ heads["between_out"]


def features(start: Tensor, end: Tensor, line: Tensor) -> Tensor:
    """Which three of the FEATURES hold of each ordered pair, [batch, mention, mention, 3]."""
    gap = start[:, None, :] - start[:, :, None]
    code = torch.bucketize(gap.abs(), torch.from_numpy(DISTANCES), right=True) + (gap < 0) * (len(DISTANCES) + 1)
    step = (line[:, None, :] - line[:, :, None]).clamp(-5, 6) + 5 + GAPS
    inside = (start[:, :, None] <= start[:, None, :]) & (end[:, :, None] >= end[:, None, :])
    around = (start[:, :, None] >= start[:, None, :]) & (end[:, :, None] <= end[:, None, :])
    nested = torch.where(inside, 1, torch.where(around, 2, 0)) + GAPS + LINES
    return torch.stack([code, step, nested], -1)


def _features(heads: Params, a: dict[str, Tensor]) -> Tensor:
    line = torch.take_along_dim(a["lines"], a["start"].long(), 1)
    codes = features(a["start"], a["end"], line)
    marks = functional.one_hot(codes.long(), FEATURES).sum(-2).float()
    return marks @ heads["feature_e"]


def _at(values: Tensor, index: Tensor) -> Tensor:
    return torch.take_along_dim(values, index[..., None].long(), 1)


def loss(params: Params, word: Tensor, a: dict[str, Tensor]) -> Tensor:
    """The sum of all heads' losses on a batch of annotated windows."""
    heads = params["heads"]
    vectors = functional.dropout(word[a["pieces"].long()], 0.05)
    with torch.autocast("cpu", torch.bfloat16):
        h = states(params["encoder"], vectors, a)
    h = functional.dropout(h, 0.1)
    each = functional.cross_entropy(bio(heads, h).flatten(0, 2), a["bio"].flatten().long(), reduction="none")
    of_words = each.view(a["bio"].shape).sum(-1) * a["word_mask"]
    bio_loss = of_words.sum() / a["word_mask"].sum().clamp(min=1) * 3
    m = functional.dropout(mentions(heads, h, a), 0.1)
    known = a["attribute"] >= 0
    kinds = m[known] @ heads["attribute_w"] + heads["attribute_b"]
    kind_loss = functional.cross_entropy(kinds, a["attribute"][known].long()) if known.any() else h.sum() * 0
    p = functional.dropout(pairs(heads, h, m, a), 0.15)
    logits = p @ heads["relation_w"] + heads["relation_b"]
    target, weight = a["relation"].float(), a["weight"].float()
    each = functional.binary_cross_entropy_with_logits(logits, target, weight=weight, reduction="none")
    relation_loss = each[..., :-1].sum() / (target * weight)[..., :-1].sum().clamp(min=1)
    same_loss = each[..., -1].sum() / target[..., -1].sum().clamp(min=1)
    stated = a["status"] >= 0
    status = p[stated] @ heads["status_w"] + heads["status_b"]
    rarity = torch.tensor(STATUS_WEIGHTS)
    status_loss = functional.cross_entropy(status, a["status"][stated].long(), rarity) if stated.any() else h.sum() * 0
    total: Tensor = bio_loss + relation_loss + 0.3 * same_loss + 0.8 * status_loss + 0.2 * kind_loss
    return total


def names_loss(params: Params, word: Tensor, a: dict[str, Tensor]) -> Tensor:
    """The loss of the names of KIND on a batch of its windows."""
    heads = params["heads"]
    vectors = functional.dropout(word[a["pieces"].long()], 0.05)
    with torch.autocast("cpu", torch.bfloat16):
        h = states(params["encoder"], vectors, a)
    logits = (functional.dropout(h, 0.1) @ heads["kind_w"] + heads["kind_b"]).unflatten(-1, (KINDS, 3))
    each = functional.cross_entropy(logits.flatten(0, 2), a["kind"].flatten().long(), reduction="none")
    return (each.view(a["kind"].shape).sum(-1) * a["word_mask"]).sum() / a["word_mask"].sum().clamp(min=1) * 3


ARC, LABEL = 160, 80


def start_syntax(rng: np.random.Generator, labels: int, tags: int, rules: int) -> Params:
    """Heads of the parser (Dozat and Manning, 2017) with small random weights."""

    def dense(rows: int, columns: int, scale: float = 1.0) -> np.ndarray[Any, Any]:
        return (rng.normal(0, scale / np.sqrt(rows), (rows, columns))).astype(np.float32)

    return {
        "child_w": dense(WIDTH, ARC),
        "child_b": np.zeros(ARC, np.float32),
        "head_w": dense(WIDTH, ARC),
        "head_b": np.zeros(ARC, np.float32),
        "root": rng.normal(0, 1, WIDTH).astype(np.float32),
        "arc_w": dense(ARC + 1, ARC, 0.3),
        "label_child_w": dense(WIDTH, LABEL),
        "label_child_b": np.zeros(LABEL, np.float32),
        "label_head_w": dense(WIDTH, LABEL),
        "label_head_b": np.zeros(LABEL, np.float32),
        "label_w": rng.normal(0, 0.3 / LABEL, (labels, LABEL + 1, LABEL + 1)).astype(np.float32),
        "tag_w": dense(WIDTH, tags, 0.3),
        "tag_b": np.zeros(tags, np.float32),
        "rule_w": dense(WIDTH, rules, 0.3),
        "rule_b": np.zeros(rules, np.float32),
    }


def syntax(
    heads: Params, h: Tensor, lines: Tensor, word_mask: Tensor, drop: float = 0.0
) -> tuple[Tensor, Tensor, Tensor]:
    """Scores of every head of every word [batch, word, 1 + word] (place 0 is the root), and what the labels need."""
    root = heads["root"].expand(len(h), 1, -1)
    above = torch.cat([root, h], 1)

    def layer(x: Tensor, name: str) -> Tensor:
        return functional.dropout(functional.gelu(x @ heads[f"{name}_w"] + heads[f"{name}_b"]), drop, drop > 0)

    child, head = layer(h, "child"), layer(above, "head")
    arcs = (_one(child) @ heads["arc_w"]) @ head.transpose(1, 2)
    inside = (lines[:, :, None] == lines[:, None, :]) & (word_mask[:, None, :] > 0)
    inside = functional.pad(inside, (1, 0), value=True)
    return arcs.masked_fill(~inside, -1e4), layer(h, "label_child"), layer(above, "label_head")


def _one(x: Tensor) -> Tensor:
    return functional.pad(x, (0, 1), value=1.0)


def label_scores(heads: Params, child: Tensor, head: Tensor) -> Tensor:
    """[words, LABEL] twice, a word and its head → [words, labels]."""
    return torch.einsum("ni,lij,nj->nl", _one(child), heads["label_w"], _one(head))


def syntax_loss(params: Params, word: Tensor, a: dict[str, Tensor]) -> Tensor:
    """The loss of trees, tags and lemmas on a batch of windows of a treebank."""
    heads = params["syntax"]
    vectors = functional.dropout(word[a["pieces"].long()], 0.05)
    with torch.autocast("cpu", torch.bfloat16):
        h = states(params["encoder"], vectors, a)
    h = functional.dropout(h, 0.15)
    arcs, child, head = syntax(heads, h, a["lines"], a["word_mask"], 0.2)
    known = a["heads"] >= 0
    total = functional.cross_entropy(arcs[known], a["heads"][known])
    named = known & (a["labels"] >= 0)
    above = torch.take_along_dim(head, a["heads"].clamp(min=0)[..., None], 1)
    total = total + functional.cross_entropy(label_scores(heads, child[named], above[named]), a["labels"][named])
    for name, share in (("tags", "tag"), ("rules", "rule")):
        said = a[name] >= 0
        scores = h[said] @ heads[f"{share}_w"] + heads[f"{share}_b"]
        total = total + 0.5 * functional.cross_entropy(scores, a[name][said])
    return total
