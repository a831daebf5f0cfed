"""An index of records on disk: a few entries are linked with many without reading these again."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from ingest.resolve.matching import linking, records
from ingest.resolve.matching.entries import Entry, Match
from ingest.resolve.matching.model import Model, bundled_model
from ingest.resolve.matching.vocabulary import Counts, Vocabulary

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NEAR: Final = 4 * linking.MOST
"""Records that are looked at again for each left record: sizes change a little as entries come and go."""


@dataclass(frozen=True, slots=True)
class Index:
    """Entries in a file, ready to be met. Several processes may link with one file; one at a time may `replace`."""

    path: Path
    model: Model

    @classmethod
    def open(cls, path: Path, model: Model | None = None) -> Self:
        """The index in this file, made where there is none; one of another model is made again from its entries."""
        index = cls(path, model or bundled_model())
        with index._writing() as connection:
            connection.execute(linking.sql("index"))
            of = connection.execute("select version from model").fetchall()
            entries = (
                [] if of == [(index.model.version,)] else _entries(connection, "select * from entries order by entry")
            )
            if of != [(index.model.version,)]:
                for table in ("model", "entries", "blocks", "words", "whole_names", "total"):
                    connection.execute(f"delete from {table}")  # noqa: S608  (names of this module)
                connection.execute("insert into total values (0)")
                connection.execute("insert into model values (?)", [index.model.version])
        if entries:
            index.replace(entries, ())
        return index

    def replace(self, entries_added: Sequence[Entry], ids_removed: Iterable[str]) -> None:
        """Takes entries in and out, in one transaction. An id that is there already is taken out first."""
        gone = [*ids_removed, *(e.id for e in entries_added)]
        with self._writing() as connection:
            connection.execute("begin")
            self._remove(connection, gone)
            self._add(connection, entries_added)
            connection.execute("commit")

    def link(self, left: Sequence[Entry]) -> list[Match]:
        """What `linking.link` gives for these and all entries of the index."""
        if not left:
            return []
        with linking.database() as connection:
            connection.execute("attach $path as stored (read_only)", {"path": str(self.path)})
            total = _one(connection, "select count(*) from stored.entries")
            vocabulary = Vocabulary(self.model, (), _counts(connection, "stored."))
            linking.load(connection, "left", left, vocabulary)
            near = _entries(connection, linking.sql("near"), {"most": _NEAR})
            if not near:
                return []
            linking.load(connection, "right", near, vocabulary)
            connection.execute(_ALL_BEARERS)
            prior = self.model.share / max(total, 2)
            return linking.matched(connection, left, near, self.model, prior)

    def __len__(self) -> int:
        with self._writing() as connection:
            return _one(connection, "select count(*) from entries")

    def _remove(self, connection: "DuckDBPyConnection", ids: Sequence[str]) -> None:
        connection.execute(
            "create temp table gone as select entry from entries where id in (select unnest($ids))", {"ids": ids}
        )
        entries = _entries(connection, "select * from entries where entry in (from gone)")
        if entries:
            _count(connection, Vocabulary(self.model, records.names_of(entries), _counts(connection)).added, -1)
            connection.execute("delete from blocks where entry in (from gone)")
            connection.execute("delete from entries where entry in (from gone)")
        connection.execute("drop table gone")

    def _add(self, connection: "DuckDBPyConnection", entries: Sequence[Entry]) -> None:
        import pyarrow as pa

        vocabulary = Vocabulary(self.model, records.names_of(entries), _counts(connection))
        _count(connection, vocabulary.added, 1)
        number = _one(connection, "select coalesce(max(entry) + 1, 0) from entries")
        first = _one(connection, "select coalesce(max(record) + 1, 0) from blocks")
        connection.register(
            "given", pa.Table.from_pylist([{"entry": number + n} | asdict(e) for n, e in enumerate(entries)], _schema())
        )
        connection.execute("insert into entries from given")
        found = records.rows(entries, vocabulary)
        while rows := list(islice(found, linking.CHUNK)):
            connection.register("given", linking.block_table(rows))
            connection.register(
                "sizes", pa.table({"record": [r["record"] for r in rows], "size": [r["size"] for r in rows]})
            )
            connection.execute(
                "insert into blocks select record + $first, entry + $number, town, kind, key, size "
                "from given join sizes using (record)",
                {"first": first, "number": number},
            )

    @contextmanager
    def _writing(self) -> Iterator["DuckDBPyConnection"]:
        import duckdb

        with duckdb.connect(self.path) as connection:
            yield connection


_ALL_BEARERS: Final = """
create or replace table right_blocks as
select b.* replace (coalesce(a.bearers, b.bearers) as bearers)
from right_blocks b left join (
    select key, count(*)::int64 as bearers from stored.blocks where key in (select key from right_blocks) group by key
) a on a.key = b.key
"""
"""Of the keys of the entries that are looked at again, how many records of the whole index bear them."""


def _one(connection: "DuckDBPyConnection", statement: str) -> int:
    (row,) = connection.execute(statement).fetchall()
    return int(row[0])


def _entries(connection: "DuckDBPyConnection", statement: str, given: Mapping[str, Any] | None = None) -> list[Entry]:
    rows = connection.execute(statement, given or {}).fetchall()
    return [Entry(row[1], row[2], tuple(row[3]), *row[4:]) for row in rows]


def _schema() -> Any:
    import pyarrow as pa

    names = ("id", "name", "other_names", "kind", "municipality", "province", "region", "address")
    types = [("entry", pa.int32()), *((n, pa.list_(pa.string()) if n == "other_names" else pa.string()) for n in names)]
    return pa.schema(types)


def _counts(connection: "DuckDBPyConnection", where: str = "") -> Counts:
    """What the names of the index count."""
    words, whole = (
        dict(connection.execute(f"select word, names from {where}{table}").fetchall())  # noqa: S608
        for table in ("words", "whole_names")
    )
    return Counts(_one(connection, f"select names from {where}total"), words, whole)  # noqa: S608


def _count(connection: "DuckDBPyConnection", counts: Counts, sign: int) -> None:
    """Adds the counts (`sign` 1) or takes them away (-1)."""
    import pyarrow as pa

    connection.execute("update total set names = names + $n", {"n": sign * counts.names})
    for table, found in (("words", counts.words), ("whole_names", counts.whole_names)):
        given = Counter({word: sign * n for word, n in found.items()})
        connection.register("given", pa.table({"word": list(given), "names": pa.array(given.values(), pa.int32())}))
        connection.execute(f"insert into {table} from given on conflict do update set names = names + excluded.names")
