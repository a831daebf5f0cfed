"""Sheets for tests, from rows written down in them."""

from collections.abc import Iterable

from graph.extraction import CELL_SEPARATOR, Batch
from ingest.read.header import shaped
from ingest.read.rows import Sheet


def sheet(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Sheet:
    names = tuple(columns)
    return Sheet("", names, (shaped(n, list(cells), names) for n, cells in enumerate(rows, 2)), "text/csv")


def assert_whole(batches: Iterable[Batch]) -> None:
    """What every register's batches promise: words where the offsets say, everything named is in its own batch."""
    end = -1
    for batch in batches:
        passages = {p.id: p for p in batch.passages}
        mentions = {m.id: m for m in batch.mentions}
        assert len(passages) == len(batch.passages)
        assert len(mentions) == len(batch.mentions)
        for p in batch.passages:
            assert p.start == end + 1
            assert p.end - p.start == len(p.text)
            assert "\n" not in p.text
            assert (p.kind, p.table) == ("row", 1)
            end = p.end
        for m in batch.mentions:
            p = passages[m.passage]
            assert p.text[m.start - p.start : m.end - p.start] == m.text
            assert m.text.strip()
            assert CELL_SEPARATOR not in m.text
            assert mentions[m.entity].type == m.type
        for c in batch.claims:
            assert {c.subject, c.object} <= mentions.keys()
            for e in c.evidence:
                assert passages[e.passage].start <= e.start < e.end <= passages[e.passage].end
        for r in batch.records:
            assert r.passage in passages
            assert r.subject is None or mentions[r.subject].type == "Organisation"
