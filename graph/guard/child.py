"""The worker process: opens the store, checks and runs one query after the other, is killed when it takes too much.

`worker.py` starts it with the number of its end of their channel. Whatever a query does to it, the owner goes on: the
system itself ends it after the query's seconds (an alarm that nothing catches) and denies it memory beyond the limit,
and a query on the embedded engine can open no file and no connection at all.
"""

import contextlib
import resource
import signal
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from graph.errors import IntreccioError, QueryLimit, StoreError
from graph.guard.check import check_parameters, checked
from graph.guard.messages import ANSWER_LIMIT, Message, encoded, error_message, out_of_memory, receive, send
from graph.store.open import open_store
from graph.store.port import GraphStore, Limits, Table
from graph.store.statements import statement

GRACE_SECONDS: Final = 1.0
"""How much longer than a query may take the process lives, so that the engine's own limit can answer first."""
_MEGABYTE: Final = 2**20
_KEPT: Final = 256 * _MEGABYTE
"""A process that grew by more is not used again: what a query left behind would widen the next one's limit."""


def main(channel: Connection) -> None:
    """Serves queries until the owner closes the channel."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    opening = receive(channel)
    if opening is None:
        return
    store: GraphStore | IntreccioError
    try:
        store = _prepare(opening)
    except IntreccioError as error:
        store = error
    spent = False
    while not spent and (request := receive(channel)) is not None:
        size = _own_size()
        answer = _outcome(store, request, channel)
        grown = _own_size() > size + _KEPT or answer.get("error") in {QueryLimit.code, StoreError.code}
        spent = isinstance(store, IntreccioError) or (grown and _embedded(store))
        send(channel, answer | {"spent": spent})


def _outcome(store: GraphStore | IntreccioError, request: Message, channel: Connection) -> Message:
    if isinstance(store, IntreccioError):
        return error_message(store)
    try:
        return _serve(store, request, channel)
    except IntreccioError as error:
        return error_message(error)
    except MemoryError:
        return error_message(out_of_memory(request["memory_mb"]))
    except BaseException as error:
        # The engine's own panics are no `Exception`s; one of them is how it meets the limit of memory.
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        if "pointer is null" in str(error) or "alloc" in str(error):
            return error_message(out_of_memory(request["memory_mb"]))
        return error_message(StoreError(f"The store failed on this query: {type(error).__name__}: {error}"[:300] + "."))


def _prepare(opening: Message) -> GraphStore:
    """Opens the store and loads all that the first query would: afterwards no file need be opened."""
    store = open_store(opening["url"], base=Path(opening["base"]), user=opening["user"], password=opening["password"])
    checked("MATCH (n) RETURN n LIMIT 1")
    statement("read_ids")
    with contextlib.suppress(IntreccioError), store.reader() as reader:
        reader.run("RETURN 1 AS one", {}, Limits())
    return store


def _embedded(store: GraphStore) -> bool:
    return store.url.startswith("kglite:")


def _serve(store: GraphStore, request: Message, channel: Connection) -> Message:
    """Says when the store is open (the owner's clock begins there), then answers."""
    limits = Limits(request["seconds"], request["rows"], request["memory_mb"])
    with store.reader() as reader:
        send(channel, {"open": True})
        with _fenced(limits, closed=_embedded(store)):
            query = checked(request["cypher"])
            check_parameters(query, request["parameters"])
            table = _within_bytes(reader.run(query.text, request["parameters"], limits))
            return {"columns": table.columns, "rows": table.rows, "truncated": table.truncated}


def _within_bytes(table: Table) -> Table:
    """Cuts rows beyond `ANSWER_LIMIT` bytes."""
    room = ANSWER_LIMIT
    for number, row in enumerate(table.rows):
        room -= len(encoded(row))
        if room < 0:
            if number == 0:
                raise QueryLimit(f"One row is larger than {ANSWER_LIMIT // _MEGABYTE} MB.", hint="Ask for less.")
            return Table(table.columns, table.rows[:number], truncated=True)
    return table


@contextlib.contextmanager
def _fenced(limits: Limits, *, closed: bool) -> Iterator[None]:
    """Inside, the system enforces the limits; `closed` also forbids to open anything."""
    memory = resource.getrlimit(resource.RLIMIT_AS)
    files = resource.getrlimit(resource.RLIMIT_NOFILE)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + GRACE_SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (_own_size() + limits.memory_mb * _MEGABYTE, memory[1]))
    if closed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, files[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, memory)
        resource.setrlimit(resource.RLIMIT_NOFILE, files)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _own_size() -> int:
    """Bytes of address space that interpreter, engine and graph take before the query."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 8 * 2**30
    return pages * resource.getpagesize()


if __name__ == "__main__":
    try:
        main(Connection(int(sys.argv[1])))
    except (ConnectionError, KeyboardInterrupt):
        sys.exit(1)
