"""A made territory of any size, without structure: what costs are measured on, never what findings are judged on.

Of N nodes half are organisations, a quarter actions, the rest resources, indicators, places, groups, areas, one plan in
two thousand; five claims a node, of all statuses, in the shares below. A few organisations have many ties, most have
few. Each claim has a passage or two; most of what concerns an action is read in one document.
"""

import random
from collections.abc import Iterator
from string import ascii_letters
from typing import Final

from graph.analysis.evidence import Key
from graph.analysis.view import GraphView
from graph.model import relationship_type
from graph.store.port import Edge, Node, Property

_Said = tuple[str, Key, Key, str]
"""Claim, subject, object, status."""

TODAY: Final = "2026-11-30"

_LABELS: Final = {
    "Organisation": 480,
    "Action": 250,
    "Resource": 120,
    "Indicator": 50,
    "Place": 50,
    "Group": 33,
    "Area": 16.5,
    "Plan": 0.5,
}
"""How many of a thousand nodes."""

_CLAIMS: Final = (
    *(("LEADS", "Organisation", "Action", 9), ("PARTICIPATES_IN", "Organisation", "Action", 27)),
    *(("PROMOTES", "Organisation", "Action", 5), ("FUNDS", "Organisation", "Action", 3)),
    *(("PARTNERS_WITH", "Organisation", "Organisation", 16), ("MEMBER_OF", "Organisation", "Organisation", 5)),
    *(("ADDRESSES", "Action", "Area", 6), ("SERVES", "Action", "Group", 4), ("INVOLVES", "Action", "Group", 1.5)),
    *(("LOCATED_IN", "Organisation", "Place", 7), ("LOCATED_IN", "Action", "Place", 3)),
    *(("PROVIDES", "Organisation", "Resource", 3.5), ("USED_IN", "Resource", "Action", 2)),
    *(("NEEDS", "Action", "Resource", 2.5), ("NEEDS", "Organisation", "Resource", 1)),
    *(("MEASURED_BY", "Action", "Indicator", 2), ("LEADS", "Organisation", "Area", 0.5)),
    *(("SIGNED", "Organisation", "Plan", 0.5), ("PART_OF", "Action", "Action", 1)),
)
"""Claims and their shares."""

_WEIGHTS: Final = [weight for *_, weight in _CLAIMS]

_PROVINCES: Final = 6
_STATUSES: Final = ("done", "done", "under_way", "planned", "planned", "proposed", "denied")
_KINDS: Final = ("aps", "odv", "public_body", "school", "company", "social_cooperative", "foundation")
_LED: Final[tuple[dict[str, Property], ...]] = ({}, {"led_by": "young"}, {"led_by": "senior"})
_THINGS: Final = {
    "space": ("aule", "magazzino", "sala", "cucina", "cortile", "ufficio", "palestra"),
    "people": ("volontari", "educatori", "autisti", "mediatori", "psicologi"),
    "skills": ("competenze", "consulenza", "formatori", "traduzioni"),
    "equipment": ("furgoni", "automezzi", "biciclette", "pulmini", "computer", "attrezzi", "frigoriferi", "tavoli"),
    "money": ("contributo", "finanziamento", "fondi"),
}
_FOR: Final = (
    *("refrigerati", "scolastici", "sociali", "digitali", "agricoli", "sanitari", "culturali", "sportivi", "comunali"),
    *("temporanei", "usati", "elettrici", "legali", "contabili", "estivi", "serali", "mobili", "condivisi", "europei"),
)


def territory(size: int, seed: int = 0) -> GraphView:
    """A view of `size` nodes and five times as many claims."""
    chance = random.Random(seed)
    keys = {
        label: [(label, f"{label}{n}") for n in range(max(round(size * share / 1000), 1))]
        for label, share in _LABELS.items()
    }
    nodes = [Node("Place", f"Province{n}", {"name": f"Province{n}", "kind": "province"}) for n in range(_PROVINCES)]
    nodes += [Node(*key, _properties(key, chance)) for found in keys.values() for key in found]
    read = [f"d{n}" for n in range(size // 50 + 1)]
    dates = (f"20{chance.randint(23, 26)}-{chance.randint(1, 12):02d}-15" for _ in read)
    nodes += [Node("Document", id, {"name": id, "date": date}) for id, date in zip(read, dates, strict=True)]
    said = dict.fromkeys((*_within(keys, chance), *(_claim(keys, chance) for _ in range(5 * size))))
    edges: list[Edge] = []
    named: dict[tuple[Key, Key], None] = {}
    for n, (claim, source, target, status) in enumerate(said):
        documents = _documents(source, target, read, chance)
        about: dict[str, Property] = {"name": "p", "text": "Chi fa che cosa.", "start": 0}
        passages = [Node("Passage", f"p{n}/{id}", {**about, "document": id}) for id in documents]
        quoted: dict[str, Property] = {"evidence": [p.id for p in passages], "spans": ["0-3"] * len(passages)}
        quoted["confidence"] = round(chance.uniform(0.5, 1), 2)
        if claim == "FUNDS":
            quoted |= {"amount": 1000 * chance.randint(1, 200), "unit": "EUR"}
        nodes += passages
        edges.append(Edge(relationship_type(claim, status), source, target, claim, status, quoted))
        named |= dict.fromkeys((end, ("Document", id)) for end in (source, target) for id in documents)
    return GraphView.of(nodes, [*edges, *(Edge("MENTIONED_IN", *ends) for ends in named)])


def _properties(key: Key, chance: random.Random) -> dict[str, Property]:
    label, name = key
    if label == "Organisation":
        return {"name": name, "kind": chance.choice(_KINDS), **chance.choice(_LED)}
    if label == "Action":
        until: dict[str, Property] = {"until": f"{chance.randint(2024, 2028)}-06-30"} if chance.random() < 0.5 else {}
        return {"name": name, "kind": "project", **until}
    if label == "Resource":
        kind = chance.choice(list(_THINGS))
        much: dict[str, Property] = {"amount": 1000 * chance.randint(1, 400), "unit": "EUR"} if kind == "money" else {}
        return {"name": f"{chance.choice(_THINGS[kind])} {chance.choice(_FOR)}", "kind": kind, **much}
    if label == "Group":
        return {"name": name, "of": "people", "category": chance.choice(("young", "senior", "families", "migrants"))}
    kind_of: dict[str, str] = {"Place": "municipality", "Plan": "plan"}
    return {"name": name, "kind": kind_of[label]} if label in kind_of else {"name": name}


def _within(keys: dict[str, list[Key]], chance: random.Random) -> Iterator[_Said]:
    """Areas and a third of the actions are of a plan, municipalities of one of six provinces."""
    for key in (*keys["Area"], *keys["Action"][::3]):
        yield "PART_OF", key, chance.choice(keys["Plan"]), "done"
    for place in keys["Place"]:
        yield "PART_OF", place, ("Place", f"Province{chance.randrange(_PROVINCES)}"), "done"


def _claim(keys: dict[str, list[Key]], chance: random.Random) -> _Said:
    claim, label, other, _ = chance.choices(_CLAIMS, _WEIGHTS)[0]
    subject = keys[label][int(len(keys[label]) * chance.random() ** (2 if label == "Organisation" else 1))]
    return claim, subject, chance.choice(keys[other]), chance.choice(_STATUSES)


def _documents(source: Key, target: Key, read: list[str], chance: random.Random) -> list[str]:
    """Two in three claims are read in the document of their subject or action, a fifth in another too."""
    _, name = target if target[0] == "Action" else source
    home = read[int(name.lstrip(ascii_letters)) % len(read)]
    first = home if chance.random() < 2 / 3 else chance.choice(read)
    return list(dict.fromkeys((first, *((chance.choice(read),) if chance.random() < 0.2 else ()))))
