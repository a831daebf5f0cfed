"""A ledger that reads one-line documents, and what it makes of them."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import select

from graph.extraction import Batch, Claim, Document, Evidence, Mention, Passage, Record
from graph.ledger import decisions, writing
from graph.ledger.anchors import Place
from graph.ledger.ledger import Ledger
from graph.ledger.tables import extractions, resolutions
from graph.ledger.writing import Original
from ingest.resolve.resolve import resolve


@cache
def _empty() -> Path:
    path = Path(tempfile.mkdtemp()) / "ledger.sqlite"
    Ledger.open(f"sqlite:///{path}").close()
    return path


@contextmanager
def new_ledger() -> Iterator[Ledger]:
    """An empty ledger; a copy, since making one takes longer than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        path = shutil.copy(_empty(), Path(folder) / "ledger.sqlite")
        ledger = Ledger.open(f"sqlite:///{path}")
        yield ledger
        ledger.close()


def read(
    ledger: Ledger,
    source: str,
    name: str,
    *,
    key: str | None = None,
    kind: str | None = None,
    place: str | None = None,
    before: str = "Con noi lavora ",
    version: str = "1",
    register: bool = False,
    named: tuple[str, ...] = (),
) -> None:
    """Reads `Con noi lavora NAME, a PLACE.` under this source, as a document or as a register's row.

    `named` are municipalities that stand in `before`, in capitals.
    """
    where = f"{name}, a {place or 'casa'}."
    text, start = before + where, len(before)
    properties = {"kind": kind} if kind else {}
    found = [Mention("m1", "Organisation", start, start + len(name), name, "p1", "m1", properties, _keys(key))]
    for number, town in enumerate(named, start=3):
        at = before.index(town.upper())
        kind_of = {"kind": "municipality"}
        found.append(Mention(f"m{number}", "Place", at, at + len(town), town.upper(), "p1", f"m{number}", kind_of))
    claims = []
    if place:
        at = start + len(name) + 4
        found.append(Mention("m2", "Place", at, at + len(place), place, "p1", "m2", {"kind": "municipality"}))
        claims.append(Claim("c1", "m1", "LOCATED_IN", "m2", "done", 0.5, (Evidence("p1", 0, len(text)),)))
    rows = (Record("p1", "Registro", key, {}, "m1"),) if register else ()
    batch = Batch((Passage("p1", "sentence", 0, len(text), text),), tuple(found), tuple(claims), rows)
    with ledger.write() as connection:
        original = Original(f"{source}-{version}", source, "text/plain")
        document = Document(original.document, source, text, kind="register" if register else None)
        writing.record_reading(connection, source, original, (document, [batch]), version)


def _keys(key: str | None) -> dict[str, str]:
    return {"fiscal_code": key} if key else {}


def place_of(ledger: Ledger, source: str, reference: int = 1) -> Place:
    """The reference of the organisation (2: of the place) that the source names now."""
    with ledger.read() as connection:
        document = writing.current_document(connection, source)
        held = select(extractions.c.id).where(extractions.c.document == document, extractions.c.live)
        return connection.execute(held).scalar_one(), reference


def entity_of(ledger: Ledger, source: str) -> str:
    extraction, reference = place_of(ledger, source)
    r = resolutions.c
    with ledger.read() as connection:
        here = r.extraction == extraction, r.reference == reference
        return str(connection.execute(select(r.entity).where(*here)).scalar_one())


def parts(ledger: Ledger, sources: list[str]) -> set[frozenset[str]]:
    """The sources whose organisations are one, together."""
    found: dict[str, set[str]] = {}
    for source in sources:
        found.setdefault(entity_of(ledger, source), set()).add(source)
    return {frozenset(group) for group in found.values()}


def decide(ledger: Ledger, verdict: str, one: str, other: str, *, update: bool = True) -> int:
    """Somebody says this of the organisations of two sources."""
    with ledger.write() as connection:
        ends = place_of(ledger, one), place_of(ledger, other)
        number = decisions.decide_pair(connection, verdict, *ends, who="Ada")
    if update:
        resolve(ledger)
    return number


def undo(ledger: Ledger, decision: int) -> None:
    with ledger.write() as connection:
        decisions.undo(connection, decision, who="Ada")
    resolve(ledger)
