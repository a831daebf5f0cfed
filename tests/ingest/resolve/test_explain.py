"""What a person sees before deciding: the queue in its order, the links with their weights, where sources disagree."""

from collections.abc import Iterator

import pytest

from graph.errors import NotFound, UsageError
from graph.ledger.conflicts import conflicts, contradictions
from graph.ledger.ledger import Ledger
from graph.ledger.matches import FeatureRow, MatchRow, replace_matches
from graph.ledger.reviews import Review, reviews
from ingest.resolve.explain import Explanation, explain
from ingest.resolve.resolve import resolve
from tests.ingest.resolve.helpers import decide, entity_of, new_ledger, place_of, read

BARS = (FeatureRow("name", "same words", 7.5), FeatureRow("place", "unknown", 0.0))


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with new_ledger() as opened:
        yield opened


def match(ledger: Ledger, *pairs: tuple[str, str, float, float]) -> None:
    found = [MatchRow(place_of(ledger, a), place_of(ledger, b), p, bits, BARS) for a, b, p, bits in pairs]
    with ledger.write() as connection:
        replace_matches(connection, found, "test")
    resolve(ledger)


def queue(ledger: Ledger) -> list[Review]:
    with ledger.read() as connection:
        return reviews(connection)


def explained(ledger: Ledger, source: str) -> Explanation:
    with ledger.read() as connection:
        return explain(connection, entity_of(ledger, source))


def test_what_a_decision_would_change_most_is_asked_first(ledger: Ledger) -> None:
    for source, name in zip("abcd", ("Alba", "Alba Nova", "Bora", "Bora Nova"), strict=True):
        read(ledger, source, name, place="Asti" if name.startswith("Bora") else None)
    resolve(ledger)
    match(ledger, ("a", "b", 0.6, 1.0), ("c", "d", 0.9, 4.0))
    asked = [r for r in queue(ledger) if r.claim is None]
    assert [(r.left.words, r.edges, r.documents) for r in asked] == [("Bora", 1, 1), ("Alba", 0, 1)]


def test_a_claim_that_is_not_sure_is_asked(ledger: Ledger) -> None:
    read(ledger, "a", "Alba", place="Asti")
    resolve(ledger)
    [asked] = queue(ledger)
    assert (asked.id, asked.left.words, asked.claim, asked.right.words, asked.probability) == (
        "c1.1",
        "Alba",
        "LOCATED_IN",
        "Asti",
        0.5,
    )


@pytest.mark.parametrize("verdict", ["same", "different", "unsure"])
def test_nobody_is_asked_twice(ledger: Ledger, verdict: str) -> None:
    for source, name in zip("ab", ("Alba", "Alba Nova"), strict=True):
        read(ledger, source, name)
    resolve(ledger)
    match(ledger, ("a", "b", 0.6, 1.0))
    assert len(queue(ledger)) == 1
    decide(ledger, verdict, "a", "b")
    assert queue(ledger) == []


def test_a_name_that_two_bodies_bear_is_asked_of_both(ledger: Ledger) -> None:
    for source, kind in zip("abc", ("public_body", "foundation", None), strict=True):
        read(ledger, source, "Alba", kind=kind)
    resolve(ledger)
    assert [r.reason for r in queue(ledger)] == ["same name: alba; 2 things bear this name"] * 2
    decide(ledger, "same", "b", "c")
    assert entity_of(ledger, "b") == entity_of(ledger, "c")
    assert queue(ledger) == []


def test_a_guessed_kind_parts_no_two_of_a_long_name(ledger: Ledger) -> None:
    for source, kind in zip("abcd", ("public_body", "foundation") * 2, strict=True):
        read(ledger, source, "Alba" if source in "ab" else "Alba dei Borghi Alti", kind=kind)
    resolve(ledger)
    assert entity_of(ledger, "a") != entity_of(ledger, "b")
    assert entity_of(ledger, "c") == entity_of(ledger, "d")


def test_a_kind_that_a_register_states_is_no_guess(ledger: Ledger) -> None:
    for source, kind in zip("ab", ("public_body", "foundation"), strict=True):
        read(ledger, source, "Alba dei Borghi Alti", kind=kind, register=True)
    resolve(ledger)
    assert entity_of(ledger, "a") != entity_of(ledger, "b")


def test_an_explanation_has_the_words_the_bars_and_what_would_change_it(ledger: Ledger) -> None:
    for source, name in zip("abc", ("Alba", "Alba Nova", "Alba Due"), strict=True):
        read(ledger, source, name)
    resolve(ledger)
    match(ledger, ("a", "b", 0.99, 7.5), ("b", "c", 0.7, 2.0))
    found = explained(ledger, "a")
    assert [m.side.words for m in found.members] == ["Alba", "Alba Nova"]
    assert found.members[0].side.passage == "Con noi lavora Alba, a casa."
    assert [(link.kind, link.weight, link.features) for link in found.links] == [("match", 7.5, BARS)]
    assert found.changes == (
        "without the match of 7.5 bits (0.990) between 1.1 and 2.1, 1 of 2 would be another entity",
        f"“Alba Due” ({entity_of(ledger, 'c')}) may be the same: 2.0 bits (0.700)",
    )


def test_what_is_kept_apart_is_explained_too(ledger: Ledger) -> None:
    for source in "ab":
        read(ledger, source, "Alba")
    resolve(ledger)
    number = decide(ledger, "different", "a", "b")
    found = explained(ledger, "a")
    assert [(r.to.words, r.decision) for r in found.refused] == [("Alba", number)]
    assert [d.id for d in found.decisions] == [number]
    assert f"if decision {number} were undone" in found.changes[0]
    with ledger.read() as connection:
        assert [(c.kind, c.decision) for c in contradictions(connection)] == [("different", number)]


def test_both_kinds_and_both_seats_stay_with_their_words(ledger: Ledger) -> None:
    read(ledger, "a", "Alba", key="00000010017", kind="consortium", place="Asti", register=True)
    read(ledger, "b", "Alba", key="00000010017", kind="company", place="Bra", register=True)
    read(ledger, "c", "Alba", key="00000010017", kind="school", place="Bra")  # how a document was read: no word of its
    resolve(ledger)
    with ledger.read() as connection:
        found = conflicts(connection)
    assert [(c.name, c.attribute, {v.value for v in c.values}) for c in found] == [
        ("Alba", "kind", {"consortium", "company"}),
        ("Alba", "seat", {"Asti", "Bra"}),
    ]
    assert all(v.value in v.words for v in found[1].values)


def test_a_finer_word_is_no_disagreement(ledger: Ledger) -> None:
    for source, kind in zip("abc", ("association", "aps", "other"), strict=True):
        read(ledger, source, "Alba", key="00000010017", kind=kind, register=True)
    resolve(ledger)
    with ledger.read() as connection:
        assert conflicts(connection) == []


def test_an_entity_is_named_by_id_by_former_id_or_by_name(ledger: Ledger) -> None:
    for source, kind in zip("ab", ("public_body", "foundation"), strict=True):
        read(ledger, source, "Alba", kind=kind)
    read(ledger, "c", "Bora")
    resolve(ledger)
    former = entity_of(ledger, "c")
    decide(ledger, "same", "b", "c")
    with ledger.read() as connection:
        assert explain(connection, former).entity == entity_of(ledger, "b")
        assert explain(connection, "BORA").entity == entity_of(ledger, "b")
        with pytest.raises(UsageError, match="2 entities"):
            explain(connection, "Alba")
        with pytest.raises(NotFound):
            explain(connection, "Cima")
