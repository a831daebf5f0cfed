"""Records against records: candidates by shared words in DuckDB, each pair weighed by Splink."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from ingest.resolve.matching import records
from ingest.resolve.matching.entries import Entry, Match
from ingest.resolve.matching.model import Model, bundled_model
from ingest.resolve.matching.vocabulary import Vocabulary
from ingest.resolve.matching.weighing import weigh

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

CHUNK: Final = 20_000
"""Entries of the left side that are linked at a time; bounds the memory."""

MOST: Final = 10
"""Candidates a record."""

_COUNTED: Final = "select *, count(*) over (partition by key)::int64 as bearers from met"

_MEMORY: Final = "1500MB"


def link(
    left: Sequence[Entry], right: Sequence[Entry], model: Model | None = None, *, share: float | None = None
) -> list[Match]:
    """The pairs of a left and a right entry that may be one, every pair once, the best of their names.

    Pairs under the model's floor are left out. `share` is how many left entries have their like on the right, else the
    model's. A pair weighs the same whatever else stands on the left. Which are taken as one is for `choosing.choose`.
    """
    model = model or bundled_model()
    return _link(left, right, model, model.share if share is None else share, within=False)


def link_within(entries: Sequence[Entry], model: Model | None = None) -> list[Match]:
    """The pairs of entries of one side that may be one."""
    model = model or bundled_model()
    return _link(entries, entries, model, model.twice, within=True)


def _link(left: Sequence[Entry], right: Sequence[Entry], model: Model, share: float, *, within: bool) -> list[Match]:
    if not left or not right:
        return []
    vocabulary = Vocabulary(model, records.names_of(right))
    prior = share / max(len(right), 2)
    with database() as connection:
        load(connection, "left", left, vocabulary)
        if within:
            load_again(connection)
        else:
            load(connection, "right", right, vocabulary)
        found: list[Match] = []
        for first in range(0, len(left), CHUNK):
            meet(connection, first, first + CHUNK - 1, within=within)
            compare(connection)
            found += (
                Match(left[w.left].id, right[w.right].id, w.probability, w.weight, w.features)
                for w in weigh(connection, model, prior, model.floor)
            )
    return found


@contextmanager
def database() -> Iterator["DuckDBPyConnection"]:
    """An empty database with the macros that the statements use; it may spill to a temporary folder."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        connection.execute(f"set memory_limit = '{_MEMORY}'; set temp_directory = '{folder}'")
        connection.execute(_sql("macros"))
        yield connection


def load(connection: "DuckDBPyConnection", side: str, entries: Sequence[Entry], vocabulary: Vocabulary) -> None:
    """Makes the tables `{side}_records` and `{side}_blocks`."""
    found = records.rows(entries, vocabulary)
    make = "create table"
    while rows := list(islice(found, CHUNK)):
        for table, content in ((f"{side}_records", _table(rows)), ("met", _block_table(rows))):
            connection.register("given", content)
            connection.execute(f"{make} {table} as from given" if make else f"insert into {table} from given")
        make = ""
    connection.unregister("given")
    connection.execute(f"create table {side}_blocks as {_COUNTED}; drop table met")


def load_again(connection: "DuckDBPyConnection") -> None:
    """The right side is the left one."""
    for table in ("records", "blocks"):
        connection.execute(f"create view right_{table} as from left_{table}")


def meet(connection: "DuckDBPyConnection", first: int, last: int, *, within: bool) -> None:
    """Makes `candidates` for the left entries from `first` to `last`."""
    given = {"first": first, "last": last, "within": within, "most": MOST}
    connection.execute(_sql("candidates"), given)


def compare(connection: "DuckDBPyConnection") -> None:
    """Makes `pairs` of `candidates`."""
    connection.execute(_sql("pairs"))


def _table(rows: list[dict[str, Any]]) -> "pa.Table":
    import pyarrow as pa

    types = {"tokens": pa.list_(pa.struct([("t", pa.string()), ("w", pa.float32())])), "words": pa.list_(pa.string())}
    schema = pa.schema([(c, types.get(t) or pa.type_for_alias(t)) for c, t in records.COLUMNS.items()])
    return pa.Table.from_pylist(rows, schema=schema)


def _block_table(rows: list[dict[str, Any]]) -> "pa.Table":
    import pyarrow as pa

    found = [(row["record"], row["entry"], row["town"], b) for row in rows for b in records.blocks(row)]
    return pa.table(
        {
            "record": pa.array([f[0] for f in found], pa.int32()),
            "entry": pa.array([f[1] for f in found], pa.int32()),
            "town": pa.array([f[2] for f in found], pa.string()),
            "kind": pa.array([f[3].kind for f in found], pa.string()),
            "key": pa.array([f"{f[3].kind}|{f[3].key}" for f in found], pa.string()),
            "weight": pa.array([f[3].weight for f in found], pa.float32()),
        }
    )


@cache
def _sql(name: str) -> str:
    return files("ingest.resolve.matching").joinpath(f"{name}.sql").read_text(encoding="utf-8")
