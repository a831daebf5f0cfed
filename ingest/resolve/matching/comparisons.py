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
            Level("one is the other cut short", "cut_l and shared_l >= 12"),
            Level("same but for a town at the end, telling", "branch_l = 'town' and shared_l >= 12"),
            Level("one ends with the other, telling", "cover_l >= 0.98 and shared_l >= 16 and ends_l"),
            Level("one within the other, telling", "cover_l >= 0.98 and shared_l >= 16"),
            Level("nearly the same, telling", "cosine_l >= 0.8 and shared_l >= 14"),
            Level("one begins with the other, telling", "begins_l and shared_l >= 12"),
            Level("one begins with the other", "begins_l"),
            Level("nearly the same", "cosine_l >= 0.8"),
            Level("one ends with the other", "cover_l >= 0.98 and shared_l >= 8 and ends_l"),
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
            Level("sign by sign", "raw_l = raw_r"),
            Level("letter by letter", "writing_l = writing_r"),
            Level("letter by letter but for abbreviations", "spelt_out_l = spelt_out_r"),
            Level("cut short within a word", "cut_l"),
            Level(
                "one begins with the other",
                "starts_with(spelt_out_l, spelt_out_r) or starts_with(spelt_out_r, spelt_out_l)",
            ),
            Level("different", "else"),
        ),
    ),
    Comparison(
        "form",
        "(forms_l = '' and forms_r = '') or cut_l",
        (
            Level("same", "forms_l = forms_r"),
            Level("in part the same", "list_has_any(string_split(forms_l, ' '), string_split(forms_r, ' '))"),
            Level("only one says it", "forms_l = '' or forms_r = ''"),
            Level("different", "else"),
        ),
    ),
    Comparison(
        "nature",
        "natures_l = '' and natures_r = ''",
        (
            Level("a municipality and something else", "(natures_l = 'comune') <> (natures_r = 'comune')"),
            Level(
                "only one is a company",
                "(natures_l = 'company' and natures_r = '') or (natures_l = '' and natures_r = 'company')",
            ),
            Level("only one says it", "natures_l = '' or natures_r = ''"),
            Level("may be the same", "list_has_any(string_split(natures_l, ' '), string_split(natures_r, ' '))"),
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
        "part",
        "branch_l is null",
        (
            Level(
                "other towns in the names",
                "branch_l = 'other town' and coalesce(place_l, '') <> 'municipality'",
                apart=True,
            ),
            Level(
                "a town or section that only one names, and no place",
                "coalesce(place_l, '') = '' and not (one_seat_l and one_seat_r)",
                apart=True,
            ),
            Level("a town or section that only one names, or other ones in one municipality", "else"),
        ),
    ),
    Comparison(
        "office",
        "office_l = '' and office_r = '' and heir_l <> words_r and heir_r <> words_l",
        (
            Level("predecessor and heir", "heir_l = words_r or heir_r = words_l", apart=True),
            Level("another office", "office_l <> office_r and office_l <> '' and office_r <> ''", apart=True),
            Level(
                "an office, and what is named after it",
                "office_l <> office_r and (contains(words_l, office_r) and office_l = '' "
                "or contains(words_r, office_l) and office_r = '')",
                apart=True,
            ),
            Level(
                "offices of other names",
                "whole_l and whole_r and not alike_l and not cut_l and spelling_l < 0.9",
                apart=True,
            ),
            Level("the same, or only one says it", "else"),
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
        "kind_l is null or kind_r is null or (forms_l <> '' and forms_l = forms_r)",
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

SURROUNDINGS: Final = "places named beside it"
ONLY_OTHERS: Final = "only others"
"""The feature, and one of its levels, of a name in a document that says elsewhere which places it is about."""

CO_MENTIONS: Final = "others of the document in these registers"
"""The feature of how many of them stand there."""

SAID: Final = "what the document says"
OTHER_KIND: Final = "a body of another kind"
ORGAN: Final = "an organ, which has no row of its own"
SAID_MORE: Final = "words that the record lacks"
HARDLY: Final = "a name that is hardly alike"
"""The feature of a named body that keeps it from a record however likely, and its levels."""

JUST_ANOTHER: Final = ("among the records", "another bears just this name")
"""The feature, and its level, of a record whose name is another."""

APART: Final = frozenset(
    [
        *((c.name, x.label) for c in COMPARISONS for x in c.levels if x.apart),
        (SURROUNDINGS, ONLY_OTHERS),
        *((SAID, level) for level in (OTHER_KIND, ORGAN, SAID_MORE, HARDLY)),
    ]
)
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
