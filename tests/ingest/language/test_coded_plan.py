"""A national plan whose lines of action bear codes: each comes out with its date, its bodies, its objective."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.extraction import Extraction
from graph.settings import LimitSettings
from ingest.language.pipeline import Extractor
from ingest.read.reading import read
from ingest.read.text import SourceText

_LINE = re.compile(r"[^\n]*\bCAP\d\.(?:PA\.)?LA\d+\b[^\n]*")
_CODE = re.compile(r"CAP\d\.(?:PA\.)?LA\d+")
_BODIES = re.compile(r"\((?P<bodies>[^()]+)\)\s*-?\s*CAP")
_BETWEEN = re.compile(r",\s+|\s+e\s+(?=[A-Z])|\s+in collaborazione con\s+|\s+-\s+")
_OBJECTIVE = re.compile(r"^OB\.\d\.\d [-–] (?P<title>[^\n]+)", re.MULTILINE)


@dataclass(frozen=True)
class Line:
    """What a reader sees of one line: its code, where its bodies stand, the title of the objective above it."""

    code: str
    bodies: tuple[tuple[int, int], ...]
    objective: str | None


def lines(text: str) -> Iterator[Line]:
    above = [(m.start(), m["title"].strip()) for m in _OBJECTIVE.finditer(text)]
    for match in _LINE.finditer(text):
        code = _CODE.search(match[0])
        assert code
        bodies: list[tuple[int, int]] = []
        if bracket := _BODIES.search(match[0]):
            at = match.start() + bracket.start("bodies")
            for piece in re.split(f"({_BETWEEN.pattern})", bracket["bodies"]):
                if piece[:1].isupper():
                    bodies.append((at, at + len(piece)))
                at += len(piece)
        objective = next((title for start, title in reversed(above) if start < match.start()), None)
        yield Line(code[0], tuple(bodies), objective)


@pytest.fixture(scope="module")
def chapters(extractor: Extractor, shared: Path) -> list[tuple[SourceText, Extraction]]:
    found = []
    for path in sorted((shared / "data" / "texts").glob("plan_ict_actions_*.html")):
        source = read(path, LimitSettings())
        assert isinstance(source, SourceText)
        found.append((source, extractor.extract(source, source_name=path.name, document_id=path.stem)))
    return found


def test_every_line_is_an_action_with_its_date(chapters: list[tuple[SourceText, Extraction]]) -> None:
    wanted = found = dated = 0
    for source, extraction in chapters:
        by_code = {m.properties.get("code"): m for m in extraction.mentions if m.type == "Action"}
        for line in lines(source.text):
            wanted += 1
            action = by_code.get(line.code)
            found += action is not None
            dated += action is not None and bool({"since", "until"} & set(action.properties))
    print(f"{found} of {wanted} lines are actions, {dated} with a date")
    assert wanted == 103
    assert found >= 0.95 * wanted
    assert dated == found


def test_the_bodies_in_brackets_answer_for_their_action(chapters: list[tuple[SourceText, Extraction]]) -> None:
    wanted = found = 0
    for source, extraction in chapters:
        mentions = {m.id: m for m in extraction.mentions}
        entity = {m.id: m.entity for m in extraction.mentions}
        actions = {m.properties.get("code"): m.entity for m in extraction.mentions if m.type == "Action"}
        says = {
            (entity[c.object], entity[c.subject]) for c in extraction.claims if c.type in ("LEADS", "PARTICIPATES_IN")
        }
        for line in lines(source.text):
            for start, end in line.bodies:
                wanted += 1
                here = {entity[m.id] for m in mentions.values() if m.start < end and start < m.end}
                found += any((actions.get(line.code), body) in says for body in here)
    print(f"{found} of {wanted} bodies in brackets lead or take part in their action")
    assert found >= 0.9 * wanted


def test_every_action_stands_under_its_objective(chapters: list[tuple[SourceText, Extraction]]) -> None:
    wanted = found = 0
    for source, extraction in chapters:
        mentions = {m.id: m for m in extraction.mentions}
        under = {
            (mentions[c.subject].properties.get("code"), mentions[c.object].text)
            for c in extraction.claims
            if c.type == "ADDRESSES"
        }
        for line in lines(source.text):
            if line.objective is not None:
                wanted += 1
                found += any(code == line.code and title[:40] == line.objective[:40] for code, title in under)
    print(f"{found} of {wanted} actions under their objective")
    assert wanted
    assert found >= 0.95 * wanted
