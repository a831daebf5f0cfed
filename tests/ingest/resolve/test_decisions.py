"""What people said always holds: it is kept through readings and matches, and can be taken back one by one."""

from collections.abc import Iterator

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import UsageError
from graph.ledger import decisions, linking
from graph.ledger.ledger import Ledger
from graph.ledger.matches import FeatureRow, MatchRow, replace_matches
from graph.ledger.reading import current_entity
from ingest.resolve.resolve import resolve
from tests.ingest.resolve.helpers import decide, entity_of, new_ledger, parts, place_of, read, undo


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with new_ledger() as opened:
        yield opened


def match(ledger: Ledger, *pairs: tuple[str, str, float, float]) -> None:
    """Says that a matcher found these pairs: (one, other, probability, bits)."""
    found = [
        MatchRow(place_of(ledger, a), place_of(ledger, b), p, bits, (FeatureRow("name", "near", bits),))
        for a, b, p, bits in pairs
    ]
    with ledger.write() as connection:
        replace_matches(connection, found, "test")
    resolve(ledger)


def four(ledger: Ledger) -> list[str]:
    for source in "abcd":
        read(ledger, source, f"Cooperativa {source.upper()}ldo")
    resolve(ledger)
    return list("abcd")


def test_undoing_the_middle_one_of_three_merges_leaves_the_other_two(ledger: Ledger) -> None:
    sources = four(ledger)
    before = [entity_of(ledger, s) for s in sources]
    decide(ledger, "same", "a", "b")
    middle = decide(ledger, "same", "b", "c")
    decide(ledger, "same", "c", "d")
    assert parts(ledger, sources) == {frozenset("abcd")}
    assert entity_of(ledger, "d") == before[0]
    with ledger.read() as connection:
        assert current_entity(connection, before[2]) == before[0]
    undo(ledger, middle)
    assert parts(ledger, sources) == {frozenset("ab"), frozenset("cd")}
    assert [entity_of(ledger, s) for s in sources] == [before[0], before[0], before[2], before[2]]
    with ledger.read() as connection:
        assert current_entity(connection, before[2]) == before[2]


def test_a_decision_survives_the_reading_of_its_document_by_a_newer_version(ledger: Ledger) -> None:
    sources = four(ledger)
    decide(ledger, "same", "a", "b")
    read(ledger, "b", "Cooperativa Bldo", version="2")
    resolve(ledger)
    assert frozenset("ab") in parts(ledger, sources)


def test_a_decision_holds_though_the_newer_version_reads_more_words(ledger: Ledger) -> None:
    sources = four(ledger)
    decide(ledger, "same", "a", "b")
    read(ledger, "b", "lavora Cooperativa Bldo", before="Con noi ", version="2")
    resolve(ledger)
    assert frozenset("ab") in parts(ledger, sources)


def test_a_decision_whose_words_are_gone_waits_for_them(ledger: Ledger) -> None:
    sources = four(ledger)
    decide(ledger, "same", "a", "b")
    read(ledger, "b", "Fondazione Altra", before="Tutto cambia per ", version="2")
    resolve(ledger)
    assert frozenset("a") in parts(ledger, sources)
    read(ledger, "b", "Cooperativa Bldo", version="3")
    resolve(ledger)
    assert frozenset("ab") in parts(ledger, sources)


def test_different_inside_a_cluster_parts_it_at_its_weakest_match(ledger: Ledger) -> None:
    sources = four(ledger)
    match(ledger, ("a", "b", 0.99, 9.0), ("b", "c", 0.97, 5.0), ("c", "d", 0.99, 12.0))
    assert parts(ledger, sources) == {frozenset("abcd")}
    number = decide(ledger, "different", "a", "d")
    assert parts(ledger, sources) == {frozenset("ab"), frozenset("cd")}
    with ledger.read() as connection:
        [conflict] = linking.doubts(connection, ["different"])
    assert (conflict.decision, "5.0 bits" in conflict.reason) == (number, True)
    undo(ledger, number)
    assert parts(ledger, sources) == {frozenset("abcd")}
    with ledger.read() as connection:
        assert linking.doubts(connection, ["different"]) == []


def test_different_holds_against_a_shared_key(ledger: Ledger) -> None:
    for source in "ab":
        read(ledger, source, "Il Faro", key="00000010017")
    resolve(ledger)
    assert entity_of(ledger, "a") == entity_of(ledger, "b")
    decide(ledger, "different", "a", "b")
    assert entity_of(ledger, "a") != entity_of(ledger, "b")


def test_two_valid_keys_never_join_and_it_is_said(ledger: Ledger) -> None:
    read(ledger, "a", "Il Faro", key="00000010017")
    read(ledger, "b", "Il Faro", key="00000020016")
    resolve(ledger)
    number = decide(ledger, "same", "a", "b")
    match(ledger, ("a", "b", 0.999, 20.0))
    assert entity_of(ledger, "a") != entity_of(ledger, "b")
    with ledger.read() as connection:
        [conflict] = linking.doubts(connection, ["keys"])
    assert conflict.decision == number


def test_unsure_changes_nothing(ledger: Ledger) -> None:
    sources = four(ledger)
    match(ledger, ("a", "b", 0.99, 9.0))
    decide(ledger, "unsure", "a", "b")
    assert frozenset("ab") in parts(ledger, sources)


def test_an_unlikely_match_joins_nobody(ledger: Ledger) -> None:
    sources = four(ledger)
    match(ledger, ("a", "b", 0.6, 1.0))
    assert len(parts(ledger, sources)) == 4


def test_a_new_run_of_the_matcher_takes_the_place_of_the_last(ledger: Ledger) -> None:
    sources = four(ledger)
    match(ledger, ("a", "b", 0.99, 9.0))
    decide(ledger, "same", "c", "d")
    match(ledger, ("b", "c", 0.99, 9.0))
    assert parts(ledger, sources) == {frozenset("a"), frozenset("bcd")}


@pytest.mark.parametrize(
    ("verdict", "one", "other"), [("same", "a", "a"), ("perhaps", "a", "b")], ids=["itself", "unknown"]
)
def test_what_cannot_be_decided_is_refused(ledger: Ledger, verdict: str, one: str, other: str) -> None:
    four(ledger)
    with pytest.raises(UsageError):
        decide(ledger, verdict, one, other)


def test_what_is_undone_cannot_be_undone_again(ledger: Ledger) -> None:
    four(ledger)
    number = decide(ledger, "same", "a", "b")
    undo(ledger, number)
    with pytest.raises(UsageError, match="undone"):
        undo(ledger, number)


SOURCES = [f"s{n}" for n in range(6)]
PAIRS = st.tuples(st.sampled_from(SOURCES), st.sampled_from(SOURCES)).filter(lambda p: p[0] != p[1])
SETTINGS = settings(max_examples=15, suppress_health_check=list(HealthCheck))


@SETTINGS
@given(st.lists(PAIRS, max_size=6), st.data())
def test_after_any_merges_and_undos_exactly_what_stands_is_joined(
    merges: list[tuple[str, str]], data: st.DataObject
) -> None:
    with new_ledger() as ledger:
        for n, source in enumerate(SOURCES):
            read(ledger, source, f"Cooperativa {chr(65 + n)}rno")
        resolve(ledger)
        own = {s: entity_of(ledger, s) for s in SOURCES}
        made = {decide(ledger, "same", *pair): pair for pair in merges}
        undone = data.draw(st.permutations(sorted(made))) if made else []
        for number in undone:
            oracle = nx.Graph()
            oracle.add_nodes_from(SOURCES)
            oracle.add_edges_from(made.values())
            groups = {frozenset(c) for c in nx.connected_components(oracle)}
            assert parts(ledger, SOURCES) == groups
            for group in groups:
                assert {entity_of(ledger, s) for s in group} == {own[min(group)]}
            undo(ledger, number)
            del made[number]
        assert {s: entity_of(ledger, s) for s in SOURCES} == own


ABOUT = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Il Faro", "La Vela", "Il Ramo"]),
        "key": st.sampled_from([None, None, "00000010017", "00000020016"]),
        "kind": st.sampled_from([None, "cooperative", "consortium", "foundation", "public_body"]),
        "place": st.sampled_from([None, None, "Asti", "Vald"]),
    }
)
SAYING = st.tuples(st.sampled_from(["same", "different", "unsure"]), PAIRS)


@SETTINGS
@given(st.lists(ABOUT, min_size=6, max_size=6), st.lists(SAYING, max_size=5), st.randoms(use_true_random=False))
def test_step_by_step_gives_the_same_as_all_at_once(about, sayings, random) -> None:  # type: ignore[no-untyped-def]
    again = random.choice(SOURCES)
    with new_ledger() as stepwise, new_ledger() as whole:
        for ledger in (stepwise, whole):
            # A tie between equal reasons goes to what was read first: the source that is read anew comes last in both.
            order = sorted(zip(SOURCES, about, strict=True), key=lambda one: ledger is whole and one[0] == again)
            for source, one in order:
                read(ledger, source, one["name"], key=one["key"], kind=one["kind"], place=one["place"])
                if ledger is stepwise:
                    resolve(ledger)
            for verdict, pair in sayings:
                decide(ledger, verdict, *pair, update=ledger is stepwise)
            if ledger is stepwise:
                one = about[SOURCES.index(again)]
                read(ledger, again, one["name"], key=one["key"], version="2")
                resolve(ledger)
                read(ledger, again, **one, version="3")
            resolve(ledger)
        assert parts(stepwise, SOURCES) == parts(whole, SOURCES)
        with stepwise.read() as one_side, whole.read() as other_side:
            assert len(linking.doubts(one_side, ["keys"])) == len(linking.doubts(other_side, ["keys"]))
            assert len(decisions.newest(one_side)) == len(decisions.newest(other_side))
