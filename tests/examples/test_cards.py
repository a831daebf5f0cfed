"""The cards of the examples read right: the first of Turin word for word, those of the Altamarna as a reader writes.

`golden/torino.json` is written by `python -m tests.examples.cards` and looked at before it is committed. What a careful
reader finds in examples/altamarna is in `altamarna.toml`.
"""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from graph.analysis.gaps.cards import Card
from ingest.resolve.names import body_name
from tests.examples.cards import GOLDEN, TODAY, Read, read, told
from tests.examples.test_torino import EXAMPLES, NOTICE

EXPECTED: Final[Mapping[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "altamarna.toml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def torino(tmp_path_factory: pytest.TempPathFactory) -> Read:
    return read("torino", tmp_path_factory.mktemp("torino") / "workspace", TODAY)


@pytest.fixture(scope="module")
def altamarna(tmp_path_factory: pytest.TempPathFactory) -> Read:
    return read("altamarna", tmp_path_factory.mktemp("altamarna") / "workspace", EXPECTED["today"])


def test_the_first_cards_of_turin_are_the_golden_ones(torino: Read) -> None:
    assert told(torino) == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_no_card_is_without_evidence_or_rule(torino: Read, altamarna: Read) -> None:
    for card in (*torino.cards, *altamarna.cards):
        assert card.requirement.rule or card.requirement.evidence, card


def test_the_altamarna_says_that_it_is_invented() -> None:
    for path in sorted((EXAMPLES / "altamarna").iterdir()):
        notice = "inventat" if path.suffix == ".csv" else NOTICE.replace("gli enti", "il territorio, gli enti")
        assert notice in path.read_text(encoding="utf-8"), path.name


def test_who_is_named_and_registered_is_one(altamarna: Read) -> None:
    """Six documents and a register: no name of a registered body is another body's."""
    view = altamarna.view
    bodies = [("Organisation", node.id) for node in view.labelled("Organisation")]
    names = {key: {body_name(name) for name in (view.name(key), *view.aliases(key))} for key in bodies}
    registered = [key for key in bodies if view.outgoing(key, "REGISTERED_AS")]
    assert len(registered) == 10
    assert not [key for key in registered for other in bodies if other != key and names[key] & names[other]]


@pytest.mark.parametrize("wanted", EXPECTED["card"], ids=lambda c: f"{c['subject']}, {c.get('thing') or c['rule']}")
def test_a_reader_finds_the_card_once(altamarna: Read, wanted: dict[str, Any]) -> None:
    (found,) = [card for card in altamarna.cards if is_meant(altamarna, wanted, card)]
    assert found.state in wanted["states"], wanted["why"]


def test_there_are_no_other_cards(altamarna: Read) -> None:
    known = [*EXPECTED["card"], *EXPECTED["may"]]
    others = [card for card in altamarna.cards if not any(is_meant(altamarna, entry, card) for entry in known)]
    assert [(card.rule, altamarna.names(card)) for card in others] == []


@pytest.mark.parametrize("wrong", EXPECTED["wrong"], ids=lambda c: f"{c['family']}, {c['subject']}")
def test_what_the_documents_refute_is_no_card(altamarna: Read, wrong: dict[str, Any]) -> None:
    assert not [card.rule for card in altamarna.cards if is_meant(altamarna, wrong, card)], wrong["why"]


def is_meant(found: Read, entry: Mapping[str, Any], card: Card) -> bool:
    """Whether a card is the one that an entry describes."""
    rules = [entry["rule"]] if "rule" in entry else entry.get("rules", [card.rule])
    return (
        card.family == entry["family"]
        and any(card.rule == rule or card.rule.startswith(f"{rule}/") for rule in rules)
        and entry.get("subject", found.names(card)[0]) == found.names(card)[0]
        and entry.get("thing", "") in found.thing(card)
    )
