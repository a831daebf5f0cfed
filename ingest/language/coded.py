"""Lines of a plan that bear a code: "Giugno 2026 - Title - (Body in collaborazione con Body) - CAP1.LA01".

And its headings: "Asse II – Title", "Obiettivo 1.2: Title", "OB.1.2 - Title".
"""

import re
from collections.abc import Iterator

from ingest.language.fields import Field
from ingest.language.values import times
from ingest.read.lines import CODE

HEADING = re.compile(
    r"(?P<label>OB|(?i:asse|area|ambito|linea|pilastro|priorità|missione|obiettivo))\b\.?"
    r"(?:\s+(?i:strategic[oa]|specific[oa]|prioritari[oa]|tematic[oa]|generale|di intervento))?"
    r"\s*(?:n\.\s?)?(?P<code>\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}\b|[A-Z]\b)\s*[-–—:.]\s+"
)
"""How a heading of a plan begins that titles an area or an objective."""
_FIRST = re.compile(rf"(?P<code>{CODE})\s*(?:[-–—:]|\.\s)\s*")
_LAST = re.compile(rf"\s[-–—]\s*\(?(?P<code>{CODE})\)?\.?$")
_PART = re.compile(r"\s[-–—]\s+|\s+[-–—]\s|\s[-–—](?=\()|(?<=\))[-–—]\s")
_BODIES = re.compile(r"\((?P<bodies>[^()]*(?:\([^()]*\)[^()]*)*)\)\s*[.;]?\s*$")
_WITH = re.compile(
    r"\s+(?:in collaborazione con|in raccordo con|d['’]intesa con|di concerto con|con)\s+"
    r"(?:(?:il|la) (?:supporto|contributo|coinvolgimento|partecipazione|collaborazione) (?:d\w*\s|dell['’]))?",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"\b(?:da|dal|dall['’])\s", re.IGNORECASE)
_LEADING_DATE = re.compile(r"[^:]{4,40}:\s+")
_BESIDE_DATE = 18
"""Code points beside the date in a part that is a date: "entro la fine di"."""
_SHORTEST_TITLE = 15


def fields_of_line(text: str, start: int, end: int) -> list[Field]:
    """The fields of a coded line between two offsets; [] where it bears no code or nothing is titled by it."""
    while end > start and text[end - 1] in " .;\n":
        end -= 1
    line = text[start:end]
    first, last = _FIRST.match(line), _LAST.search(line)
    code = first or last
    if code is None or HEADING.match(line):
        return []
    low = start + (first.end() if first else 0)
    high = start + (last.start() if last and not first else len(line))
    found = [f for part in _parts(text, low, high) for f in _of_part(text, *part)]
    titles = [f for f in found if f.role == "title"]
    if not titles or titles[-1].end - titles[0].start < _SHORTEST_TITLE:
        return []
    others = [f for f in found if f.role != "title"]
    code_field = Field("code", start + code.start("code"), start + code.end("code"))
    return [code_field, *others, Field("title", titles[0].start, titles[-1].end)]


def fields_of_heading(text: str, start: int, end: int) -> list[Field]:
    """The title of a heading that titles an area or objective."""
    match = HEADING.match(text, start, end)
    return [Field("heading", match.end(), end)] if match and match.end() < end else []


def is_objective(heading: re.Match[str]) -> bool:
    """Whether a HEADING is that of an objective."""
    return heading["label"].lower().startswith("ob")


def _of_part(text: str, start: int, end: int) -> Iterator[Field]:
    """A date, or a piece of the title with what stands around it: a date before, bodies in brackets behind."""
    words = text[start:end]
    bodies, named = _BODIES.search(words), times(words)
    if named and len(words) - (named[-1].end - named[0].start) < _BESIDE_DATE and not bodies:
        yield Field("begin" if _BEGINS.search(words) else "deadline", start, end)
        return
    if bodies:
        yield from _bodies(text, start + bodies.start("bodies"), start + bodies.end("bodies"))
        words = words[: bodies.start()].rstrip()
    begun = _LEADING_DATE.match(words)
    title = begun.end() if begun and times(begun[0]) else 0
    if title:
        yield Field("deadline", start, start + title)
    if len(words) > title:
        yield Field("title", start + title, start + len(words))


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What dashes part, without white space at the edges."""
    outside = (m for m in _PART.finditer(text, start, end) if _is_outside(text, start, m.start()))
    edges = [start, *(e for m in outside for e in m.span()), end]
    for low, high in zip(edges[::2], edges[1::2], strict=True):
        words = text[low:high]
        yield low + len(words) - len(words.lstrip()), low + len(words.rstrip())


def _is_outside(text: str, start: int, at: int) -> bool:
    """Whether no bracket is open at a place."""
    return text.count("(", start, at) <= text.count(")", start, at)


def _bodies(text: str, start: int, end: int) -> Iterator[Field]:
    """Who answers for it, and who helps."""
    if helped := _WITH.search(text, start, end):
        yield Field("lead", start, helped.start())
        yield Field("partner", helped.end(), end)
    else:
        yield Field("lead", start, end)
