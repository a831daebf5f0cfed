"""Runs other people's queries in processes of their own: the only door for Cypher that is not part of the program.

A pool keeps some processes (`child.py`) started, so that a query costs milliseconds. A process that overstays its time
is killed, one that ended or grew is replaced; none outlives its owner by more than one query's seconds.
"""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from multiprocessing import Pipe
from pathlib import Path
from typing import IO, Final, Self

from graph.errors import QueryLimit, QueryRefused, StoreBusy, StoreError, StoreUnavailable
from graph.guard.messages import Message, error_of, out_of_memory, receive, send
from graph.store.port import Limits, Table

OPEN_SECONDS: Final = 120.0
"""How long a process may take to start and to open the store."""
WAIT_SECONDS: Final = 30.0
"""How long a query waits for a free process."""
KILL_SECONDS: Final = 2.0
"""After the query's own seconds; the engine's limit and the process's alarm come before."""
_MEMORY_SIGNALS: Final = frozenset({signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGKILL, signal.SIGILL})


class QueryWorkers:
    """A pool of processes for one store, given as to `open_store`; safe to use from several threads.

    Close it, or use it with `with`.
    """

    def __init__(
        self, url: str, *, base: Path, user: str = "neo4j", password: str | None = None, size: int = 2
    ) -> None:
        self._opening = {"url": url, "base": str(base), "user": user, "password": password}
        self._free: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._all: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False
        for _ in range(size):
            self._free.put(self._started())

    def run(self, cypher: str, parameters: Mapping[str, object], limits: Limits) -> Table:
        """The answer of a query that only reads.

        Raises `QueryRefused`, `QueryInvalid`, `QueryLimit` (time or memory), `StoreUnavailable`, and `StoreBusy` when
        all processes are taken.
        """
        request = {
            "cypher": cypher,
            "parameters": dict(parameters),
            "seconds": limits.seconds,
            "rows": limits.rows,
            "memory_mb": limits.memory_mb,
        }
        try:
            worker = self._free.get(timeout=WAIT_SECONDS)
        except queue.Empty:
            raise StoreBusy("All query processes are taken.", hint="Try again in a moment.") from None
        try:
            if not worker.alive:
                worker = self._replace(worker)
            return worker.ask(request, limits)
        finally:
            self._free.put(worker if worker.alive else self._replace(worker))

    def close(self) -> None:
        """Ends all processes, also those that are at work."""
        with self._lock:
            self._closed = True
            workers, self._all = self._all, set()
        for worker in workers:
            worker.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _started(self) -> "_Worker":
        worker = _Worker(self._opening)
        with self._lock:
            if self._closed:
                worker.kill()
            self._all.add(worker)
        return worker

    def _replace(self, worker: "_Worker") -> "_Worker":
        worker.kill()
        with self._lock:
            self._all.discard(worker)
            closed = self._closed
        return worker if closed else self._started()


class _Worker:
    """One process and the channel to it."""

    def __init__(self, opening: Message) -> None:
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 closed by `kill`
        self._channel, its_end = Pipe()
        with its_end:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, our own number
                [sys.executable, "-P", "-m", "graph.guard.child", str(its_end.fileno())],
                pass_fds=[its_end.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=self._errors,
                stderr=self._errors,
                env=os.environ | {"MALLOC_ARENA_MAX": "2", "RAYON_NUM_THREADS": str(min(4, os.cpu_count() or 1))},
                start_new_session=True,
            )
        self._spent = False
        with contextlib.suppress(OSError):
            send(self._channel, opening)

    @property
    def alive(self) -> bool:
        return not self._spent and self._process.poll() is None

    def ask(self, request: Message, limits: Limits) -> Table:
        """Sends a request and waits for its answer, but not longer than allowed."""
        self._spent = True  # until the answer is whole: whatever goes wrong, the process is not used again
        try:
            send(self._channel, request)
        except ValueError:
            raise QueryRefused("The query and its parameters are too large.") from None
        except OSError:
            raise self._ended(limits) from None
        answer = self._wait(OPEN_SECONDS, limits)
        if answer is None:
            raise StoreUnavailable(f"The graph could not be opened within {OPEN_SECONDS:.0f} seconds.")
        if "open" in answer:
            answer = self._wait(limits.seconds + KILL_SECONDS, limits)
        if answer is None:
            raise _too_long(limits)
        self._spent = answer["spent"]
        if "error" in answer:
            raise error_of(answer)
        return Table(
            tuple(answer["columns"]), tuple(tuple(row) for row in answer["rows"]), truncated=answer["truncated"]
        )

    def kill(self) -> None:
        """Ends the process whatever it does, and gives back what it held."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._channel.close()
        self._errors.close()

    def _wait(self, seconds: float, limits: Limits) -> Message | None:
        """The next message; None when it does not come in time. Raises when the process has ended."""
        if not self._channel.poll(seconds):
            self._process.kill()
            return None
        # A message that has begun comes whole at once: it is written when the answer is there; the alarm ends a stall.
        watch = threading.Timer(seconds, self._process.kill)
        watch.start()
        try:
            message = receive(self._channel)
        finally:
            watch.cancel()
        if message is None:
            raise self._ended(limits)
        return message

    def _ended(self, limits: Limits) -> QueryLimit | StoreError:
        """Why the process is gone."""
        try:
            code = self._process.wait(KILL_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        if code == -signal.SIGALRM:
            return _too_long(limits)
        if -code in _MEMORY_SIGNALS:
            return out_of_memory(limits.memory_mb)
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines() or [f"exit code {code}"]
        return StoreError(f"The query process ended unexpectedly: {lines[-1][:300]}.")


def _too_long(limits: Limits) -> QueryLimit:
    return QueryLimit(
        f"The query took longer than {limits.seconds:g} seconds.", hint="Ask for less, or begin at a named node."
    )
