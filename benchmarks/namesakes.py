"""Whether namesakes are kept apart: planted pairs that a name alone, or nearly, would make one.

    python -m benchmarks.namesakes [--count 400]

Half are two bodies of one name in two towns; a quarter a parent and its branch; a quarter a predecessor and its heir
(those of `ingest/resolve/data/lineage.toml`, then invented municipalities that merged). A register holds both. Every
body is looked up by its name, written otherwise, with its place and without; the register is matched with itself; and
a list that says the codici fiscali, but no place, is read beside the register into a new workspace.
Printed: how many were linked rightly, left to people, left alone, and linked wrongly.
"""

import argparse
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.snapshots import tax_code, write_csv
from graph.workspace import create_workspace
from ingest.add import add
from ingest.resolve.lineage import successions
from ingest.resolve.matching.choosing import choose
from ingest.resolve.matching.entries import Entry
from ingest.resolve.matching.linking import link, link_within
from ingest.resolve.names import municipality_names

HEADS = (
    "Pro Loco",
    "Croce Verde",
    "AVIS",
    "Circolo",
    "Polisportiva",
    "Cooperativa sociale",
    "Associazione",
    "Gruppo Alpini",
)
OWN = ("Il Faro", "Arcobaleno", "La Quercia", "San Giuseppe", "Nuova Vita", "Insieme", "Il Melograno", "Primavera")
PARENTS = ("Legambiente", "Auser", "Caritas", "Emmaus", "Banco Alimentare", "Unitalsi", "Telefono Amico", "Abio")
PARTS = ("sezione di {}", "delegazione di {}", "sede di {}", "{}", "- {}", "comitato di {}")
WRITTEN = (str, str.upper, str.title)
FORMS = ("", " ODV", " APS", " ETS")


@dataclass(frozen=True, slots=True)
class Planted:
    """Two bodies, and what makes them easily one."""

    kind: str
    one: Entry
    other: Entry


def main() -> None:
    """Plants, looks up, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=400)
    args = parser.parse_args()
    planted = plant(args.count, random.Random(1))
    for place in (True, False):
        for (kind, outcome), n in sorted(looked_up(planted, random.Random(2), place=place).items()):
            print(f"{'with' if place else 'without'} place, {kind}: {outcome} {n}")
    with tempfile.TemporaryDirectory() as folder:
        for (kind, outcome), n in sorted(read_with_keys(planted, random.Random(2), Path(folder)).items()):
            print(f"with key, {kind}: {outcome} {n}")
    print(f"the register with itself: merged {merged(planted)}")


def plant(count: int, draw: random.Random) -> list[Planted]:
    """So many pairs."""
    towns = sorted(" ".join(words).title() for words in municipality_names())
    drawn = iter(draw.sample(towns, 2 * count))
    makers = (_same_name, _parent, _same_name, _heir)
    return [makers[n % len(makers)](str(n), draw, [next(drawn), next(drawn)]) for n in range(count)]


def looked_up(planted: Sequence[Planted], draw: random.Random, *, place: bool) -> Counter[tuple[str, str]]:
    """Kind and outcome of each body, looked up in the register of all."""
    register = [entry for pair in planted for entry in (pair.one, pair.other)]
    kinds = {entry.id: pair.kind for pair in planted for entry in (pair.one, pair.other)}
    mentions = [_mentioned(entry, draw, place=place) for entry in register]
    choice = choose(link(mentions, register), many=True)
    chosen = {m.left: m.right for m in choice.chosen}
    found: Counter[tuple[str, str]] = Counter()
    for left, kind in kinds.items():
        if left in chosen:
            outcome = "rightly" if chosen[left] == left else "WRONGLY"
        else:
            outcome = "left to people" if left in choice.ambiguous else "left alone"
        found[kind, outcome] += 1
    return found


def read_with_keys(planted: Sequence[Planted], draw: random.Random, folder: Path) -> Counter[tuple[str, str]]:
    """Kind and outcome of each body, read from a register with places and from a list without, both with its key."""
    bodies = [(pair.kind, entry) for pair in planted for entry in (pair.one, pair.other)]
    keys = [tax_code(number) for number in range(len(bodies))]
    register = [[key, entry.name, entry.municipality or ""] for key, (_, entry) in zip(keys, bodies, strict=True)]
    named = [[key, _mentioned(entry, draw, place=False).name] for key, (_, entry) in zip(keys, bodies, strict=True)]
    columns = ["codice fiscale", "denominazione", "comune"]
    write_csv(folder / "register.csv", columns, register)
    write_csv(folder / "list.csv", columns[:2], named)
    workspace = create_workspace(folder / "workspace")
    add(workspace, [folder / "register.csv", folder / "list.csv"], lambda _: None)
    with workspace.store().reader() as reader:
        key_of = {n.id: str(n.properties["key"]) for n in reader.nodes() if n.label == "Record"}
        tied = [(e.source[1], key_of[e.target[1]]) for e in reader.edges() if e.type == "REGISTERED_AS"]
    workspace.close()
    bodies_of, keys_of = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for body, key in tied:
        bodies_of[key].add(body)
        keys_of[body].add(key)
    found: Counter[tuple[str, str]] = Counter()
    for key, (kind, _) in zip(keys, bodies, strict=True):
        wrong = any(len(keys_of[body]) > 1 for body in bodies_of[key])
        found[kind, "WRONGLY" if wrong else "rightly" if len(bodies_of[key]) == 1 else "left alone"] += 1
    return found


def merged(planted: Sequence[Planted]) -> int:
    """How many entries of the register, with their places, are taken as one with another."""
    register = [entry for pair in planted for entry in (pair.one, pair.other)]
    return len(choose(link_within(register)).chosen)


def _same_name(number: str, draw: random.Random, towns: list[str]) -> Planted:
    name = f"{draw.choice(HEADS)} {draw.choice(OWN)}" if draw.random() < 0.7 else draw.choice(HEADS[:3])
    one, other = (
        Entry(f"{number}{side}", name + draw.choice(FORMS), municipality=t) for side, t in zip("ab", towns, strict=True)
    )
    return Planted("same name, other town", one, other)


def _parent(number: str, draw: random.Random, towns: list[str]) -> Planted:
    name = f"{draw.choice(PARENTS)} {draw.choice(OWN)}"
    branch = f"{name} {draw.choice(PARTS).format(towns[1])}"
    return Planted(
        "parent and branch",
        Entry(f"{number}a", name, municipality=towns[0]),
        Entry(f"{number}b", branch, municipality=towns[1]),
    )


def _heir(number: str, _: random.Random, towns: list[str]) -> Planted:
    """The next succession that is known; after them municipalities that merged."""
    known = sorted({s.heir: s for s in successions().values()}.values(), key=lambda s: s.predecessor)
    if int(number) // 4 < len(known):
        succession = known[int(number) // 4]
        one, other = succession.predecessor, succession.heir
        seat = one.removeprefix("Provincia di ") if one.startswith("Provincia") else "Roma"
    else:
        seat, added = towns
        one, other = f"Comune di {seat}", f"Comune di {seat}-{added}"
    entries = (
        Entry(f"{number}{side}", n, kind="public_body", municipality=seat)
        for side, n in zip("ab", (one, other), strict=True)
    )
    return Planted("predecessor and heir", *entries)


def _mentioned(entry: Entry, draw: random.Random, *, place: bool) -> Entry:
    return replace(
        entry,
        name=draw.choice(WRITTEN)(draw.choice((entry.name, _without_form(entry.name)))),
        kind=None,
        municipality=entry.municipality if place else None,
    )


def _without_form(name: str) -> str:
    return next((name.removesuffix(form) for form in FORMS[1:] if name.endswith(form)), name)


if __name__ == "__main__":
    main()
