"""Which of the eight genres a document is, and whether it is Italian at all: from the cues in `data/cues.toml`."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

from graph.extraction import Issue
from graph.model import GENRES
from ingest.language.draft import KEY, Reading
from ingest.language.fields import LABEL, Headers
from ingest.language.patterns import expression

_SAMPLE = 20_000
_WORD = re.compile(r"[^\W\d_]+")
_OPENING = 160
_CAP = 4
_TELLING, _FOREIGN = 8, 3
"""Words of a block whose language can be told, and words of another language that tell it."""
_SHOWN = 5
_FIRST_LINES, _LONGEST_TITLE = 14, 120
_BEHIND = r"(?:.*\s[-–—:]\s)?"
"""What stands before the title in its line: "Tavolo di zona – verbale"."""
_MARKS = re.compile(r"^[\s#*_>«\"“]+")
_SEVERAL = 2
_MANY = 5
"""Paragraphs that begin with what is to be done; agreements have such items too, mostly fewer."""
_DEED = expression("titles.deed")
_MEASURED = frozenset({"deadline", "indicator"})


@Language.component("intreccio_genre")
def genre(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    sample = reading.text[:_SAMPLE]
    reading.italian = is_italian(sample, reading.lexicon.cues["stop_words"])
    if not reading.italian:
        reading.issues.append(
            Issue(reading.title or "document", "The text does not look Italian: nothing was looked for in it.")
        )
    else:
        reading.foreign = list(_foreign(reading))
        if reading.foreign:
            where = ", ".join(str(reading.text.count("\n", 0, start) + 1) for start, _ in reading.foreign[:_SHOWN])
            more = " and others" if len(reading.foreign) > _SHOWN else ""
            message = f"Parts in another language were not read: those that begin at line {where}{more}."
            reading.issues.append(Issue(reading.title or "document", message))
    if reading.genre not in GENRES:
        cues = reading.lexicon.cues
        laid_out = "plan" if _sets_out(reading) else None
        named = titled(sample, cues["titled"])
        reading.genre = genre_of(sample, cues["genre"], cues["genre_weights"], laid_out, named)
    return doc


def _foreign(reading: Reading) -> Iterator[tuple[int, int]]:
    """The blocks of some length that are in another language."""
    words = reading.lexicon.cues["stop_words"]
    for block in reading.source.blocks:
        found = [w.lower() for w in _WORD.findall(reading.text[block.start : block.end])]
        italian, foreign = (_share(found, words[name]) for name in ("italian", "foreign"))
        if len(found) >= _TELLING and foreign >= _FOREIGN and foreign > 2 * italian:
            yield block.start, block.end


def _sets_out(reading: Reading) -> bool:
    """Whether a table, or the labels of several paragraphs, say of actions who leads them and until when, or how they
    are measured, or several paragraphs begin with what is to be done: so does a plan.
    """
    blocks = reading.source.blocks
    deeds = sum(_DEED.match(reading.text, block.start, block.end) is not None for block in blocks)
    if deeds >= _MANY:
        return True
    headers = Headers(reading.lexicon.tables)
    tables = ({headers.role(cell) for cell in row} for row in {p.headers for p in reading.passages if p.headers})
    labels = Counter(headers.role(m["label"]) for m in LABEL.finditer(reading.text[:_SAMPLE]))
    found = [*tables, {role for role, times in labels.items() if times >= _SEVERAL}]
    return any("lead" in roles and roles & _MEASURED for roles in found)


def titled(text: str, titles: Mapping[str, str]) -> str | None:
    """The genre that one of the first lines gives the document as its title, if any does.

    A plan's name heads other papers too: minutes of its table, a report on it.
    """
    lines = (_MARKS.sub("", line).strip() for line in text.splitlines() if line.strip())
    short = [line for line in islice(lines, _FIRST_LINES) if len(line) <= _LONGEST_TITLE]
    named = [g for line in short for g, title in titles.items() if _compiled(f"{_BEHIND}(?:{title})").match(line)]
    return next((genre for genre in named if genre != "plan"), named[0] if named else None)


def genre_of(
    text: str,
    cues: Mapping[str, list[str]],
    weights: Mapping[str, float],
    laid_out: str | None = None,
    named: str | None = None,
) -> str:
    """The genre whose cues are met most often, each cue counted up to four times, more in the opening lines.

    `laid_out`: the genre of which its layout is; `named`: that of its title.
    """
    scores = {}
    for name, patterns in cues.items():
        met = sum(min(len(_compiled(c).findall(text)), _CAP) for c in patterns)
        opens = any(_compiled(c).search(text[:_OPENING]) for c in patterns) and name != "news"
        scores[name] = met / len(patterns) + weights["opening"] * opens + weights.get(name, 0)
        scores[name] += weights["layout"] * (name == laid_out) + weights["titled"] * (name == named)
    return max(scores, key=lambda name: scores[name])


def is_italian(text: str, stop_words: dict[str, list[str]]) -> bool:
    """Whether Italian function words outweigh those of the neighbours; a text of names only counts as Italian."""
    words = [w.lower() for w in _WORD.findall(text)]
    italian, foreign = (_share(words, stop_words[name]) for name in ("italian", "foreign"))
    letters = sum(c.isalpha() for c in text[:4000])
    latin = sum(c.isalpha() and c < "ʰ" for c in text[:4000])
    return latin * 2 >= letters and italian >= foreign


def _share(words: list[str], stop_words: list[str]) -> int:
    listed = frozenset(stop_words)
    return sum(w in listed for w in words)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)
