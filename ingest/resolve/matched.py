"""What no key joins, matched with what has one: bodies of several registers, then the words of documents with these.

The result is the replaceable table of the last run. A document alone is matched alone; where something with a key came
or went, everything is.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import Connection

from graph.kinds import agree
from graph.ledger import resolving
from graph.ledger.bodies import are_without
from graph.ledger.due import Due
from graph.ledger.matches import FeatureRow, MatchRow, replace_matches, sure_matches
from graph.ledger.resolving import ReferenceRow
from ingest.resolve.apart import records_apart
from ingest.resolve.bodies import Bodies, read_bodies
from ingest.resolve.co_mentions import share_of
from ingest.resolve.keys import number_in_register
from ingest.resolve.matching.choosing import Choice, choose, one_body
from ingest.resolve.matching.linking import link
from ingest.resolve.matching.model import bundled_model
from ingest.resolve.named import match_named

_TAX: Final = "tax"
"""Whether two bodies with a codice fiscale are one is told by these alone."""

_METHOD: Final = 4
"""Counts the ways to match with one model: what was matched another way is matched anew."""


def is_stale(connection: Connection) -> bool:
    """Whether the present model has matched nothing yet."""
    return resolving.read_position(connection, _position()) == 0


def match(connection: Connection, due: Due, dropped: Sequence[ReferenceRow]) -> None:
    """Matches what is due, whose references have their keys already. `dropped` are those that went."""
    came = resolving.references_of(connection, due.new)
    whole = is_stale(connection) or any(number_in_register(row.hard_key) for row in (*came, *dropped))
    resolving.write_position(connection, _position(), due.reading)
    if not (whole or any(row.label == "Organisation" for row in came)):
        return
    if not are_without(connection, _TAX):
        replace_matches(connection, (), bundled_model().version)
        return
    found = read_bodies(connection, None if whole else set(due.new))
    if whole:
        across = _across_registers(found)
        named = match_named(connection, found, {m.left: m.right for m in across.chosen})
        rows = [*_rows(across, found), *_rows(named, found)]
        replace_matches(connection, rows, bundled_model().version)
    elif found.named:
        named = match_named(connection, found, _known_across(connection, found))
        replace_matches(connection, _rows(named, found), bundled_model().version, due.new)


def _position() -> str:
    return f"matched {bundled_model().version} {_METHOD}"


def _across_registers(found: Bodies) -> Choice:
    """Bodies that have no codice fiscale with those of other registers, where the kinds that these state agree."""
    register_of = {entry.id: register for (register, _), entry in found.registered.items()}
    entries = {entry.id: entry for entry in found.registered.values()}
    left = [entry for entry in found.registered.values() if register_of[entry.id] != _TAX]
    pairs = link(left, list(found.registered.values()), share=share_of(bundled_model().share, len(found.registered)))
    fits = (
        records_apart(m, entries[m.left], entries[m.right])
        for m in pairs
        if register_of[m.left] != register_of[m.right] and agree(entries[m.left].kind, entries[m.right].kind)
    )
    return choose(fits, same=one_body(left))


def _known_across(connection: Connection, found: Bodies) -> dict[str, str]:
    """Body → the body of another register that it was matched with before."""
    ids = {found.places[entry.id]: entry.id for entry in found.registered.values()}
    sure = ((ids.get(m.left), ids.get(m.right)) for m in sure_matches(connection, ids))
    return {one: other for one, other in sure if one and other}


def _rows(choice: Choice, found: Bodies) -> Iterator[MatchRow]:
    """The pairs that are taken as one, and those that wait for people."""
    for m in (*choice.chosen, *(m for pairs in choice.ambiguous.values() for m in pairs)):
        features = tuple(FeatureRow(f.name, f.level, f.weight) for f in m.features)
        yield MatchRow(found.places[m.left], found.places[m.right], m.probability, m.weight, features)
