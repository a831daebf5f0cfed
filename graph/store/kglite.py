"""The embedded store: one file, written by one process at a time and read by many through the engine KGLite.

A writer works in memory and publishes the whole graph with `commit`, by writing beside the file and renaming: a reader
always finds a whole save. What is little beside a large graph goes into its journal instead: then the writer loads
nothing, and whoever reads does what stands there. What was not committed is lost with the process; the projection
writes it again.
"""

import signal
import threading
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from filelock import FileLock, Timeout

from graph.errors import QueryError, QueryInvalid, QueryLimit, QueryRefused, StoreBusy, StoreError, StoreUnavailable
from graph.model import LABELS, MENTION_TYPES
from graph.store import cells
from graph.store.batch import BatchWriter
from graph.store.dump import PagedReader, Record
from graph.store.journal import Journal, Step
from graph.store.kglite_dialect import refuse_what_differs
from graph.store.port import Limits, Node, Table
from graph.store.rows import Row, node_row
from graph.store.statements import statement

_READING = {"disable_optimizer": True, "hide_structural_keys": True}
"""Without its optimizer the engine answers as Neo4j does; without its own keys nodes hold what was stored."""

LARGE: Final = 2_000_000
"""Bytes of a graph from which on small changes go into its journal."""
_HELD: Final = 20_000
"""Rows that a writer holds back for the journal; with more it loads the graph."""

_Stamp = tuple[tuple[int, int, int], ...]


class KgliteStore:
    """The graph in a file, which need not be there yet: then it is empty."""

    def __init__(self, url: str, path: Path) -> None:
        self.url = url
        self.path = path
        self._lock = threading.Lock()
        self._snapshot: tuple[_Stamp, Any] | None = None

    @contextmanager
    def reader(self) -> Iterator["KgliteReader"]:
        yield KgliteReader(self._last_save())

    @contextmanager
    def writer(self) -> Iterator["KgliteWriter"]:
        writer = KgliteWriter(self)
        with writer.held():
            yield writer

    def is_empty(self) -> bool:
        return not self.path.exists()

    def check(self) -> str:
        if self.is_empty():
            return f"KGLite {_engine().__version__}, no graph at {self.path} yet"
        with self.reader() as reader:
            nodes, edges = reader.counts()
        total, ties = sum(nodes.values()), sum(edges.values())
        return f"KGLite {_engine().__version__}, {total} nodes and {ties} relationships in {self.path}"

    def _last_save(self) -> Any:
        """The graph as last saved, loaded once for each save."""
        with self._lock:
            stamp = self._stamp()
            while self._snapshot is None or self._snapshot[0] != stamp:
                self._snapshot = (stamp, self._load(stamp))
                now = self._stamp()
                if now[0] == stamp[0]:  # else the journal may be another save's than what was loaded
                    break
                stamp = now
            return self._snapshot[1]

    def _stamp(self) -> _Stamp:
        return _file_stamp(self.path), _file_stamp(Journal(self.path).path)

    def _load(self, stamp: _Stamp) -> Any:
        engine = _engine()
        try:
            graph = engine.load(str(self.path)) if any(stamp[0]) else engine.KnowledgeGraph()
        except (engine.KgError, OSError) as error:
            raise self._damaged(error) from error
        _run_again(graph, Journal(self.path).steps())
        _declare(graph)
        graph.read_only(True)
        return graph

    def open(self) -> Any:
        """The graph as it was saved, to be written. Raises `StoreBusy`, `StoreUnavailable`."""
        engine = _engine()
        if not self.path.parent.is_dir():
            raise StoreUnavailable(
                f"the folder {self.path.parent} is not there.",
                where=self.url,
                hint="An address from the root of the disk has four slashes: kglite:////folder/graph.kgl.",
            )
        try:
            return engine.open(str(self.path), storage="memory", durable="off")
        except engine.WriterLeaseHeldError as error:
            raise StoreBusy(
                f"another process (number {error.holder.get('pid')}) writes the graph.",
                where=str(self.path),
                hint="Wait until it is done.",
            ) from error
        except (engine.KgError, OSError, ValueError) as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> StoreUnavailable:
        return StoreUnavailable(
            f"the graph cannot be opened: {_first_line(error)}.",
            where=str(self.path),
            hint="Move the file away and run `intreccio rebuild`: the ledger holds all that was in it.",
        )


class KgliteReader(PagedReader):
    """Reads a snapshot in memory, which writers do not touch."""

    page_size = 1_000_000_000

    def __init__(self, graph: Any) -> None:
        self._graph = graph

    def run(self, cypher: str, parameters: Mapping[str, object], limits: Limits) -> Table:
        refuse_what_differs(cypher)
        view = self._view(
            cypher, params=dict(parameters), timeout_ms=max(1, int(limits.seconds * 1000)), row_limit=limits.rows
        )
        columns = tuple(view.columns)
        records = view.to_list()
        unfold = _Unfolder(records, self._ids)
        rows = tuple(tuple(cells.to_json(record[column], unfold) for column in columns) for record in records)
        return Table(columns, rows, truncated=(view.diagnostics or {}).get("total_rows") is not None)

    def _records(self, cypher: str, **parameters: object) -> Iterator[Record]:
        yield from self._view(cypher, params=parameters, timeout_ms=0)

    def _ids(self, numbers: set[int]) -> dict[int, str]:
        records = self._records(statement("read_ids"), elements=[str(number) for number in numbers])
        return {int(record["element"]): record["id"] for record in records}

    def _view(self, cypher: str, **options: object) -> Any:
        engine = _engine()
        try:
            view = self._graph.cypher(cypher, **_READING, **options)
        except (engine.KgError, ValueError, TypeError, OverflowError, RecursionError, MemoryError) as error:
            raise _query_error(engine, error) from error
        except KeyboardInterrupt as interrupt:
            if threading.current_thread() is threading.main_thread():
                raise
            # The engine takes Ctrl-C for itself while it reads; it was meant for the whole program.
            signal.raise_signal(signal.SIGINT)
            raise StoreBusy("the program is ending.") from interrupt
        if not isinstance(view, engine.ResultView):
            raise QueryInvalid("the answer is not a table.", hint="Leave out FORMAT.")
        return view


class KgliteWriter(BatchWriter):
    """Holds back what it is to write for the journal of a large graph; else, or with more, it writes in memory.

    Then it has the file's lease, and `commit` replaces the file.
    """

    def __init__(self, store: KgliteStore) -> None:
        self._store = store
        self._path = store.path
        self._journal = Journal(store.path)
        self._graph: Any = None
        self._behind = True
        """Whether the journal, and what waits for it, is still to be done in memory."""
        self._changed = store.is_empty()
        self._waiting: list[Step] = []
        self._rows = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """While this writes, nobody else does."""
        lock = FileLock(f"{self._journal.path}.lock", timeout=0)
        if self._path.exists() and self._path.stat().st_size >= LARGE:
            try:
                lock.acquire()
            except Timeout as error:
                raise StoreBusy("another process writes the graph.", where=str(self._path), hint="Wait.") from error
        else:
            self._graph = self._store.open()
        try:
            yield
        finally:
            if self._graph is not None:
                # Leaving as if by an error gives the file back without saving.
                self._graph.__exit__(StoreError, None, None)
            lock.release()

    def clear(self) -> None:
        self._behind = False
        self._in_memory("MATCH (n) DETACH DELETE n", [])

    def commit(self) -> None:
        if self._graph is None and (not self._waiting or self._journal.append(self._waiting)):
            self._waiting, self._rows = [], 0
            return
        self._catch_up()
        if not self._changed:
            return
        engine = _engine()
        try:
            with warnings.catch_warnings():
                # It says which columns a mapped load would copy; ours are loaded into memory anyway.
                warnings.simplefilter("ignore", engine.MappedFallbackWarning)
                self._graph.save(
                    layout="compact"
                )  # a third of the size, half the time; what it leaves out only mapped files need
        except (engine.KgError, OSError, ValueError) as error:
            raise StoreUnavailable(
                f"the graph cannot be saved: {_first_line(error)}.",
                where=str(self._path),
                hint="Is the disk full or the folder read-only? The last save is still there.",
            ) from error
        self._journal.remove()
        self._changed = False

    def _define(self, cypher: str) -> None:
        self._write(cypher, [])

    def _write(self, cypher: str, batch: list[Row]) -> list[Record]:
        self._rows += len(batch)
        if self._graph is None and self._rows <= _HELD:
            self._waiting.append((cypher, batch))
            return [{"written": len(batch)}]  # whether it was is seen by `_run_again`
        self._catch_up()
        return self._in_memory(cypher, batch)

    def _in_memory(self, cypher: str, batch: list[Row]) -> list[Record]:
        if self._graph is None:
            self._graph = self._store.open()
        self._changed = True
        return _run(self._graph, cypher, batch)

    def _catch_up(self) -> None:
        if self._graph is None:
            self._graph = self._store.open()
        if self._behind:
            steps = (*self._journal.steps(), *self._waiting)
            self._changed = self._changed or bool(steps)
            _run_again(self._graph, steps)
        self._behind, self._waiting = False, []

    def _node_row(self, node: Node) -> Row:
        """With the id as the engine's own `title`, which it then leaves out of `properties(n)` and `keys(n)`."""
        row = node_row(node)
        properties = row["properties"]
        assert isinstance(properties, dict)
        properties["title"] = node.id
        return row


def _run(graph: Any, cypher: str, rows: list[Row]) -> list[Record]:
    engine = _engine()
    try:
        records: list[Record] = graph.cypher(
            cypher, params={"rows": rows}, timeout_ms=0, disable_optimizer=True
        ).to_list()
    except (engine.KgError, ValueError, TypeError, OverflowError) as error:
        raise StoreError(f"the graph refuses what is written: {_first_line(error)}.") from error
    return records


def _run_again(graph: Any, steps: Iterable[Step]) -> None:
    """Does what a journal says."""
    for cypher, rows in steps:
        records = _run(graph, cypher, rows)
        if records and (lost := len(rows) - sum(record["written"] for record in records)):
            raise StoreError(f"{lost} edges have an end that is not in the graph.", hint="Run `intreccio rebuild`.")


def _file_stamp(path: Path) -> tuple[int, int, int]:
    try:
        status = path.stat()
    except FileNotFoundError:
        return (0, 0, 0)
    except OSError as error:
        raise StoreUnavailable(f"the graph cannot be read: {error.strerror}.", where=str(path)) from error
    return (status.st_ino, status.st_mtime_ns, status.st_size)


class _Unfolder:
    """Gives nodes, relationships and durations of the engine in the form of `port.Table`.

    The engine names the ends of a relationship by numbers of its own; their ids come from the answer's nodes, and from
    the graph for those that the answer lacks.
    """

    def __init__(self, records: list[dict[str, object]], find: Any) -> None:
        self._ids: dict[int, object] = {}
        ends: set[int] = set()
        for record in records:
            _collect(list(record.values()), self._ids, ends)
        if missing := ends - self._ids.keys():
            self._ids.update(find(missing))

    def __call__(self, value: object) -> object:
        if not isinstance(value, dict):
            return value
        if _is_node(value):
            own = {key: item for key, item in value["properties"].items() if key not in ("title", "type")}
            return cells.node(value["labels"], own)
        if _is_relationship(value):
            start, end = self._ids.get(value["start"]), self._ids.get(value["end"])
            return cells.relationship(value["type"], start, end, value["properties"])
        if value.keys() >= {"months", "days", "seconds"} and value.keys() <= _DURATION:
            return cells.duration(value["months"], value["days"], value["seconds"], value.get("nanoseconds", 0))
        return value


def _declare(graph: Any) -> None:
    """Lets every label have every known property: else `(:Plan {kind: 'call'})` is an error until a plan has a kind."""
    names = {prop.name for mention in MENTION_TYPES.values() for prop in mention.properties}
    for known in graph.schema()["node_types"].values():
        names.update(known["properties"])
    graph.define_schema({"nodes": {label: {"optional": sorted(names)} for label in LABELS}})


_DURATION = {"months", "days", "seconds", "nanoseconds"}


def _collect(values: list[object], ids: dict[int, object], ends: set[int]) -> None:
    """Walks through an answer: the ids of its nodes by number, the numbers of its relationships' ends."""
    for value in values:
        if isinstance(value, list):
            _collect(value, ids, ends)
        elif isinstance(value, dict):
            if _is_node(value):
                ids[value["id"]] = value["properties"]["id"]
            elif _is_relationship(value):
                ends.update((value["start"], value["end"]))
            else:
                _collect(list(value.values()), ids, ends)


def _is_node(value: dict[str, Any]) -> bool:
    return value.keys() == {"id", "labels", "properties"} and "type" in value["properties"]


def _is_relationship(value: dict[str, Any]) -> bool:
    return value.keys() == {"id", "start", "end", "type", "properties"} and type(value["id"]) is int


def _query_error(engine: ModuleType, error: BaseException) -> QueryError:
    text = _first_line(error)
    if isinstance(error, engine.CypherTimeoutError):
        return QueryLimit("the query took too long.", hint="Ask for less, or begin at a named node.")
    if isinstance(error, engine.ReadOnlyError):
        return QueryRefused("the query would write.", hint="Only reading is allowed here.")
    if isinstance(error, MemoryError) or "max_work_units" in text or "collection limit" in text:
        return QueryLimit(f"the query needs too much memory ({text}).", hint="Ask for less.")
    return QueryInvalid(f"{text}.")


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:500].rstrip(".")


def _engine() -> ModuleType:
    """The engine, told to keep its remarks on queries to itself."""
    import kglite

    if kglite.get_query_warning_policy() != "silent":
        kglite.set_query_warning_policy("silent")
    return kglite
