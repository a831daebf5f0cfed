"""Pairs weighed by Splink: what each comparison says, as levels and bits."""

import logging
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.resolve.matching.comparisons import APART, BEFORE, COMPARISONS, Comparison, splink_settings
from ingest.resolve.matching.entries import Feature
from ingest.resolve.matching.model import Model

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SIDE = """
create or replace temp table {side}_of_pair as
select pair, words, office, whole, heir, generic, raw, writing, spelt_out, forms, natures, one_seat, reach, numbers,
    kind, address, cosine, cover, shared, alike, begins, ends, cut, branch, spelling, place
from pairs join {side}_records on record = pairs.{column}
"""

_FREQUENCIES = """
create or replace temp table frequencies as
select distinct words, tf_words from left_records union select distinct words, tf_words from right_records
"""

_BEST = """
select l.entry, r.entry, p.match_weight, p.match_probability, {columns}
from {predictions} p join pairs on pairs.pair = p.pair_l
join left_records l on l.record = pairs.l join right_records r on r.record = pairs.r
qualify row_number() over (partition by l.entry, r.entry order by p.match_weight desc, p.pair_l) = 1
"""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A pair of entries, by their numbers."""

    left: int
    right: int
    weight: float
    probability: float
    features: tuple[Feature, ...]


def weigh(connection: "DuckDBPyConnection", model: Model, prior: float, floor: float) -> Iterator[Weighed]:
    """The pairs of the table `pairs` that reach `floor` bits, each pair of entries once: by its best names."""
    levels = [_levels(c, model) for c in COMPARISONS]
    columns = ", ".join(f"p.gamma_{c.name}" for c in COMPARISONS) + ", p.mw_tf_adj_name"
    statement = _BEST.format(predictions=predict(connection, model, prior, floor), columns=columns)
    before = Feature(BEFORE, "most pairs are two", math.log2(prior / (1 - prior)))
    answer = connection.execute(statement)
    while found := answer.fetchmany(10_000):
        for left, right, weight, probability, *reached, adjustment in found:
            told = [said[level] for said, level in zip(levels, reached, strict=True) if level >= 0]
            if adjustment and reached[0] >= 0:
                told[0] = Feature(told[0].name, told[0].level, told[0].weight + adjustment)
            telling = (f for f in told if f.weight or (f.name, f.level) in APART)
            yield Weighed(left, right, weight, probability, (before, *telling))


def predict(connection: "DuckDBPyConnection", model: Model, prior: float, floor: float | None) -> str:
    """Splink's answer for the table `pairs`; returns the name of its table."""
    from splink import DuckDBAPI, Linker

    api = DuckDBAPI(connection)
    for side, column in (("left", "l"), ("right", "r")):
        connection.execute(_SIDE.format(side=side, column=column))
    left, right = (api.register(f"{side}_of_pair", dataset_display_name=side) for side in ("left", "right"))
    linker = Linker([left, right], splink_settings(model, prior), validate_settings=False, log_level=logging.ERROR)
    connection.execute(_FREQUENCIES)
    linker.table_management.register_term_frequency_lookup(api.register("frequencies"), "words")
    return linker.inference.predict(threshold_match_weight=floor).physical_name


def _levels(comparison: Comparison, model: Model) -> list[Feature]:
    """The feature of each level, by Splink's number: the last level is 0."""
    odds = model.comparisons[comparison.name]
    return [
        Feature(comparison.name, level.label, math.log2(odds[level.label][0] / odds[level.label][1]))
        for level in reversed(comparison.levels)
    ]
