"""What pairs of known bodies teach: how often words stand in names, and the odds of each level."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from ingest.resolve.evaluation.registers import Side
from ingest.resolve.matching import linking, records
from ingest.resolve.matching.comparisons import COMPARISONS, Comparison
from ingest.resolve.matching.model import Model, Odds
from ingest.resolve.matching.vocabulary import Vocabulary
from ingest.resolve.matching.weighing import predict
from ingest.resolve.names import plain_words, telling_words

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

RANDOM_PAIRS: Final = 500_000
SEED: Final = 1
LEAST_CHANCE: Final = 10
"""Random pairs that must meet a level of names for their share to be believed."""
LEAST_WORD: Final = 20
LEAST_NAME: Final = 5

Counts = dict[str, Counter[str]]
"""Comparison → level → pairs."""


def statistics(names: Sequence[str]) -> dict[str, Any]:
    """How many names hold a word, and are one after normalising; rare ones (among them people's) are left out."""
    words: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for name in names:
        plain = plain_words(name)
        told = telling_words(plain)
        words.update(set(plain) | set(told))
        whole[" ".join(told)] += 1
    return {
        "names": len(names),
        "words": {w: n for w, n in sorted(words.items()) if n >= LEAST_WORD},
        "whole_names": {w: n for w, n in sorted(whole.items()) if n >= LEAST_NAME},
    }


def untrained(counted: dict[str, Any]) -> Model:
    """A model that knows the words alone."""
    even = {c.name: {level.label: (0.5, 0.5) for level in c.levels} for c in COMPARISONS}
    words, names = counted["words"], counted["whole_names"]
    return Model("untrained", counted["names"], words, names, even, 0, 0, 0, 0.5, 0.5, 0, 0, 0)


def odds(left: Side, right: Side, model: Model, numbers: Iterable[int]) -> dict[str, dict[str, Odds]]:
    """The odds of each level, from the left entries of these numbers whose key stands on the right.

    m: their pairs. u: random pairs, and for levels that chance hardly meets all candidates of two bodies.
    """
    other = right.numbers()
    same = [(n, other[key]) for n in numbers if (key := left.keys[n]) in other]
    names = [name for side in (left, right) for e in side.entries for name in records.named(e)]
    vocabulary = Vocabulary(model, names)
    with linking.database() as connection:
        linking.load(connection, "left", left.entries, vocabulary)
        linking.load(connection, "right", right.entries, vocabulary)
        matched = _counted(connection, model, same)
        chance = _counted(connection, model, _random_pairs(left, right))
        near: Counts = {c.name: Counter() for c in COMPARISONS}
        for first in range(0, len(left.entries), linking.CHUNK):
            linking.meet(connection, first, first + linking.CHUNK - 1, within=False)
            for name, counts in _levels(connection, model, left, right).items():
                near[name] += counts
    pairs = len(left.entries) * len(right.entries)
    return {c.name: _odds(c, matched[c.name], chance[c.name], near[c.name], pairs) for c in COMPARISONS}


def _odds(
    c: Comparison, matched: Counter[str], chance: Counter[str], near: Counter[str], pairs: int
) -> dict[str, Odds]:
    """m and u of each level.

    Chance hardly meets names that are alike: there the candidates that are two bodies count, among all pairs. How a
    name is written is asked only of equal names: there they are all.
    """
    m = {x.label: _share(matched, x.label) for x in c.levels}
    if c.name == "writing":
        return {x.label: (m[x.label], _share(near, x.label)) for x in c.levels}
    if c.name == "name":
        told = [x.label for x in c.levels if chance[x.label] < LEAST_CHANCE]
        return {
            x.label: (m[x.label], _share(near, x.label, pairs) if x.label in told else _share(chance, x.label))
            for x in c.levels
        }
    return {x.label: (m[x.label], _share(chance, x.label)) for x in c.levels}


def _share(counts: Counter[str], label: str, of: int | None = None) -> float:
    """The share of a level among the counted pairs, or `of` so many; a level that was not met has half a pair."""
    return max(counts[label], 0.5) / (of or max(counts.total(), 1))


def _random_pairs(left: Side, right: Side) -> list[tuple[int, int]]:
    """Pairs by chance, less the few that are one body."""
    draw = random.Random(SEED)  # noqa: S311  (a sample, no secret)
    pairs = ((draw.randrange(len(left.keys)), draw.randrange(len(right.keys))) for _ in range(RANDOM_PAIRS))
    return [(a, b) for a, b in pairs if left.keys[a] is None or left.keys[a] != right.keys[b]]


def _counted(connection: "DuckDBPyConnection", model: Model, pairs: list[tuple[int, int]]) -> Counts:
    """How many of these pairs of entries reach each level, by their first names."""
    import pyarrow as pa

    connection.register("given", pa.table({"l": [p[0] for p in pairs], "r": [p[1] for p in pairs]}))
    connection.execute(
        "create or replace temp table candidates as select a.record as l, b.record as r from given "
        "join (select entry, min(record) as record from left_records group by 1) a on a.entry = given.l "
        "join (select entry, min(record) as record from right_records group by 1) b on b.entry = given.r"
    )
    return _levels(connection, model)


def _levels(
    connection: "DuckDBPyConnection", model: Model, left: Side | None = None, right: Side | None = None
) -> Counts:
    """How many of `candidates` reach each level; with sides, only those of two bodies."""
    linking.compare(connection)
    predictions = predict(connection, model, 0.5, None)
    found: Counts = {}
    for c in COMPARISONS:
        labels = [level.label for level in reversed(c.levels)]
        answer = connection.execute(
            f"select gamma_{c.name}, l.entry, r.entry from {predictions} p join pairs on pairs.pair = p.pair_l "  # noqa: S608
            f"join left_records l on l.record = pairs.l join right_records r on r.record = pairs.r "
            f"where gamma_{c.name} >= 0"
        )
        counts: Counter[str] = Counter()
        while rows := answer.fetchmany(100_000):
            counts.update(
                labels[level]
                for level, a, b in rows
                if left is None or right is None or left.keys[a] is None or left.keys[a] != right.keys[b]
            )
        found[c.name] = counts
    return found
