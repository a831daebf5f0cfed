"""Italian names of things, compared by stems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.gaps.meaning import AT_LEAST, SURE, Index, overlap, stems


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("furgone", "furgoni"),
        ("biblioteca", "biblioteche"),
        ("spazio", "spazi"),
        ("sala", "sale"),
        ("PSICOLOGA", "psicologo"),
        ("mediatrici linguistiche", "un mediatore linguistico"),
    ],
)
def test_number_gender_and_case_do_not_matter(one: str, other: str) -> None:
    assert stems(one) == stems(other)


def test_numbers_and_articles_name_nothing() -> None:
    assert stems("due") == stems("350 mila euro") == frozenset()
    assert overlap("due", "tre") == 0.0


def test_words_that_stand_for_one_another_are_one() -> None:
    assert overlap("due furgoni refrigerati", "mezzi refrigerati") == 1.0


def test_a_word_that_only_repeats_the_kind_tells_nothing_beside_words_that_say_more() -> None:
    assert overlap("competenze digitali", "consulenza contabile") == 0.0
    assert overlap("una sala", "sala riunioni") == overlap("sala per riunioni", "spazio riunioni") == 1.0


def test_names_that_begin_with_another_noun_are_of_another_thing() -> None:
    assert overlap("sedie pieghevoli", "lettini pieghevoli") < AT_LEAST
    assert overlap("volontari del doposcuola", "educatori professionali volontari") < AT_LEAST
    assert AT_LEAST <= overlap("volontari", "educatori volontari") < SURE <= overlap("volontari", "volontari e autisti")
    assert overlap("formazione sulla sicurezza", "corsi di formazione sulla sicurezza") >= SURE
    assert overlap("sedie pieghevoli", "tavoli e sedie pieghevoli") == 1.0


TEXTS = st.lists(
    st.sampled_from(["furgoni", "sala", "spazio", "prove", "due", "cucina", "attrezzata", "di"]), max_size=4
).map(" ".join)


@given(st.lists(TEXTS, max_size=6), TEXTS)
def test_the_index_finds_what_comparing_each_finds(texts: list[str], wanted: str) -> None:
    expected = {n: overlap(wanted, text) for n, text in enumerate(texts) if overlap(wanted, text) >= 0.5}
    assert Index(texts).alike(wanted) == expected


@given(st.text())
def test_any_text_has_stems(text: str) -> None:
    assert all(stem.isascii() and stem for stem in stems(text))
