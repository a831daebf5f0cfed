"""Cards in words, in both languages: no code without a text, the same blanks, numbers as each language writes them."""

from string import Formatter

import pytest

from graph.analysis.coverage import Blank
from graph.analysis.gaps.cards import Card, Reason, State
from graph.analysis.gaps.families import FAMILIES, Question, gaps
from graph.analysis.network.motifs import Motif
from graph.analysis.view import GraphView
from tests.graph.analysis.gaps.saying import Saying
from tests.graph.analysis.gaps.test_coverage import areas
from tests.graph.analysis.gaps.test_implementation import TODAY, late
from tests.graph.analysis.gaps.test_requirement import costing, mensa, offered
from tests.viz.territory import territory
from tests.viz.test_words import leaves
from viz.cards import load_card_words
from viz.words import LANGUAGES, Language


def partly() -> Saying:
    return costing().said("delibera", "Organisation Banca", "FUNDS", "Action Mensa", amount=120_000, unit="EUR")


VIEWS = [said.view() for said in (areas(), late(), mensa(), offered(mensa()), partly())] + [territory().view()]


def test_both_languages_have_the_same_keys_and_the_same_blanks() -> None:
    italian, english = (dict(leaves(load_card_words(language).cards.texts)) for language in LANGUAGES)
    assert italian.keys() == english.keys()
    for path, text in italian.items():
        blanks = [{name for _, name, _, _ in Formatter().parse(str(t)) if name} for t in (text, english[path])]
        assert blanks[0] == blanks[1], path


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_card_can_be_told(view: GraphView, language: Language) -> None:
    words = load_card_words(language)
    for card in gaps(Question(view, TODAY)):
        assert words.title(view, card) and words.statement(card)
        factors = (card.score.need, card.score.absence, card.score.feasibility, card.score.relevance)
        reasons = [*(f.reason for f in factors), *(r for c in card.candidates for r in c.reasons)]
        assert all(words.reason(reason, card.rule) for reason in reasons)


def test_families_states_blanks_and_motifs_have_a_word() -> None:
    texts = load_card_words("it").cards.texts
    assert set(State) == texts["state"].keys() and set(Blank) == texts["blank"].keys()
    assert set(FAMILIES) <= texts["family"].keys() and set(Motif) == texts["motif"].keys()


def told(card: Card, language: Language) -> str:
    return load_card_words(language).statement(card)


def test_a_part_of_an_amount_is_said_in_figures() -> None:
    (card,) = [c for c in gaps(Question(partly().view(), TODAY)) if c.rule == "stated-need"]
    assert "Finora 120.000 su 350.000 euro" in told(card, "it")
    assert "So far 120,000 of 350,000 euro" in told(card, "en")


def test_reasons_of_suggestions_are_in_the_words_of_the_language() -> None:
    meet = Reason("such-kinds-meet", {"one": "aps, odv", "other": "public_body"})
    assert (
        load_card_words("en").reason(meet).endswith("social promotion association, voluntary organisation; public body")
    )
    assert load_card_words("it").reason(Reason("offers-what-is-needed", {"resource": "space"})).endswith("spazi")
