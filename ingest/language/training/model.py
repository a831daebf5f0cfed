"""The encoder as a function of its parameters (torch, in 16 bits where it multiplies)."""

from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from ingest.language.training.nano import Packed

Params = dict[str, Any]

HEADS = 12
EPS = 1e-12
POSITIONS = 512


def from_packed(packed: Packed, kept: list[int], depth: int) -> tuple[Params, np.ndarray[Any, Any]]:
    """The trained part (matrices as [in, out], layers stacked) and the frozen word vectors, [pieces, width]."""
    t = packed.tensors
    rows = range(depth)

    def stack(name: str) -> np.ndarray[Any, Any]:
        return np.stack(
            [
                t[f"l{i}.{name}"].T if name.endswith(".w") and "ln" not in name else _flat(t[f"l{i}.{name}"])
                for i in rows
            ]
        )

    layers = {
        "qkv_w": np.concatenate([stack("q.w"), stack("k.w"), stack("v.w")], 2),
        "qkv_b": np.concatenate([stack("q.b"), stack("k.b"), stack("v.b")], 1),
        "out_w": stack("ao.w"),
        "out_b": stack("ao.b"),
        "ln1_w": stack("aln.w"),
        "ln1_b": stack("aln.b"),
        "up_w": stack("fi.w"),
        "up_b": stack("fi.b"),
        "down_w": stack("fo.w"),
        "down_b": stack("fo.b"),
        "ln2_w": stack("oln.w"),
        "ln2_b": stack("oln.b"),
    }
    kind = _flat(t["emb.type"])[: packed.width]
    params: Params = {
        "position": t["emb.pos"].reshape(-1, packed.width) + kind,
        "ln_w": _flat(t["emb.ln.w"]),
        "ln_b": _flat(t["emb.ln.b"]),
        "layers": layers,
    }
    return params, t["emb.word"][np.array(kept)]


def _flat(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return array.reshape(-1)


def tensors(part: Params) -> Params:
    """The same tree with tensors that are learnt."""
    return {
        k: tensors(v) if isinstance(v, dict) else torch.tensor(np.asarray(v, np.float32), requires_grad=True)
        for k, v in part.items()
    }


def arrays(part: Params) -> Params:
    """The same tree with plain arrays."""
    return {k: arrays(v) if isinstance(v, dict) else v.detach().float().numpy().copy() for k, v in part.items()}


def leaves(part: Params) -> list[Tensor]:
    return [x for v in part.values() for x in (leaves(v) if isinstance(v, dict) else [v])]


def encode(params: Params, vectors: Tensor, mask: Tensor) -> Tensor:
    """Word vectors [batch, length, width] and a mask of real pieces [batch, length] → states of the last layer."""
    length, width = vectors.shape[1:]
    x = functional.layer_norm(vectors + params["position"][:length], (width,), params["ln_w"], params["ln_b"], EPS)
    shut = torch.where(mask, 0.0, -1e9)[:, None, None, :]
    layers = params["layers"]
    for i in range(layers["qkv_w"].shape[0]):
        x = _layer(x, {k: v[i] for k, v in layers.items()}, shut)
    return x


def inputs_of_products(params: Params, vectors: Tensor) -> list[dict[str, Tensor]]:
    """For each layer what goes into its four products; `vectors` [1, length, width] without padding."""
    width, found = vectors.shape[2], []
    shut = torch.zeros(1, 1, 1, vectors.shape[1])
    x = vectors + params["position"][: vectors.shape[1]]
    x = functional.layer_norm(x, (width,), params["ln_w"], params["ln_b"], EPS)
    for i in range(params["layers"]["qkv_w"].shape[0]):
        own: dict[str, Tensor] = {}
        x = _layer(x, {k: v[i] for k, v in params["layers"].items()}, shut, own)
        found.append(own)
    return found


def _layer(x: Tensor, p: Params, shut: Tensor, seen: dict[str, Tensor] | None = None) -> Tensor:
    batch, length, width = x.shape
    q, k, v = (x @ p["qkv_w"] + p["qkv_b"]).reshape(batch, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
    mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=shut.to(q.dtype))
    mixed = mixed.transpose(1, 2).reshape(batch, length, width)
    y = functional.layer_norm(x + mixed @ p["out_w"] + p["out_b"], (width,), p["ln1_w"], p["ln1_b"], EPS)
    up = functional.gelu(y @ p["up_w"] + p["up_b"], approximate="tanh")
    if seen is not None:
        seen.update(qkv=x, out=mixed, up=y, down=up)
    return functional.layer_norm(y + up @ p["down_w"] + p["down_b"], (width,), p["ln2_w"], p["ln2_b"], EPS)
