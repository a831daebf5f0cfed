"""What no key joins, matched with what has one: bodies of several registers, then the words of documents with these.

The result is the replaceable table of the last run. A document alone is matched alone; where something with a key came
or went, everything is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sqlalchemy import Connection

from graph.kinds import agree
from graph.ledger import resolving
from graph.ledger.anchors import Place
from graph.ledger.bodies import BodyRow, are_without, organisations
from graph.ledger.due import Due
from graph.ledger.matches import FeatureRow, MatchRow, replace_matches, sure_matches
from graph.ledger.resolving import ReferenceRow
from ingest.resolve.keys import number_in_register
from ingest.resolve.matching.choosing import Choice, choose, one_body
from ingest.resolve.matching.entries import Entry, Match
from ingest.resolve.matching.linking import link
from ingest.resolve.matching.model import bundled_model
from ingest.resolve.names import is_generic
from ingest.resolve.surroundings import Surroundings

_TAX: Final = "tax"
"""Whether two bodies with a codice fiscale are one is told by these alone."""

_PUBLIC: Final = "public_body"

_NAMED_SHARE: Final = 0.27
"""How many of the bodies that documents name stand in two national registers: 110 of 404, dev part of the gold."""

_NATIONAL: Final = 50_000
"""Bodies of a national register. A smaller one holds the fewer of those that are named."""


@dataclass(slots=True)
class _Bodies:
    """What is matched: `named` have no register's number, `registered` have one; `places` gives where an id stands."""

    named: list[Entry] = field(default_factory=list)
    registered: dict[tuple[str, str], Entry] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)


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
    found = _bodies(connection, None if whole else set(due.new))
    if whole:
        across = _across_registers(found)
        named = _named(connection, found, {m.left: m.right for m in across.chosen})
        rows = [*_rows(across, found), *_rows(named, found)]
        replace_matches(connection, rows, bundled_model().version)
    elif found.named:
        named = _named(connection, found, _known_across(connection, found))
        replace_matches(connection, _rows(named, found), bundled_model().version, due.new)


def _position() -> str:
    return f"matched {bundled_model().version}"


def _bodies(connection: Connection, among: set[int] | None) -> _Bodies:
    """All bodies with a number; of the others those in these extractions that a name, or a place, tells from others."""
    found = _Bodies()
    registered: dict[tuple[str, str], list[BodyRow]] = {}
    for row in organisations(connection):
        if number := number_in_register(row.hard_key):
            registered.setdefault(number, []).append(row)
        elif (among is None or row.at[0] in among) and (named := _named_body(row)):
            found.named.append(named)
            found.places[found.named[-1].id] = row.at
    for number, rows in registered.items():
        found.registered[number] = _entry(rows)
        found.places[found.registered[number].id] = rows[0].at
    return found


def _named_body(row: BodyRow) -> Entry | None:
    """None where only class words name it, and no place.

    Whether documents speak of a public body can be told; what else a body is, is a guess, which its name tells better.
    """
    telling = tuple(name for name in row.names if not is_generic(name))
    kind = row.kind if row.kind == _PUBLIC else None
    return _entry([replace(row, names=telling or row.names, kind=kind)]) if telling or row.town else None


def _entry(rows: Sequence[BodyRow]) -> Entry:
    """One entry of the references of one body, whatever their order: all names, the kind and town most often given."""
    first, *others = sorted({name for row in rows for name in row.names})
    kind, town = (_most_frequent(values) for values in ([r.kind for r in rows], [r.town for r in rows]))
    extraction, reference = rows[0].at
    return Entry(f"{extraction}.{reference}", first, tuple(others), kind, town)


def _most_frequent(values: Iterable[str | None]) -> str | None:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value), default=None)


def _across_registers(found: _Bodies) -> Choice:
    """Bodies that have no codice fiscale with those of other registers, where the kinds that these state agree."""
    register_of = {entry.id: register for (register, _), entry in found.registered.items()}
    kinds = {entry.id: entry.kind for entry in found.registered.values()}
    left = [entry for entry in found.registered.values() if register_of[entry.id] != _TAX]
    pairs = link(left, list(found.registered.values()), share=_share(bundled_model().share, len(found.registered)))
    fits = (m for m in pairs if register_of[m.left] != register_of[m.right] and agree(kinds[m.left], kinds[m.right]))
    return choose(fits, same=one_body(left))


def _share(national: float, bodies: int) -> float:
    """The share of left entries that so many bodies hold, where a national register holds `national` of them."""
    return national * min(1, bodies / _NATIONAL)


def _known_across(connection: Connection, found: _Bodies) -> dict[str, str]:
    """Body → the body of another register that it was matched with before."""
    ids = {found.places[entry.id]: entry.id for entry in found.registered.values()}
    sure = ((ids.get(m.left), ids.get(m.right)) for m in sure_matches(connection, ids))
    return {one: other for one, other in sure if one and other}


def _named(connection: Connection, found: _Bodies, same: Mapping[str, str]) -> Choice:
    """Named bodies with registered ones; of two that are one (`same`) the likelier stands for both."""
    registered = {entry.id: entry for entry in found.registered.values()}
    alike: dict[Entry, list[str]] = {}
    for entry in found.named:  # a body that a thousand documents name alike is compared once
        alike.setdefault(replace(entry, id=""), []).append(entry.id)
    twins = {ids[0]: ids for ids in alike.values()}
    left = {ids[0]: replace(entry, id=ids[0]) for entry, ids in alike.items()}
    around = Surroundings(connection, {found.places[entry.id][0] for entry in found.named})
    share = _share(_NAMED_SHARE, len(registered))
    best: dict[tuple[str, str], Match] = {}
    for pair in link(list(left.values()), list(registered.values()), share=share):
        for named in twins[pair.left]:
            extraction, _ = found.places[named]
            m = around.weighed(replace(pair, left=named), left[pair.left], registered[pair.right], extraction)
            of = named, same.get(m.right, m.right)
            if of not in best or m.weight > best[of].weight:
                best[of] = m
    return choose(best.values(), many=True)


def _rows(choice: Choice, found: _Bodies) -> Iterator[MatchRow]:
    """The pairs that are taken as one, and those that wait for people."""
    for m in (*choice.chosen, *(m for pairs in choice.ambiguous.values() for m in pairs)):
        features = tuple(FeatureRow(f.name, f.level, f.weight) for f in m.features)
        yield MatchRow(found.places[m.left], found.places[m.right], m.probability, m.weight, features)
