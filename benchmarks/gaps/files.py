"""A territory's papers as files that a user could have: `extract` JSON, lists of ties, a register and its mapping."""

import csv
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from stdnum import luhn

from benchmarks.gaps.world import Paper, Said, Thing, World, words
from graph.model import Value

_EVERYWHERE: Final = 0.75
"""Share of mentions that bear the full name."""

MAPPING: Final = """\
title = "Anagrafe degli enti"
source = "benchmarks/gaps"
gives = "bodies with codice fiscale, kind and seat"
headers = ["cod fiscale", "nome", "natura", "sede"]
kind_from = ["values", "name"]

[columns]
name = ["nome"]
fiscal_code = ["cod fiscale"]
category = ["natura"]
municipality = ["sede"]
municipality_code = ["istat"]
province = ["provincia"]

[kinds.natura]
"""


def thinned(world: World, missing: float, seed: int) -> World:
    """The world as far as it is written down; `missing` is the share of ties that nobody wrote down.

    A tie is what is said of a body and something else (another body, an action, a plan, what it gives or needs).
    """
    chance = random.Random(seed)
    told = [(said.subject, said.claim, said.object) for said in world.said if said.object]
    ties = [tie for tie in dict.fromkeys(told) if "Organisation" in {tie[0].label, tie[2].label}]
    return world.without({tie for tie in ties if chance.random() < missing})


def write(world: World, folder: Path, mappings: Path, seed: int) -> list[Path]:
    """Writes all files and returns their paths."""
    chance = random.Random(seed)
    by_paper: dict[Paper, list[Said]] = defaultdict(list)
    for said in world.said:
        by_paper[said.paper].append(said)
    folder.mkdir(parents=True)
    paths = [_paper(folder, paper, said, chance) for paper, said in by_paper.items()]
    mappings.mkdir(parents=True)
    kinds = "".join(f'{kind} = "{kind}"\n' for kind in words()["names"]["kinds"])
    (mappings / "anagrafe.toml").write_text(MAPPING + kinds, encoding="utf-8")
    return [*paths, _register(folder / "anagrafe.csv", [t for t in world.labelled("Organisation") if t.registered])]


def _paper(folder: Path, paper: Paper, said: Sequence[Said], chance: random.Random) -> Path:
    path = folder / paper.name
    if paper.kind is None:
        return _ties(path, said)
    text = _Text(paper, chance)
    for number, claim in enumerate(said):
        text.add(number, claim)
    about = {"title": path.stem, "date": paper.date, "kind": paper.kind, "text": "\n".join(text.lines) + "\n"}
    parts = {"document": about, "passages": text.passages, "mentions": text.mentions, "claims": text.claims}
    path.write_text(json.dumps(parts, ensure_ascii=False), encoding="utf-8")
    return path


@dataclass
class _Text:
    """A text that grows sentence by sentence, with its annotations."""

    paper: Paper
    chance: random.Random
    lines: list[str] = field(default_factory=list)
    passages: list[dict[str, Any]] = field(default_factory=list)
    mentions: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    length: int = 0
    entities: dict[Thing, str] = field(default_factory=dict)

    def add(self, number: int, said: Said) -> None:
        pattern = self.chance.choice(words()["sentences"][said.claim])
        line, at = "", {}
        for part in pattern.replace("{", "\0{").replace("}", "}\0").split("\0"):
            end = {"{s}": said.subject, "{o}": said.object}.get(part)
            if end is not None:
                at[part] = self._mention(end, len(line), number)
                line += at[part]["text"]
            else:
                line += part
        line += self.chance.choice(words()["how"][said.status]) + "."
        passage = {"id": f"p{number}", "kind": "sentence", "start": self.length, "end": self.length + len(line)}
        self.passages.append(passage)
        if said.object is not None:
            self.claims.append(
                {
                    "id": f"c{number}",
                    "subject": at["{s}"]["id"],
                    "type": said.claim,
                    "object": at["{o}"]["id"],
                    "status": said.status,
                    "confidence": 1.0,
                    "evidence": [{"passage": passage["id"], "start": passage["start"], "end": passage["end"]}],
                    "properties": dict(said.properties),
                }
            )
        self.lines.append(line)
        self.length += len(line) + 1

    def _mention(self, thing: Thing, offset: int, number: int) -> dict[str, Any]:
        """Actions and areas bear their full name first, what is else known by two names may bear either."""
        first = thing not in self.entities and thing.label in {"Action", "Area", "Plan"}
        name = thing.name if first or self.chance.random() < _EVERYWHERE else self.chance.choice(thing.names)
        start = self.length + offset
        about: dict[str, Value] = {**thing.properties, **(thing.own if thing.home is self.paper else {})}
        mention = {
            "id": f"m{len(self.mentions)}",
            "type": thing.label,
            "start": start,
            "end": start + len(name),
            "text": name,
            "passage": f"p{number}",
            "entity": self.entities.setdefault(thing, f"e{len(self.entities)}"),
            "properties": about,
        }
        self.mentions.append(mention)
        return mention


def _ties(path: Path, said: Iterable[Said]) -> Path:
    says = words()["relations"]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(["soggetto", "tipo soggetto", "relazione", "oggetto", "tipo oggetto", "stato", "fonte"])
        for tie in said:
            assert tie.object is not None, tie
            ends = [(end.name, says["types"][end.label]) for end in (tie.subject, tie.object)]
            rows.writerow([*ends[0], says[tie.claim], *ends[1], says["status"][tie.status], "ricognizione"])
    return path


def _register(path: Path, bodies: Iterable[Thing]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(["Cod. fiscale", "Nome", "Natura", "Sede", "ISTAT", "Provincia"])
        for number, body in enumerate(bodies):
            stem = f"{number + 12:07d}001"
            seat = (body.town.name, body.town.code, body.town.province) if body.town else ()
            rows.writerow([stem + luhn.calc_check_digit(stem), body.name.upper(), body.kind, *seat])
    return path
