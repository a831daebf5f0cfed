"""The comparisons of a pair and their levels, for Splink. Each level is a condition over the columns of `pairs.sql`.

The model gives the odds of each level; the first level whose condition holds counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ingest.resolve.matching.model import Model

BEFORE: Final = "before comparing"
"""The feature that holds what is known without looking: most pairs are two bodies."""


@dataclass(frozen=True, slots=True)
class Level:
    """A degree of likeness.

    `by_frequency`: common names weigh less than rare ones. `apart`: however alike two are in everything else, only
    people take them as one: namesakes, a parent and its branch, a body that moved.
    """

    label: str
    condition: str
    by_frequency: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared; `unknown` is the condition under which nothing can be said."""

    name: str
    unknown: str
    levels: tuple[Level, ...]


COMPARISONS: Final = (
    Comparison(
        "name",
        "words_l = '' or words_r = ''",
        (
            Level("same words", "words_l = words_r", by_frequency=True),
            Level("same but for blanks, order or town, telling", "alike_l and shared_l >= 12"),
            Level("same but for blanks, order or town", "alike_l"),
            Level("one within the other, telling", "cover_l >= 0.98 and shared_l >= 16"),
            Level("nearly the same, telling", "cosine_l >= 0.8 and shared_l >= 14"),
            Level("one begins with the other, telling", "begins_l and shared_l >= 12"),
            Level("one begins with the other", "begins_l"),
            Level("nearly the same", "cosine_l >= 0.8"),
            Level("one within the other", "cover_l >= 0.98 and shared_l >= 8"),
            Level("spelt alike", "spelling_l >= 0.93"),
            Level("much in common, telling", "cosine_l >= 0.6 and shared_l >= 14"),
            Level("much in common", "cosine_l >= 0.6"),
            Level("some in common, telling", "cosine_l >= 0.4 and shared_l >= 12"),
            Level("some in common", "cosine_l >= 0.4"),
            Level("little in common", "cosine_l >= 0.25"),
            Level("hardly anything in common", "else"),
        ),
    ),
    Comparison(
        "place",
        "coalesce(place_l, '') = ''",
        (
            Level("same municipality", "place_l = 'municipality'"),
            Level("its municipality stands in the other's name", "place_l = 'named'"),
            Level("same province", "place_l = 'province'"),
            Level("same region", "place_l = 'region'"),
            Level("another municipality of the province", "place_l = 'near'", apart=True),
            Level("elsewhere", "else", apart=True),
        ),
    ),
    Comparison(
        "namesakes",
        "words_l = '' or words_r = ''",
        (
            Level(
                "a name that every town has, and no place",
                "generic_l and generic_r and coalesce(place_l, '') = ''",
                apart=True,
            ),
            Level("a name of its own, or a place", "else"),
        ),
    ),
    Comparison(
        "writing",
        "words_l <> words_r or words_l = ''",
        (
            Level("letter by letter", "writing_l = writing_r"),
            Level("different", "else"),
        ),
    ),
    Comparison(
        "form",
        "forms_l = '' and forms_r = ''",
        (
            Level("same", "forms_l = forms_r"),
            Level("in part the same", "list_has_any(string_split(forms_l, ' '), string_split(forms_r, ' '))"),
            Level("only one says it", "forms_l = '' or forms_r = ''"),
            Level("different", "else"),
        ),
    ),
    Comparison(
        "reach",
        "reach_l = reach_r",
        (
            Level("only one says it", "reach_l = '' or reach_r = ''"),
            Level("in part the same", "list_has_any(string_split(reach_l, ' '), string_split(reach_r, ' '))"),
            Level("different", "else", apart=True),
        ),
    ),
    Comparison(
        "numbers",
        "numbers_l = numbers_r",
        (
            Level("only one has one", "numbers_l = '' or numbers_r = ''"),
            Level("in part the same", "list_has_any(string_split(numbers_l, ' '), string_split(numbers_r, ' '))"),
            Level("different", "else", apart=True),
        ),
    ),
    Comparison(
        "kind",
        "kind_l is null or kind_r is null",
        (
            Level("same", "kind_l = kind_r"),
            Level("different", "else"),
        ),
    ),
    Comparison(
        "address",
        "address_l is null or address_r is null",
        (
            Level("same", "address_l = address_r"),
            Level("different", "else"),
        ),
    ),
)

APART: Final = frozenset((c.name, x.label) for c in COMPARISONS for x in c.levels if x.apart)
"""Comparison and level of what only people take as one."""


def splink_settings(model: Model, probability: float) -> dict[str, Any]:
    """The settings of Splink: every pair is a record on both sides, and is compared with itself alone."""
    return {
        "link_type": "link_only",
        "unique_id_column_name": "pair",
        "probability_two_random_records_match": probability,
        "blocking_rules_to_generate_predictions": ["l.pair = r.pair"],
        "comparisons": [_comparison(c, model.comparisons[c.name]) for c in COMPARISONS],
        "retain_intermediate_calculation_columns": True,
        "retain_matching_columns": True,
    }


def _comparison(c: Comparison, odds: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    unknown = {"sql_condition": c.unknown, "label_for_charts": "unknown", "is_null_level": True}
    return {
        "output_column_name": c.name,
        "comparison_levels": [unknown, *(_level(x, *odds[x.label]) for x in c.levels)],
    }


def _level(level: Level, m: float, u: float) -> dict[str, Any]:
    told = {
        "sql_condition": level.condition,
        "label_for_charts": level.label,
        "m_probability": m,
        "u_probability": u,
    }
    return told | ({"tf_adjustment_column": "words"} if level.by_frequency else {})
