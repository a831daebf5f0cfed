"""Parquet tables through DuckDB: rows in batches, values as text."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

from ingest.read.header import shaped
from ingest.read.rows import Row, Sheet
from ingest.read.workbook import cell_text

MEDIA_TYPE = "application/vnd.apache.parquet"
_BATCH = 5_000


def read_parquet(path: Path, memory_mb: int) -> Iterator[Sheet]:
    """The one table of the file. What DuckDB raises on a damaged file is left to the caller."""
    import duckdb

    with duckdb.connect(config={"threads": 1, "memory_limit": f"{memory_mb}MB"}) as connection:
        result = connection.execute("SELECT * FROM read_parquet(?)", [_literal(path)])
        columns = tuple(str(column[0]) for column in result.description)
        yield Sheet("", columns, _rows(result, columns), MEDIA_TYPE)


def _rows(result: object, columns: tuple[str, ...]) -> Iterator[Row]:
    number = 1
    while batch := result.fetchmany(_BATCH):  # type: ignore[attr-defined]
        for values in batch:
            number += 1
            yield shaped(number, [_text(value) for value in values], columns)


def _text(value: object) -> str:
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=_text)
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    if isinstance(value, dt.timedelta):
        return str(value)
    return cell_text(value)


def _literal(path: Path) -> str:
    """The path with the signs escaped that DuckDB would take for a pattern over many files."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path.absolute()))
