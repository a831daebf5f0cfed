"""The trained parameters as an ONNX file with 8-bit weights."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from ingest.language.encoder.spans import attributes
from ingest.language.training.model import EPS, HEADS, Params, inputs_of_products, tensors

Array = np.ndarray[Any, Any]
_OPSET = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
_CONTRIB = "com.microsoft"
_TOP = 127
LOUD = {"qkv": 8, "out": 0, "up": 8, "down": 16}
"""How many input channels of each product are multiplied in 32 bits."""


class Graph:
    """An ONNX graph that grows node by node; every method answers the name of its result."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._count = 0

    def constant(self, array: Array, name: str = "") -> str:
        name = name or self._name("c")
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, op: str, *inputs: str, domain: str = "", output: str = "", **attributes: Any) -> str:
        output = output or self._name(op)
        self.nodes.append(helper.make_node(op, list(inputs), [output], name=output, domain=domain, **attributes))
        return output

    def product(self, x: str, weight: Array, apart: Array) -> str:
        """`x @ weight`: weights in 8 bits with a scale a column, activations quantised as they come.

        The few input channels in `apart` are so much larger than all others that they would cost these their
        precision: they are multiplied by themselves, in 32 bits.
        """
        weight = np.array(weight, np.float32)
        if not len(apart):
            return self._small(x, weight)
        kept = np.ones(len(weight), np.float32)
        kept[apart] = 0
        loud = self.node("Gather", x, self.constant(apart.astype(np.int64)), axis=-1)
        loud = self.node("MatMul", loud, self.constant(weight[apart]))
        weight[apart] = 0
        return self.node("Add", loud, self._small(self.node("Mul", x, self.constant(kept)), weight))

    def _small(self, x: str, weight: Array) -> str:
        scale = np.maximum(np.abs(weight).max(0), 1e-8) / _TOP
        small = np.rint(weight / scale).astype(np.int8)
        parts = [self.constant(a) for a in (small, scale.astype(np.float32), np.zeros(len(scale), np.int8))]
        return self.node("DynamicQuantizeMatMul", x, *parts, domain=_CONTRIB)

    def skip_norm(self, x: str, y: str, weight: Array, bias: Array, add: Array) -> str:
        parts = [self.constant(np.asarray(a, np.float32)) for a in (weight, bias, add)]
        return self.node("SkipLayerNormalization", x, y, *parts, domain=_CONTRIB, epsilon=EPS)

    def _name(self, stem: str) -> str:
        self._count += 1
        return f"{stem}_{self._count}"


def add_encoder(graph: Graph, params: Params, word: Array, peaks: list[dict[str, Array]]) -> str:
    """Nodes from `ids` [batch, length] (int32) to the states of the last layer; `peaks` as `peaks_of`.

    There is no mask of padding: windows go through one by one, and attention without one is twice as fast.
    """
    x = _embedded(graph, params, word)
    layers = params["layers"]
    for i in range(layers["qkv_w"].shape[0]):
        x = _layer(graph, x, {k: np.asarray(v[i]) for k, v in layers.items()}, peaks[i])
    return x


def _embedded(graph: Graph, params: Params, word: Array) -> str:
    scale = np.maximum(np.abs(word).max(1, keepdims=True), 1e-8) / 127
    small = np.rint(word / scale).astype(np.int8)
    rows = graph.node("Cast", graph.node("Gather", graph.constant(small), "ids"), to=TensorProto.FLOAT)
    x = graph.node("Mul", rows, graph.node("Gather", graph.constant(scale.astype(np.float32)), "ids"))
    length = graph.node("Slice", graph.node("Shape", "ids"), _ints(graph, 1), _ints(graph, 2))
    position = graph.constant(np.asarray(params["position"], np.float32))
    x = graph.node("Add", x, graph.node("Slice", position, _ints(graph, 0), length, _ints(graph, 0)))
    weight, bias = (graph.constant(np.asarray(params[k], np.float32)) for k in ("ln_w", "ln_b"))
    return graph.node("LayerNormalization", x, weight, bias, axis=-1, epsilon=EPS)


def _ints(graph: Graph, *values: int) -> str:
    return graph.constant(np.array(values, np.int64))


def _layer(graph: Graph, x: str, p: dict[str, Array], peaks: dict[str, Array]) -> str:
    apart = {name: np.argsort(-peaks[name])[: LOUD[name]] for name in LOUD}
    qkv = graph.product(x, p["qkv_w"], apart["qkv"])
    width = p["out_w"].shape[0]
    parts = [f"{qkv}_{n}" for n in "qkv"]
    sizes = _ints(graph, width, width, width)
    graph.nodes.append(helper.make_node("Split", [qkv, sizes], parts, axis=-1, name=f"{qkv}_split"))
    bias = graph.constant(p["qkv_b"].astype(np.float32))
    mixed = graph.node("MultiHeadAttention", *parts, bias, domain=_CONTRIB, num_heads=HEADS)
    out = graph.product(mixed, p["out_w"], apart["out"])
    x = graph.skip_norm(out, x, p["ln1_w"], p["ln1_b"], p["out_b"])
    up = graph.product(x, p["up_w"], apart["up"])
    up = graph.node("FastGelu", up, graph.constant(p["up_b"].astype(np.float32)), domain=_CONTRIB)
    down = graph.product(up, p["down_w"], apart["down"])
    return graph.skip_norm(down, x, p["ln2_w"], p["ln2_b"], p["down_b"])


def write(graph: Graph, width: int, path: Path) -> None:
    """Write the graph from ids [batch, length] to states [batch, length, width]."""
    inputs = [helper.make_tensor_value_info("ids", TensorProto.INT32, ["batch", "length"])]
    results = [helper.make_tensor_value_info("states", TensorProto.FLOAT, ["batch", "length", width])]
    proto = helper.make_graph(graph.nodes, "encoder", inputs, results, graph.constants)
    onnx.save(helper.make_model(proto, opset_imports=_OPSET, ir_version=8), path)


def peaks_of(params: Params, word: Array, rows: list[list[int]]) -> list[dict[str, Array]]:
    """For each layer and product the largest activation of every input channel over some windows."""
    found: list[dict[str, Array]] = []
    learnt = tensors(params)
    for ids in rows:
        with torch.inference_mode():
            seen = inputs_of_products(learnt, torch.from_numpy(word[ids])[None])
        for i, layer in enumerate(seen):
            if i == len(found):
                found.append({k: np.zeros(v.shape[-1], np.float32) for k, v in layer.items()})
            for name, value in layer.items():
                found[i][name] = np.maximum(found[i][name], value[0].abs().amax(0).numpy())
    return found


def settings() -> str:
    """Untuned settings: the words of properties in the order of the heads."""
    return json.dumps({"same": 0.5, "attributes": attributes()}, ensure_ascii=False)


def export(folder: Path, params: Params, word: Array, sample: list[list[int]]) -> None:
    """Write encoder.onnx, heads.npz and syntax.npz; `sample`: windows that show how large activations grow."""
    folder.mkdir(parents=True, exist_ok=True)
    graph = Graph()
    x = add_encoder(graph, params["encoder"], word, peaks_of(params["encoder"], word, sample))
    graph.node("Identity", x, output="states")
    write(graph, word.shape[1], folder / "encoder.onnx")
    for name, part in (("heads", params["heads"]), ("syntax", params["syntax"])):
        with (folder / f"{name}.npz").open("wb") as file:
            np.savez_compressed(file, **{k: np.asarray(v, np.float16) for k, v in part.items()})  # type: ignore[arg-type]
