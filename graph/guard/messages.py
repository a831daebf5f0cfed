"""What the worker process and its owner say to each other: JSON after its length in four bytes."""

import json
import struct
from typing import IO, Any, Final

from graph.errors import IntreccioError

_LENGTH: Final = struct.Struct(">I")
MESSAGE_LIMIT: Final = 64 * 2**20
"""Bytes of one message, an answer or a query with its parameters."""
ANSWER_LIMIT: Final = 32 * 2**20
"""Bytes of the rows of an answer; more are cut and `truncated` says so."""

Message = dict[str, Any]


def send(stream: IO[bytes], message: Message) -> None:
    """Writes one message. Raises `ValueError` when it is larger than `MESSAGE_LIMIT`."""
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    if len(body) > MESSAGE_LIMIT:
        raise ValueError(f"a message of {len(body):,} bytes")
    left = memoryview(_LENGTH.pack(len(body)) + body)
    while left:
        left = left[stream.write(left) :]
    stream.flush()


def receive(stream: IO[bytes]) -> Message | None:
    """Reads one message; None at the end of the stream. Reads no byte beyond it, whatever the stream buffers."""
    head = _exactly(stream, _LENGTH.size)
    if head is None:
        return None
    (length,) = _LENGTH.unpack(head)
    body = _exactly(stream, length) if length <= MESSAGE_LIMIT else None
    if body is None:
        return None
    message: Message = json.loads(body.decode("utf-8", "surrogatepass"))
    return message


def _exactly(stream: IO[bytes], size: int) -> bytes | None:
    """So many bytes; None when the stream ends before. A pipe without buffer gives them in pieces."""
    pieces: list[bytes] = []
    while size and (piece := stream.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return None if size else b"".join(pieces)


def error_message(error: IntreccioError) -> Message:
    """An error as a message."""
    return {"error": error.code, "message": error.message, "where": error.where, "hint": error.hint}


def error_of(message: Message) -> IntreccioError:
    """The error that a message carries, as it was raised."""
    kinds = _kinds(IntreccioError)
    return kinds[message["error"]](message["message"], where=message["where"], hint=message["hint"])


def _kinds(base: type[IntreccioError]) -> dict[str, type[IntreccioError]]:
    kinds = {base.code: base}
    for kind in base.__subclasses__():
        kinds |= _kinds(kind)
    return kinds
