"""The areas of a plan: those that its headings, tables and lists title, where it has such.

A list that a sentence opens ("in quattro aree:") names one in each item. What the encoder takes for an area in the
running text of a plan that titles its areas is one of these, or none.
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from ingest.language.draft import KEY, Draft, Pair, Reading
from ingest.language.patterns import expression

_TITLES: Final = frozenset({"heading", "area"})
_NO_AREA: Final = expression("titles.no_area")
_OPENS: Final = expression("areas.opens")
_ITEM: Final = re.compile(r"[\W\d_]*(?P<name>[A-ZÀ-Ý][^:;.\n*_]{2,90}?)[*_]{0,2}\s*(?:[:;.,]|\s[-–—]\s|$)")
_LEAST: Final = 2
"""Titled areas from which on a plan is one that titles them."""


@Language.component("intreccio_areas")
def areas(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if reading.genre == "plan":
        places = [*_titled(reading), *_listed(reading)]
        names = {_folded(reading.text[start:end]) for start, end in places}
        if len(names) >= _LEAST:
            _keep(reading, places, names)
            reading.chapters = dict(_chapters(reading))
    return doc


def _chapters(reading: Reading) -> Iterator[tuple[int, Draft]]:
    """Passage → the area under whose heading it stands; none behind what closes the chapters ("Cronoprogramma")."""
    by_passage, headings = reading.by_passage(), {r.passage for r in reading.rows if r.fields[0].role == "heading"}
    area: Draft | None = None
    for number, passage in enumerate(reading.passages):
        if number in headings:
            area = next((m for m in by_passage.get(number, ()) if m.type == "Area"), None)
        elif passage.kind == "heading" and _NO_AREA.search(passage.text):
            area = None
        if area is not None:
            yield number, area


def _titled(reading: Reading) -> Iterator[tuple[int, int]]:
    for row in reading.rows:
        yield from ((field.start, field.end) for field in row.fields if field.role in _TITLES)


def _listed(reading: Reading) -> Iterator[tuple[int, int]]:
    """The names with which the items of a list of areas begin."""
    opened = False
    for passage in reading.passages:
        if passage.kind != "item":
            opened = bool(_OPENS.search(passage.text))
        elif opened and (name := _ITEM.match(passage.text)):
            yield passage.start + name.start("name"), passage.start + name.end("name")


def _keep(reading: Reading, places: Collection[tuple[int, int]], names: Collection[str]) -> None:
    """Leaves the areas at these places, or called as these, and makes one of each place that lies in a list."""
    listed = dict(_listed(reading))
    lists, ordered = sorted(listed.items()), sorted(places)
    kept, dropped, made = list[Draft](), set[int](), dict[str, Draft]()
    for mention in reading.mentions:
        over = _overlapping(mention, lists)
        titles = (place := _overlapping(mention, ordered)) is not None and _is_within(mention, place)
        known = mention.type == "Area" and mention.start in listed
        is_one = titles or _folded(reading.words(mention)) in names
        if (over is not None and not known) or (mention.type == "Area" and not is_one and not known):
            dropped.add(id(mention))
            continue
        if known:
            mention.end = listed[mention.start]
            made.setdefault(_folded(reading.words(mention)), mention)
        kept.append(mention)
    _inherit(kept, dropped)
    for start, end in listed.items():
        made.setdefault(_folded(reading.text[start:end]), Draft("Area", start, end, {"level": "area"}))
    known_ones = {id(mention) for mention in kept}
    kept += (area for area in made.values() if id(area) not in known_ones)
    for mention in kept:
        same = made.get(_folded(reading.words(mention))) if mention.type == "Area" else None
        if same is not None and same.entity is not mention.entity:
            mention.anchor = same.entity
    reading.mentions = kept
    reading.pairs = [
        p for p in reading.pairs if not {id(p.subject), id(p.object)} & dropped and not _is_between_areas(p)
    ]
    reading.via = [(one, other) for one, other in reading.via if not {id(one), id(other)} & dropped]
    reading.says = [(one, other) for one, other in reading.says if not {id(one), id(other)} & dropped]
    reading.settle()
    reading.listed = {area.passage for area in made.values()}


def _inherit(kept: Sequence[Draft], dropped: Collection[int]) -> None:
    """What was the same as a mention that is dropped stays one thing: the first of these stands for it."""
    heirs: dict[int, Draft] = {}
    for mention in kept:
        while mention.anchor is not None and id(mention.anchor) in dropped:
            root = mention.anchor
            heir = root.anchor if root.anchor is not None else heirs.setdefault(id(root), mention)
            mention.anchor = heir if heir is not mention else None


def _overlapping(mention: Draft, places: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The last of ordered places that begins before a mention ends, if it ends behind where the mention begins."""
    at = bisect_right(places, (mention.end - 1, sys.maxsize)) - 1
    return places[at] if at >= 0 and mention.start < places[at][1] else None


def _is_within(mention: Draft, place: tuple[int, int]) -> bool:
    return place[0] <= mention.start and mention.end <= place[1]


def _is_between_areas(pair: Pair) -> bool:
    """Whether the encoder puts one area under another, which is no objective."""
    areas = pair.subject.type == pair.object.type == "Area" and pair.type == "PART_OF"
    return areas and pair.subject.entity.properties.get("level") != "objective"


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
