"""A claim that somebody accepted, rejected or corrected stays so, whatever a later reading finds."""

from collections.abc import Iterator

import pytest

from graph.errors import UsageError
from graph.ledger import decisions, facts
from graph.ledger.facts import ClaimFact
from graph.ledger.ledger import Ledger
from graph.model import Value
from ingest.resolve.resolve import resolve
from tests.ingest.resolve.helpers import entity_of, new_ledger, place_of, read, undo


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with new_ledger() as opened:
        read(opened, "a", "Cooperativa Aldo", place="Asti")
        resolve(opened)
        yield opened


def say(ledger: Ledger, verdict: str, **right: Value) -> int:
    """Somebody says this of the one claim: the co-operative is located in Asti."""
    extraction, _ = place_of(ledger, "a")
    with ledger.write() as connection:
        number = decisions.decide_claim(connection, verdict, (extraction, 1), who="Ada", right=right)
    resolve(ledger)
    return number


def claims(ledger: Ledger) -> list[ClaimFact]:
    with ledger.read() as connection:
        found = list(facts.claims_from(connection, [entity_of(ledger, "a")]))
        assert list(facts.claims_from(connection, None)) == found
        return found


def reread(ledger: Ledger, version: str, place: str | None = "Asti") -> None:
    read(ledger, "a", "Cooperativa Aldo", place=place, version=version)
    resolve(ledger)


def test_a_rejected_claim_is_gone_and_stays_gone(ledger: Ledger) -> None:
    number = say(ledger, "reject")
    assert claims(ledger) == []
    reread(ledger, "2")
    assert claims(ledger) == []
    undo(ledger, number)
    assert [c.type for c in claims(ledger)] == ["LOCATED_IN"]


def test_a_corrected_claim_stays_as_it_was_corrected(ledger: Ledger) -> None:
    say(ledger, "correct", type="OPERATES_IN", status="planned", since="2025")
    for version in ("1", "2"):
        reread(ledger, version)
        [claim] = claims(ledger)
        assert (claim.type, claim.status, claim.confidence) == ("OPERATES_IN", "planned", 1.0)
        assert claim.properties == {"since": "2025"}
        assert [e[0] for e in claim.evidence] == [1]


def test_an_accepted_claim_is_sure_and_the_last_saying_holds(ledger: Ledger) -> None:
    say(ledger, "accept")
    assert [c.confidence for c in claims(ledger)] == [1.0]
    number = say(ledger, "reject")
    assert claims(ledger) == []
    undo(ledger, number)
    assert [c.confidence for c in claims(ledger)] == [1.0]


def test_the_graph_hears_of_it(ledger: Ledger) -> None:
    with ledger.read() as connection:
        before = facts.changes_since(connection, 0).position
    say(ledger, "reject")
    with ledger.read() as connection:
        assert entity_of(ledger, "a") in facts.changes_since(connection, before).entities


def test_a_rejected_seat_tells_no_namesakes_apart(ledger: Ledger) -> None:
    read(ledger, "b", "Cooperativa Aldo", place="Vald")
    resolve(ledger)
    assert entity_of(ledger, "a") != entity_of(ledger, "b")
    say(ledger, "reject")
    assert entity_of(ledger, "a") == entity_of(ledger, "b")


@pytest.mark.parametrize(
    ("verdict", "right"),
    [
        ("correct", {}),
        ("reject", {"status": "done"}),
        ("correct", {"type": "SIGNED"}),
        ("correct", {"status": "perhaps"}),
        ("correct", {"colour": "red"}),
        ("correct", {"amount": "much"}),
    ],
)
def test_what_no_claim_can_be_is_refused(ledger: Ledger, verdict: str, right: dict[str, Value]) -> None:
    with pytest.raises(UsageError):
        say(ledger, verdict, **right)
