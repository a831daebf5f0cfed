"""Both languages say everything, each in its own way."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.coverage import UNKNOWN
from graph.analysis.filters import Filter
from graph.model import CLAIM_PROPERTIES, CLAIM_TYPES, LABELS, MENTION_TYPES, STRUCTURE_TYPES, Follow, Status
from viz.picture import COMPUTED
from viz.sheet import WORKED_OUT
from viz.words import LANGUAGES, Words, clean, clean_quote, load_words


@pytest.fixture(params=LANGUAGES)
def words(request: pytest.FixtureRequest) -> Words:
    return load_words(request.param)


def leaves(tree: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key), value


def test_both_languages_have_the_same_keys_and_the_same_blanks() -> None:
    italian, english = (dict(leaves(load_words(language).texts)) for language in ("it", "en"))
    assert italian.keys() == english.keys()
    for path, text in italian.items():
        if isinstance(text, str):
            blanks = [{name for _, name, _, _ in Formatter().parse(t) if name} for t in (text, english[path])]
            assert blanks[0] == blanks[1], path


def test_everything_the_model_knows_has_a_word(words: Words) -> None:
    texts = words.texts
    assert set(LABELS) <= texts["type"].keys() == texts["types"].keys()
    assert {*Status, COMPUTED} == texts["status"].keys()
    assert {*Follow} == texts["follow"].keys()
    assert {one.name for one in fields(Filter)} == texts["filter"].keys() == texts["filter_nothing"].keys()
    assert {*CLAIM_TYPES, *STRUCTURE_TYPES, *WORKED_OUT} == texts["claim"].keys()
    assert all(set(verb) == {"says", "seen"} for verb in texts["claim"].values())
    assert set(CLAIM_PROPERTIES) <= texts["property"].keys()
    for label, mention in MENTION_TYPES.items():
        for one in mention.properties:
            assert one.name in texts["property"]
            path = {"kind": ("kind", label), "led_by": ("generation",)}.get(one.name, (one.name,))
            for value in one.words:
                assert (
                    words.word(*path, value) != value or value in {"fondo", "area", "network"} or words.language == "en"
                )


def test_every_kind_of_organisation_can_be_missing(words: Words) -> None:
    kind = MENTION_TYPES["Organisation"].property("kind")
    assert kind and {*kind.words, UNKNOWN} == words.texts["nobody"].keys() == words.texts["kind"]["Organisation"].keys()


def test_numbers_and_dates_are_written_as_people_write_them() -> None:
    italian, english = load_words("it"), load_words("en")
    assert (italian.number(1204), italian.number(0.94, 2)) == ("1.204", "0,94")
    assert (english.number(1204), english.number(0.94, 2)) == ("1,204", "0.94")
    assert italian.date("2026-03-14") == "14 marzo 2026"
    assert (italian.date("2026-03"), english.date("2026-03"), italian.date("2026")) == (
        "marzo 2026",
        "March 2026",
        "2026",
    )
    assert italian.date("2026-03-14T09:30:00Z") == "14 marzo 2026"
    assert italian.date("2026-13") == "2026-13"


@given(st.text())
def test_any_text_as_a_date_stays_a_text(text: str) -> None:
    assert isinstance(load_words("it").date(text), str)


@given(st.text(st.characters(codec=None)))
def test_names_lose_what_turns_the_reading_direction_and_quotations_keep_their_places(text: str) -> None:
    hostile = f"\u202e{text}\x00\u2066"
    assert not set(clean(hostile)) & set("\u202e\u2066\x00\n")
    assert len(clean_quote(hostile)) == len(hostile)
    clean_quote(hostile).encode()
