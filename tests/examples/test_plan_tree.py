"""The plan of the Valcora: its pages hold all that its source says, and read through the product it is the same tree.

The source, `examples/sources/piano_valcora.toml`, is the golden file of both.
"""

import importlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from graph.extraction import CELL_SEPARATOR, Extraction
from graph.settings import LimitSettings
from ingest.read.reading import read
from ingest.read.text import SourceText

EXAMPLES = Path(__file__).parents[2] / "examples"
PDF = EXAMPLES / "valcora" / "piano_valcora.pdf"
CLAIMS = {
    "leads": ("LEADS",),
    "partners": ("PARTICIPATES_IN",),
    "resources": ("USED_IN", "NEEDS"),
    "indicator": ("MEASURED_BY",),
    "groups": ("SERVES", "INVOLVES"),
}
"""By which claims a field of an action is said."""
NAMES = frozenset({"leads", "partners"})
"""Fields of names: they are right when they are the same, others when most words are."""

Entry = dict[str, Any]


@pytest.fixture(scope="module")
def plan() -> Iterator[ModuleType]:
    """The module that prints the plan."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(EXAMPLES / "sources"))
        yield importlib.import_module("plan")


@pytest.fixture(scope="module")
def written(plan: ModuleType) -> Entry:
    found: Entry = plan.load()
    return found


@pytest.fixture(scope="module")
def source() -> SourceText:
    found = read(PDF, LimitSettings())
    assert isinstance(found, SourceText)
    return found


def test_the_plan_is_the_one_that_the_script_prints(plan: ModuleType, tmp_path: Path) -> None:
    plan.write_plan(tmp_path / "plan.pdf")
    assert (tmp_path / "plan.pdf").read_bytes() == PDF.read_bytes()


def test_it_says_that_it_is_invented_and_its_running_text_is_gone(written: Entry, source: SourceText) -> None:
    assert written["plan"]["notice"] in source.text
    assert written["plan"]["footer"] not in source.text
    assert source.issues == ()
    assert max(block.page or 0 for block in source.blocks) >= 20


def test_areas_and_objectives_are_headings(plan: ModuleType, written: Entry, source: SourceText) -> None:
    headings = [source.text[b.start : b.end] for b in source.blocks if b.kind == "heading"]
    areas = [f"Asse {number} – {area['title']}" for number, area in enumerate(written["areas"], start=1)]
    goals = [f"Obiettivo {number} – {goal['title']}" for number, _, goal in plan.objectives(written)]
    assert [h for h in headings if h.startswith("Asse ")] == areas
    assert [h for h in headings if h.startswith("Obiettivo ")] == goals


def test_every_table_is_whole_over_the_ends_of_pages(plan: ModuleType, written: Entry, source: SourceText) -> None:
    printed = [
        plan.rows(objective, actions)
        for _, _, objective in plan.objectives(written)
        for layout, actions in plan.blocks(objective)
        if layout == "table"
    ]
    printed += [[section["headers"], *section["rows"]] for section in written["closing"] if "rows" in section]
    found: dict[int, list[list[str]]] = defaultdict(list)
    pages: dict[int, set[int | None]] = defaultdict(set)
    for block in source.blocks:
        if block.table is not None:
            found[block.table].append(source.text[block.start : block.end].split(CELL_SEPARATOR))
            pages[block.table].add(block.page)
            assert list(block.headers or ()) == found[block.table][0]
    assert list(found.values()) == printed
    assert sum(len(on) > 1 for on in pages.values()) >= 3


def test_coded_lines_and_fields_of_sheets_are_blocks(plan: ModuleType, written: Entry, source: SourceText) -> None:
    printed: list[str] = []
    for _, _, objective in plan.objectives(written):
        for layout, actions in plan.blocks(objective):
            if layout == "line":
                printed += map(plan.line, actions)
            elif layout == "sheet":
                printed += chain.from_iterable(map(plan.sheet, actions))
    blocks = [source.text[b.start : b.end] for b in source.blocks if b.kind in ("paragraph", "item")]
    assert [block for block in blocks if block in set(printed)] == printed


def test_the_annex_names_every_body(written: Entry) -> None:
    named = {body for action in actions_of(written) for body in (*action["leads"], *action["partners"])}
    assert named == {row[0] for row in written["closing"][-1]["rows"]}


@dataclass
class Count:
    """How many of the expected were found, and which were not."""

    expected: int = 0
    missing: list[str] = field(default_factory=list)

    def add(self, what: str, found: bool) -> None:
        self.expected += 1
        self.missing += [] if found else [what]

    def __str__(self) -> str:
        return f"{self.expected - len(self.missing)} of {self.expected}" + "".join(f"\n    {m}" for m in self.missing)


@pytest.mark.slow
def test_the_tree_that_is_read_is_the_tree_that_was_written(written: Entry, source: SourceText) -> None:
    from ingest.language.pipeline import load

    tree = Tree(load().extract(source, source_name=PDF.name, document_id="plan"))
    counts = compared(tree, written)
    print(*(f"{name}: {count}" for name, count in counts.items()), sep="\n")
    print("read as leads, but not: " + "; ".join(strange_leads(tree, written)))
    assert counts["actions"].missing == []
    assert counts["leads"].missing == []


def compared(tree: "Tree", written: Entry) -> dict[str, Count]:
    """The tree as read beside the tree as written, counted by what is looked for."""
    counts: dict[str, Count] = defaultdict(Count)
    for area in written["areas"]:
        above = tree.best("Area", area["title"])
        counts["areas"].add(area["title"], above is not None)
        for objective in area["objectives"]:
            below = tree.best("Area", objective["title"])
            counts["objectives"].add(objective["title"], below is not None)
            counts["objectives in their area"].add(objective["title"], tree.says(below, "PART_OF", above))
            for action in objective["actions"]:
                _compare(tree, action, below, counts)
    return counts


def _compare(tree: "Tree", action: Entry, objective: str | None, counts: dict[str, Count]) -> None:
    title = action["title"]
    found = tree.best("Action", title)
    counts["actions"].add(title, found is not None)
    counts["actions under their objective"].add(title, tree.says(found, "ADDRESSES", objective))
    for name, types in CLAIMS.items():
        tied = tree.tied(found, types)
        for value in _values(action, name):
            fits = any(tree.likeness(entity, value) >= (1 if name in NAMES else 0.3) for entity in tied)
            counts[name].add(f"{title}: {value}", fits)
    counts["deadline"].add(f"{title}: {action['deadline']}", action["deadline"] in tree.values(found, "until"))


def strange_leads(tree: "Tree", written: Entry) -> list[str]:
    """Bodies that were read as leading an action which, as written, they do not."""
    strange = []
    for action in actions_of(written):
        for body in tree.tied(tree.best("Action", action["title"]), CLAIMS["leads"]):
            if not any(tree.likeness(body, lead) == 1 for lead in action["leads"]):
                strange.append(f"{action['title']}: {tree.names[body][0]}")
    return strange


def actions_of(written: Entry) -> Iterator[Entry]:
    for area in written["areas"]:
        for objective in area["objectives"]:
            yield from objective["actions"]


def _values(action: Entry, name: str) -> list[str]:
    value = action.get(name, [])
    return [value] if isinstance(value, str) else value


class Tree:
    """What was read, by entity."""

    def __init__(self, found: Extraction) -> None:
        self.names: dict[str, list[str]] = defaultdict(list)
        self._types: dict[str, str] = {}
        self._properties: dict[str, list[tuple[str, object]]] = defaultdict(list)
        self._claims: set[tuple[str, str, str]] = set()
        entity = {mention.id: mention.entity for mention in found.mentions}
        for mention in found.mentions:
            self.names[mention.entity].append(mention.text)
            self._types[mention.entity] = mention.type
            self._properties[mention.entity] += mention.properties.items()
        for claim in found.claims:
            if claim.status != "denied":
                self._claims.add((entity[claim.subject], claim.type, entity[claim.object]))
        self._weight = Counter(end for claim in self._claims for end in (claim[0], claim[2]))

    def best(self, kind: str, name: str) -> str | None:
        """The entity that is most like the name; of equals the one of which most is said."""
        like = {e: self.likeness(e, name) for e, its in self._types.items() if its == kind}
        found = max(like, key=lambda entity: (like[entity], self._weight[entity]), default=None)
        return found if found is not None and like[found] else None

    def likeness(self, entity: str, name: str) -> float:
        """How like the name an entity is by the most like of its mentions; 0 where it is another thing's."""
        return max(likeness(mention, name) for mention in self.names[entity])

    def says(self, subject: str | None, kind: str, target: str | None) -> bool:
        return subject is not None and target is not None and (subject, kind, target) in self._claims

    def tied(self, entity: str | None, kinds: Iterable[str]) -> set[str]:
        """What a claim of these types ties to the entity, on either side."""
        mine = [claim for claim in self._claims if claim[1] in kinds and entity in claim]
        return {end for claim in mine for end in (claim[0], claim[2]) if end != entity}

    def values(self, entity: str | None, name: str) -> set[object]:
        """The values that the mentions of an entity give a property."""
        return {value for key, value in self._properties.get(entity or "", []) if key == name}


def likeness(one: str, other: str) -> float:
    """Common words over all words: 1 the same, 0 below a half, or below three tenths where both begin or end alike."""
    left, right = (re.findall(r"\w+", text.lower()) for text in (one, other))
    if not left or not right:
        return 0.0
    share = len({*left} & {*right}) / len({*left} | {*right})
    least = 0.3 if left[0] == right[0] or left[-1] == right[-1] else 0.5
    return share if share >= least else 0.0


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Comune di Roncadiso", "comune di Roncadiso", 1),
        ("Comune di Roncadiso", "Comune di Vigoletta", 0.5),
        ("45.000 euro", "45.000 euro della Fondazione Ersilia Varaldo", 3 / 7),
        ("Bus a chiamata", "Auto di comunità", 0),
    ],
)
def test_likeness(one: str, other: str, expected: float) -> None:
    assert likeness(one, other) == pytest.approx(expected)
