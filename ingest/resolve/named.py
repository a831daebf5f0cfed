"""Bodies that documents name, with those of registers: by what only one public body can be, else by likeness."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection

from graph.ledger.bodies import BodyRow, settings_of
from ingest.resolve.apart import named_apart, others_behind, telling
from ingest.resolve.bodies import Bodies
from ingest.resolve.co_mentions import CoMentions
from ingest.resolve.matching.choosing import Choice, choose
from ingest.resolve.matching.entries import Entry, Feature, Match
from ingest.resolve.matching.linking import link
from ingest.resolve.matching.model import bundled_model
from ingest.resolve.names import name_rules
from ingest.resolve.surroundings import Places, Surroundings, places_of
from ingest.resolve.written_out import PublicBodies, fullest, shared_classes

_NAMED_SHARE: Final = 0.27
"""How many of the bodies that documents name stand in two national registers: 110 of 404, dev part of the gold."""

_ONLY_ONE: Final = "the one public body that it can be"
_RIGHT, _OTHERS = 96, 0
"""Bodies so told in the dev part of the gold: right ones, others."""
_BITS: Final = math.log2((_RIGHT + 0.5) / (_OTHERS + 0.5))


def match_named(connection: Connection, found: Bodies, same: Mapping[str, str]) -> Choice:
    """Named bodies with registered ones; of two that are one (`same`) the likelier stands for both."""
    of_extraction: dict[int, list[str]] = {}
    for entry in found.named:
        of_extraction.setdefault(found.places[entry.id][0], []).append(entry.id)
    public = PublicBodies(found.registered, same)
    places: dict[int, Places] = {}
    told: dict[str, Match] = {}
    for extraction, setting in settings_of(connection, of_extraction):
        here = places[extraction] = places_of(setting)
        shared = dict(shared_classes(setting.text, setting.spots))
        for named in of_extraction[extraction]:
            row = found.rows[named]
            body, level = _only_one(public, row, shared.get(row.at[1]), here)
            if body:
                told[named] = _told(named, body.id, level)
    return choose([*told.values(), *_likely(found, told, same, places)], many=True)


def _likely(
    found: Bodies, told: Mapping[str, Match], same: Mapping[str, str], places: Mapping[int, Places]
) -> list[Match]:
    """The pairs that likeness, places and co-mentions tell, of each two rows of one body the likelier."""
    left = {entry.id: entry for entry in found.named if entry.id not in told and entry.id not in found.short}
    together: dict[int, list[Entry]] = {}
    for entry in found.named:
        together.setdefault(found.places[entry.id][0], []).append(entry)
    registered = {entry.id: entry for entry in found.registered.values()}
    taxed = {entry.id for (register, _), entry in found.registered.items() if register == "tax"}
    around = Surroundings(registered.values())
    co_mentions = CoMentions(together, told, registered.values(), _NAMED_SHARE)
    best: dict[str, dict[str, Match]] = defaultdict(dict)
    for pair in _alike(left.values(), list(registered.values())):
        row, right = found.rows[pair.left], registered[pair.right]
        m = co_mentions.weighed(pair, left[pair.left], row.at[0])
        m = around.weighed(m, row, right, places.get(row.at[0]))
        m = named_apart(m, row, right, tax=right.id in taxed)
        pairs, body = best[m.left], same.get(m.right, m.right)
        if body not in pairs or m.weight > pairs[body].weight:
            pairs[body] = m
    return [m for of, pairs in best.items() for m in others_behind(list(pairs.values()), found.rows[of], registered)]


def _only_one(public: PublicBodies, row: BodyRow, shared: str | None, places: Places) -> tuple[Entry | None, str]:
    """The one public body that the named one can be, and by what it is told."""
    if shared and (body := public.called(shared)):
        return body, "by the class said before it"
    names = fullest(row.names)
    for name in names:
        if body := public.by_acronym(name, row.kind, places.region):
            return body, "by its acronym"
    if row.kind is None or row.kind in name_rules().not_in_register:
        return None, ""
    return public.fitting(max(telling(names), key=len), row.kind, places)


def _told(named: str, body: str, level: str) -> Match:
    """A match that no other contends with: `choose` adds to the weight that nothing is near."""
    weight = _BITS - bundled_model().alone
    return Match(named, body, 1 / (1 + 2**-weight), weight, (Feature(_ONLY_ONE, level, weight),))


def _alike(left: Iterable[Entry], registered: Sequence[Entry]) -> Iterator[Match]:
    """The pairs that may be one; a body that a thousand documents name alike is compared once."""
    twins: dict[Entry, list[str]] = {}
    for entry in left:
        twins.setdefault(replace(entry, id=""), []).append(entry.id)
    once = {ids[0]: ids for ids in twins.values()}
    entries = [replace(entry, id=ids[0]) for entry, ids in twins.items()]
    for pair in link(entries, registered, share=_NAMED_SHARE):
        yield from (replace(pair, left=named) for named in once[pair.left])
