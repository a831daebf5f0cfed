"""What no key joins, matched with what has one: the words of documents and keyless rows with the bodies of registers.

The result is the replaceable table of the last run. A document alone is matched alone; where something with a key came
or went, everything is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from graph.ledger import bodies, resolving
from graph.ledger.anchors import Place
from graph.ledger.bodies import BodyRow
from graph.ledger.matches import FeatureRow, MatchRow, replace_matches
from graph.ledger.resolving import ReferenceRow
from ingest.resolve.keys import number_in_register
from ingest.resolve.matching.choosing import choose
from ingest.resolve.matching.entries import Entry, Match
from ingest.resolve.matching.linking import link
from ingest.resolve.matching.model import bundled_model
from ingest.resolve.names import is_generic

_FULL = "tax"
"""Two bodies with codici fiscali are one or not by these alone."""

_UNSURE = 0.9

Body = tuple[Place, Entry]


def is_stale(connection: Connection) -> bool:
    """Whether the present model has matched nothing yet."""
    return resolving.read_position(connection, _position()) == 0


def match(connection: Connection, due: resolving.Due, dropped: Sequence[ReferenceRow]) -> None:
    """Matches what is due: references that have their keys already. `dropped` are those that went."""
    came = resolving.references_of(connection, due.new)
    whole = is_stale(connection) or any(number_in_register(row.hard_key) for row in (*came, *dropped))
    among = None if whole else due.new
    resolving.write_position(connection, _position(), due.reading)
    left = [(row.at, _entry(row)) for row in bodies.keyless(connection, among) if _tells(row)]
    if not whole and not left:
        return
    right = _registered(connection)
    if whole:
        left += [body for key, body in right.items() if (found := number_in_register(key)) and found[0] != _FULL]
    replace_matches(connection, _matches(left, list(right.items())), bundled_model().version, among)


def _position() -> str:
    return f"matched {bundled_model().version}"


def _tells(row: BodyRow) -> bool:
    """Whether the names, or a place with them, say who is meant."""
    return row.town is not None or not all(map(is_generic, row.names))


def _registered(connection: Connection) -> dict[str, Body]:
    """Key → the first reference of the body, and all its names."""
    rows: dict[str, list[BodyRow]] = {}
    for row in bodies.keyed(connection):
        if row.hard_key and number_in_register(row.hard_key):
            rows.setdefault(row.hard_key, []).append(row)
    return {key: (found[0].at, _entry(*found)) for key, found in rows.items()}


def _entry(*rows: BodyRow) -> Entry:
    """One entry of the references of one body, whatever their order: all names, the kind and town most often given."""
    first, *others = sorted({name for row in rows for name in row.names})
    kind, town = (_most_frequent(values) for values in ([r.kind for r in rows], [r.town for r in rows]))
    return Entry(_id(rows[0].at), first, tuple(others), kind, town)


def _most_frequent(values: Iterable[str | None]) -> str | None:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value), default=None)


def _id(place: Place) -> str:
    return f"{place[0]}.{place[1]}"


def _matches(left: Sequence[Body], right: Sequence[tuple[str, Body]]) -> Iterator[MatchRow]:
    """The pairs that are taken as one, and those that wait for people."""
    if not left or not right:
        return
    places = {entry.id: place for place, entry in (*left, *(body for _, body in right))}
    keys = {entry.id: number_in_register(key) for key, (_, entry) in right}
    found = link([entry for _, entry in left], [entry for _, (_, entry) in right])
    fits = [m for m in found if _fits(m, keys)]
    choice = choose(fits, many=True)
    waiting = (
        replace(m, probability=min(m.probability / len(g), _UNSURE)) for g in choice.ambiguous.values() for m in g
    )
    for m in (*choice.chosen, *waiting):
        features = tuple(FeatureRow(f.name, f.level, f.weight) for f in m.features)
        yield MatchRow(places[m.left], places[m.right], m.probability, m.weight, features)


def _fits(m: Match, keys: dict[str, tuple[str, str] | None]) -> bool:
    """Whether no two numbers of one register tell the two apart."""
    one, other = keys.get(m.left), keys.get(m.right)
    return m.left != m.right and not (one and other and one[0] == other[0])
