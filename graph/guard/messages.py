"""What the worker process and its owner say to each other: JSON, one message at a time."""

import json
from multiprocessing.connection import Connection
from typing import Any, Final

from graph.errors import IntreccioError, QueryLimit

MESSAGE_LIMIT: Final = 64 * 2**20
"""Bytes of one message, an answer or a query with its parameters."""
ANSWER_LIMIT: Final = 32 * 2**20
"""Bytes of the rows of an answer; more are cut and `truncated` says so."""

Message = dict[str, Any]


def encoded(value: object) -> bytes:
    """A value as it is sent."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def send(channel: Connection, message: Message) -> None:
    """Sends one message. Raises `ValueError` when it is larger than `MESSAGE_LIMIT`."""
    body = encoded(message)
    if len(body) > MESSAGE_LIMIT:
        raise ValueError(f"a message of {len(body):,} bytes")
    channel.send_bytes(body)


def receive(channel: Connection) -> Message | None:
    """Waits for one message; None when the other side has ended."""
    try:
        body = channel.recv_bytes(MESSAGE_LIMIT)
    except (EOFError, OSError):
        return None
    message: Message = json.loads(body.decode("utf-8", "surrogatepass"))
    return message


def out_of_memory(memory_mb: int) -> QueryLimit:
    """The error of a query that wanted more memory than it may have."""
    return QueryLimit(f"The query needs more than {memory_mb} MB of memory.", hint="Ask for less.")


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
