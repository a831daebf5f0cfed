"""What people do about a card is kept, and a card that was dismissed returns only with new evidence."""

from pathlib import Path

import pytest

from graph.analysis.gaps.coverage import coverage_cards
from graph.analysis.gaps.following import followed
from graph.analysis.gaps.requirement import requirement_cards
from graph.errors import UsageError
from graph.ledger.follow_ups import Follow, FollowUp, follow, said_last
from graph.ledger.ledger import Ledger
from tests.graph.analysis.gaps.test_coverage import areas
from tests.graph.analysis.gaps.test_requirement import mensa


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}")


def say(ledger: Ledger, card: str, state: Follow, evidence: str = "", reason: str | None = None) -> dict[str, FollowUp]:
    with ledger.write() as connection:
        follow(connection, card, state, who="Anna", evidence=evidence, reason=reason)
    return said_last(ledger)


def test_the_newest_counts_and_a_dismissal_says_why(ledger: Ledger) -> None:
    say(ledger, "card-1", Follow.TAKEN_UP)
    said = say(ledger, "card-1", Follow.DISMISSED, reason="They rent two vans.")["card-1"]
    assert (said.state, said.reason, said.who) == (Follow.DISMISSED, "They rent two vans.", "Anna")
    with pytest.raises(UsageError, match="with a reason"):
        say(ledger, "card-1", Follow.DISMISSED, reason=" ")


@pytest.mark.parametrize("state", [Follow.CLOSED, Follow.DISMISSED])
def test_what_is_done_with_returns_only_when_something_else_is_read_about_it(ledger: Ledger, state: Follow) -> None:
    (card,) = requirement_cards(mensa().view())
    said = say(ledger, card.id, state, card.evidence, "They rent two vans.")
    assert followed([card], said) == () and followed([card], said, [state]) == (card,)
    (again,) = requirement_cards(
        mensa().said("lettera", "Action Mensa", "NEEDS", "Resource due furgoni refrigerati").view()
    )
    assert again.id == card.id and followed([again], said) == (again,)


def test_what_is_open_or_taken_up_stays_to_be_seen(ledger: Ledger) -> None:
    cards = coverage_cards(areas().view())
    said = say(ledger, cards[0].id, Follow.TAKEN_UP, "older")
    assert followed(cards, said) == cards
