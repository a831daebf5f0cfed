"""A small register holds what a document names where it holds the document's other bodies."""

import pytest

from ingest.resolve.co_mentions import NATIONAL, CoMentions
from ingest.resolve.matching.comparisons import CO_MENTIONS
from ingest.resolve.matching.entries import Entry, Match

NAMES = ("Pane Vicino ODV", "Mastri di Casa APS", "Fondazione Roccambra", "Il Forno Comune")
REGISTER = [Entry(f"r{n}", name) for n, name in enumerate(NAMES)]


def bits(*named: str, register: list[Entry] = REGISTER, told: tuple[str, ...] = ()) -> float:
    """What the others say of the first that a document names."""
    entries = [Entry(f"d{n}", name) for n, name in enumerate(named)]
    co_mentions = CoMentions({1: entries}, told, register, 0.27)
    found = co_mentions.weighed(Match("d0", "r0", 0.5, 0.0, ()), entries[0], 1)
    assert [feature.name for feature in found.features] == ([CO_MENTIONS] if found.weight else [])
    return found.weight


def test_most_others_in_it_make_it_as_likely_as_a_national_one() -> None:
    assert bits("Associazione Pane Vicino ODV", *NAMES[1:]) == 0.0


def test_nobody_else_in_it_leaves_what_its_size_says() -> None:
    alone, among_strangers = bits("Pane Vicino"), bits("Pane Vicino", "Croce Blu", "Pro Loco di Asti")
    assert among_strangers == alone == pytest.approx(-13.6, abs=0.1)


def test_the_same_body_again_is_no_co_mention() -> None:
    assert bits("Pane Vicino", "PANE VICINO ODV") == bits("Pane Vicino")


def test_who_is_told_otherwise_counts_too() -> None:
    assert bits("Pane Vicino", "il Comune", told=("d1",)) > bits("Pane Vicino", "il Comune")


def test_a_national_register_needs_no_co_mentions() -> None:
    assert bits("Pane Vicino", "Croce Blu", register=[Entry(f"r{n}", f"Ente {n}") for n in range(NATIONAL)]) == 0.0
