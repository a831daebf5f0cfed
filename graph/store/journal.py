"""Changes to a graph's file that are little beside it: kept next to it until somebody writes the whole file again.

To load and save a graph of a hundred thousand nodes costs more than to change a hundredth of them. The first line names
the save on which the journal stands, by its hash: a journal of another save is none. Each further line is one commit;
one that is not whole was never acknowledged.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from graph.errors import StoreError
from graph.store.rows import Row

Step = tuple[str, list[Row]]
"""A statement that writes, and its rows."""


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal of the graph in this file."""

    graph: Path

    @property
    def path(self) -> Path:
        return self.graph.with_name(f"{self.graph.name}-journal")

    def steps(self) -> list[Step]:
        """What was committed since the save, in its order."""
        commits = self._content().splitlines()[1:]
        return [(cypher, rows) for commit in commits for cypher, rows in orjson.loads(commit)]

    def append(self, steps: Sequence[Step]) -> bool:
        """One commit, durable; False where the journal would grow larger than the graph. Raises `StoreError`."""
        content = self._content() or self._head()
        try:
            commit = orjson.dumps(steps) + b"\n"
        except TypeError as error:
            raise StoreError(f"the graph refuses what is written: {error}.") from error
        if len(content) + len(commit) > self.graph.stat().st_size:
            return False
        with os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644), "r+b") as file:
            if file.read(len(content)) != content:
                file.seek(0)
                file.truncate()
                file.write(content)
            file.truncate()
            file.write(commit)
            file.flush()
            os.fsync(file.fileno())
        folder = os.open(self.path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        return True

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)

    def _content(self) -> bytes:
        """The whole lines, where they stand on the present save."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return b""
        whole = content[: content.rfind(b"\n") + 1]
        return whole if whole and self.graph.exists() and whole.startswith(self._head()) else b""

    def _head(self) -> bytes:
        with self.graph.open("rb") as file:
            return hashlib.file_digest(file, "blake2b").hexdigest().encode() + b"\n"
