"""Neo4j as the store, through the official driver.

Reading happens in READ transactions. A writer keeps one transaction open until `commit`, so that what one document
changes appears at once; a large projection is written in several, each of at most `TRANSACTION_ROWS` rows.
"""

import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from graph.store.batch import BatchWriter
from graph.store.dump import PagedReader, Record
from graph.store.neo4j_errors import driver_errors, is_out_of_memory, is_passing, query_errors, store_errors
from graph.store.port import Limits, Table
from graph.store.rows import Row
from graph.store.statements import statement

if TYPE_CHECKING:
    from neo4j import Driver, Session, Transaction

Result = TypeVar("Result")

TRANSACTION_ROWS = 20_000
TRANSACTION_SECONDS = 300.0
CONNECT_SECONDS = 5.0
ATTEMPTS = 4
PAUSE_SECONDS = 0.2
"""Before the second attempt; doubled before each further one."""


class Neo4jStore:
    """A database of a Neo4j server; `uri` is what the driver wants, `url` what people see."""

    def __init__(self, url: str, uri: str, auth: tuple[str, str] | None, database: str | None) -> None:
        self.url = url
        self._uri = uri
        self._auth = auth
        self._database = database
        self._driver: Driver | None = None

    @contextmanager
    def reader(self) -> Iterator["Neo4jReader"]:
        with self._session("READ") as session:
            yield Neo4jReader(session, self.url)

    @contextmanager
    def writer(self) -> Iterator["Neo4jWriter"]:
        with self._session("WRITE") as session:
            writer = Neo4jWriter(session, self.url)
            try:
                yield writer
            finally:
                writer.abandon()

    def is_empty(self) -> bool:
        with self.reader() as reader:
            nodes, _ = reader.counts()
        return not nodes

    def check(self) -> str:
        with store_errors(self.url):
            agent = self._connected().get_server_info().agent
        with self.reader() as reader:
            nodes, edges = reader.counts()
        return f"{agent} at {self.url}: {sum(nodes.values())} nodes, {sum(edges.values())} relationships"

    @contextmanager
    def _session(self, mode: str) -> "Iterator[Session]":
        with store_errors(self.url):
            driver = self._connected()
            driver.verify_connectivity()
        with driver.session(database=self._database, default_access_mode=mode) as session:
            yield session

    def _connected(self) -> "Driver":
        """The driver, made once and closed when the store goes."""
        if self._driver is None:
            import neo4j

            self._driver = neo4j.GraphDatabase.driver(
                self._uri,
                auth=self._auth,
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=2 * CONNECT_SECONDS,
                max_transaction_retry_time=CONNECT_SECONDS,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
                user_agent="intreccio",
            )
            weakref.finalize(self, self._driver.close)
        return self._driver


class Neo4jReader(PagedReader):
    """Reads committed data; a dump is consistent as long as nobody writes meanwhile."""

    def __init__(self, session: "Session", url: str) -> None:
        self._session = session
        self._url = url

    def run(self, cypher: str, parameters: Mapping[str, object], limits: Limits) -> Table:
        from graph.store import neo4j_values

        with query_errors(self._url), self._session.begin_transaction(timeout=limits.seconds) as transaction:
            result = transaction.run(cypher, dict(parameters))
            columns = tuple(result.keys())
            records = [tuple(record.values()) for record in result.fetch(limits.rows + 1)]
            result.consume()

            def find(elements: list[str]) -> dict[str, str]:
                found = transaction.run(statement("read_ids"), elements=elements)
                return {record["element"]: record["id"] for record in found}

            rows = neo4j_values.json_rows(records[: limits.rows], find)
        return Table(columns, rows, truncated=len(records) > limits.rows)

    def _records(self, cypher: str, **parameters: object) -> Iterator[Record]:
        with store_errors(self._url):
            records = _patiently(lambda: _alone(self._session, cypher, parameters))
        yield from records


class Neo4jWriter(BatchWriter):
    """Writes rows in one transaction, which is repeated in smaller ones when it fails for a passing reason."""

    def __init__(self, session: "Session", url: str) -> None:
        self._session = session
        self._url = url
        self._transaction: Transaction | None = None
        self._steps: list[tuple[str, list[Row]]] = []

    def clear(self) -> None:
        self.commit()
        with store_errors(self._url):
            for operation in ("clear_edges", "clear_nodes"):
                self._repeat(statement(operation))

    def commit(self) -> None:
        with store_errors(self._url):
            try:
                if self._transaction is not None:
                    self._transaction.commit()
            except driver_errors() as error:
                self._recover(error)
        self._transaction = None
        self._steps = []

    def abandon(self) -> None:
        """Undoes what was not committed."""
        if self._transaction is not None:
            self._transaction.close()
        self._transaction = None
        self._steps = []

    def _define(self, cypher: str) -> None:
        self.commit()
        with store_errors(self._url):
            _patiently(lambda: _alone(self._session, cypher, {}))

    def _write(self, cypher: str, batch: list[Row]) -> list[Record]:
        if sum(len(rows) for _, rows in self._steps) + len(batch) > TRANSACTION_ROWS:
            self.commit()
        self._steps.append((cypher, batch))
        with store_errors(self._url):
            try:
                return self._step(cypher, batch)
            except driver_errors() as error:
                return self._recover(error)

    def _step(self, cypher: str, batch: list[Row]) -> list[Record]:
        if self._transaction is None:
            self._transaction = self._session.begin_transaction(timeout=TRANSACTION_SECONDS)
        return _records(self._transaction, cypher, {"rows": batch})

    def _recover(self, error: Exception) -> list[Record]:
        """Repeats the steps of a transaction that failed for a passing reason; gives the records of the last."""
        steps = self._steps
        self.abandon()
        if not is_passing(error):
            raise error
        records: list[Record] = []
        for cypher, batch in steps:
            records = self._in_halves(cypher, batch)
        return records

    def _in_halves(self, cypher: str, batch: list[Row]) -> list[Record]:
        """Runs a batch in transactions of its own, cut in two as often as the server's memory asks."""
        try:
            return _patiently(lambda: _alone(self._session, cypher, {"rows": batch}))
        except driver_errors() as error:
            if not is_out_of_memory(error) or len(batch) == 1:
                raise
        middle = len(batch) // 2
        return self._in_halves(cypher, batch[:middle]) + self._in_halves(cypher, batch[middle:])

    def _repeat(self, cypher: str) -> None:
        """Runs a statement that removes up to `$size` until nothing is left, in smaller steps where memory is short."""
        size = self.batch_size
        while True:
            try:
                records = _patiently(partial(_alone, self._session, cypher, {"size": size}))
            except driver_errors() as error:
                if not is_out_of_memory(error) or size == 1:
                    raise
                size //= 2
            else:
                if not records[0]["written"]:
                    return


def _alone(session: "Session", cypher: str, parameters: Mapping[str, object]) -> list[Record]:
    """A statement in a transaction of its own."""
    with session.begin_transaction(timeout=TRANSACTION_SECONDS) as transaction:
        records = _records(transaction, cypher, parameters)
        transaction.commit()
    return records


def _records(transaction: "Transaction", cypher: str, parameters: Mapping[str, object]) -> list[Record]:
    return [record.data() for record in transaction.run(cypher, dict(parameters))]


def _patiently(act: Callable[[], Result]) -> Result:
    """Repeats an act that may be repeated, when it fails for a passing reason other than short memory."""
    pause = PAUSE_SECONDS
    for _ in range(ATTEMPTS - 1):
        try:
            return act()
        except driver_errors() as error:
            if not is_passing(error) or is_out_of_memory(error):
                raise
        time.sleep(pause)
        pause *= 2
    return act()
