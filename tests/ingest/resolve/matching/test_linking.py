"""Entries are matched by name and place; what cannot be told apart is left to people."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.resolve.matching.choosing import choose
from ingest.resolve.matching.comparisons import BEFORE
from ingest.resolve.matching.entries import Entry, Match
from ingest.resolve.matching.linking import link, link_within

REGISTER = (
    Entry("faro", "IL FARO SOCIETA' COOPERATIVA SOCIALE - ONLUS", municipality="Cuneo", province="CN"),
    Entry("pro-a", "Pro Loco", municipality="Vernante", province="CN"),
    Entry("pro-b", "PRO LOCO APS", municipality="Barolo", province="CN"),
    Entry("comunale", "AVIS comunale di Fossano", municipality="Fossano", province="CN"),
    Entry("provinciale", "AVIS provinciale di Cuneo", municipality="Cuneo", province="CN"),
    Entry("emergency", "EMERGENCY - LIFE SUPPORT FOR CIVILIAN WAR VICTIMS", municipality="Milano", province="MI"),
    Entry("tigullio", "Circolo nautico Tigullio", municipality="Chiavari", province="GE"),
    Entry("nobody", "", municipality="Cuneo"),
)


def chosen(*left: Entry) -> dict[str, str]:
    return {m.left: m.right for m in choose(link(left, REGISTER)).chosen}


@pytest.mark.parametrize(
    ("name", "town", "expected"),
    [
        ("Coop. Soc. Il Faro S.C.S.", "Cuneo", "faro"),
        ("Faro cooperativa sociale", "Cuneo", "faro"),
        ("Proloco di Barolo", "Barolo", "pro-b"),
        ("EME RGENCY LIFE SUPPORT FOR CIVILIAN WAR VICTIMS ONG", "Milano", "emergency"),
        ("CIRCOLO NAUTICO TIGULIO ASD", "Chiavari", "tigullio"),
        ("CIRCOLONAUTICO TIGULLIO", "Chiavari", "tigullio"),
    ],
)
def test_other_ways_to_write_a_name_are_found(name: str, town: str, expected: str) -> None:
    assert chosen(Entry("x", name, municipality=town)) == {"x": expected}


def test_another_name_of_the_entry_counts_too() -> None:
    assert chosen(Entry("x", "Sconosciuti", ("Circolo nautico Tigullio",), municipality="Chiavari")) == {
        "x": "tigullio"
    }


@pytest.mark.parametrize(
    ("name", "town"),
    [
        ("Pro Loco", "Saluzzo"),
        ("AVIS provinciale di Fossano", "Fossano"),
        ("Bocciofila Stura", "Cuneo"),
        ("", "Cuneo"),
        ("---", None),
    ],
)
def test_namesakes_elsewhere_branches_and_strangers_are_not_matched(name: str, town: str | None) -> None:
    assert chosen(Entry("x", name, municipality=town)) == {}


def test_namesakes_that_only_a_place_tells_apart_stay_ambiguous() -> None:
    left = (Entry("x", "Pro Loco"),)

    choice = choose(link(left, REGISTER), threshold=-10)

    assert choice.chosen == ()
    assert {m.right for m in choice.ambiguous["x"]} == {"pro-a", "pro-b"}


def test_the_municipality_in_the_name_stands_for_a_missing_place() -> None:
    found = {m.right: m.weight for m in link((Entry("x", "Pro Loco Vernante"),), REGISTER)}

    assert found["pro-a"] > found.get("pro-b", -99) + 5


def test_weights_add_up() -> None:
    for match in link(REGISTER, REGISTER):
        assert match.weight == pytest.approx(sum(f.weight for f in match.features))
        assert match.probability == pytest.approx(1 / (1 + 2**-match.weight))
        assert match.features[0].name == BEFORE


def test_within_one_register_a_pair_comes_once() -> None:
    twice = (*REGISTER, replace(REGISTER[0], id="again"))

    assert [(m.left, m.right) for m in choose(link_within(twice)).chosen] == [("faro", "again")]


WORDS = ("pro", "loco", "avis", "comunale", "provinciale", "fossano", "cuneo", "ii", "24", "società", "coop.")
NAMES = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join))
ENTRIES = st.lists(
    st.builds(
        Entry,
        id=st.uuids().map(str),
        name=NAMES,
        kind=st.sampled_from([None, "aps", "public_body"]),
        municipality=st.sampled_from([None, "Cuneo", "Fossano", "Bolzano/Bozen"]),
        province=st.sampled_from([None, "CN", "Cuneo"]),
        region=st.sampled_from([None, "Piemonte"]),
        address=st.sampled_from([None, "via Roma 1"]),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda e: e.id,
)
SLOW = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(ENTRIES, ENTRIES)
def test_a_pair_weighs_the_same_whatever_else_stands_on_the_left(left: list[Entry], right: list[Entry]) -> None:
    together = {(m.left, m.right): m for m in link(left, right)}
    alone = {(m.left, m.right): m for entry in left for m in link([entry], right)}

    assert together == alone


@SLOW
@given(ENTRIES)
def test_nothing_is_more_like_an_entry_than_itself(entries: list[Entry]) -> None:
    names = {e.id: e for e in entries}
    found: dict[str, list[Match]] = {}
    for match in link(entries, entries):
        found.setdefault(match.left, []).append(match)

    for left, matches in found.items():
        own = next((m.weight for m in matches if m.right == left), None)
        others = [m.weight for m in matches if names[m.right].name == names[left].name]
        assert own is None or own >= max(others) - 1e-9
