"""Minutes: for whom each of those present is there, and what of the text each of them says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from ingest.language.draft import KEY, Draft, Reading, Turn
from ingest.language.patterns import expression, fragment

_OPENS, _CLOSES = expression("present.opens"), expression("present.closes")
_TITLE = expression("present.title")
_OFFICE = re.compile(fragment("present.office"), re.IGNORECASE)
_ROLE = re.compile(fragment("present.office") + fragment("present.of"), re.IGNORECASE)
_SPEAKS = re.compile(rf"[*_]*(?:\s\([^()]*\))?,?\s(?:\w+\s)?(?:{fragment('present.says')})", re.IGNORECASE)
_NAME = re.compile(r"[A-ZÀ-Ý][\w'’]+(?:\s(?:[A-ZÀ-Ý][\w'’]+|d[aei]|del|della|de|lo|la))*")
_BRACKET = re.compile(r"\((?P<body>[^()]*)\)")
_FOR = re.compile(r"\W*(?i:per|in rappresentanza d\w*) (?:(?:il|lo|la|i|gli|le) |l['’]\s?)?(?P<body>[^:;()]{3,80}):\s*")
_BEHIND = re.compile(
    r"\s*(?:,|[-–—]|(?i:per|in rappresentanza d\w*) (?:(?:il|lo|la|i|gli|le)(?= )|l['’]))\s*(?P<body>[^;()\n]{3,80})"
)
_JOINT = re.compile(r"\s*(?:,|\be\b|\bed\b)\s*")
_LABEL = re.compile(r"\W*(?P<who>[^\W\d][^:.;\n]{1,50}?)[*_\s]*:(?=\s|[*_])")
_FIRST = re.compile(r"\W*")
_PIECE = re.compile(r"[^,]+")
_LIST = re.compile(r"[;\n]")
_SHORTENED = re.compile(r"(?:coop|ass|assoc|fond|ist|soc)\. [A-ZÀ-Ý]")


@dataclass(frozen=True, slots=True)
class _Present:
    """One who is there: the name, the words in which the list says more, and the body it is there for."""

    name: str
    about: str
    body: Draft | None


@Language.component("intreccio_present")
def present(doc: Doc) -> Doc:
    reading: Reading = doc.user_data[KEY]
    if reading.italian and reading.genre == "minutes":
        lister = _Lister(reading)
        if there := list(lister.there()):
            reading.mentions = lister.mentions
            reading.settle()
            reading.turns = list(_turns(reading, there, lister.until))
    return doc


class _Lister:
    """Reads the list of those present; a body of it that the encoder does not know becomes a mention."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._text = reading.text
        self.mentions = list(reading.mentions)
        self.until = 0

    def there(self) -> Iterator[_Present]:
        for start, end in self._entries():
            if ahead := _FOR.match(self._text, start, end):
                body = self._body(*ahead.span("body"))
                yield from (_Present(n, "", body) for n in self._names(ahead.end(), end))
            elif bracket := _BRACKET.search(self._text, start, end):
                yield from self._bracketed(bracket, start, end)
            elif (one := self._name(start, end)) and (behind := _BEHIND.match(self._text, one.end(), end)):
                yield _Present(one[0], behind["body"], self._body(*behind.span("body")))

    def _entries(self) -> Iterator[tuple[int, int]]:
        """Stretches of the list, each with all that is in brackets: items, or what semicolons part."""
        for start, end in self._stretches():
            begin = start
            for match in _LIST.finditer(self._text, start, end):
                listed = match[0] == ";" or self._text[match.end() : match.end() + 1] in "-–•*"
                if listed and self._text.count("(", begin, match.start()) == self._text.count(
                    ")", begin, match.start()
                ):
                    yield begin, match.start()
                    begin = match.end()
            yield begin, end

    def _stretches(self) -> Iterator[tuple[int, int]]:
        """The rest of the block that opens the list, and the items that follow on it."""
        passages = self._reading.passages
        for number, passage in enumerate(passages):
            if (opens := _OPENS.match(passage.text)) is None:
                continue
            block = next(b for b in self._reading.source.blocks if b.start <= passage.start < b.end)
            start, end = passage.start + opens.end(), block.end
            closes = _CLOSES.search(self._text, start, end)
            yield start, closes.start() if closes else end
            self.until = end
            for item in passages[number + 1 :]:
                if item.start >= end and (item.kind != "item" or _CLOSES.search(item.text)):
                    break
                if item.start >= end:
                    yield item.start, item.end
                    self.until = item.end
            return

    def _bracketed(self, bracket: re.Match[str] | None, start: int, end: int) -> Iterator[_Present]:
        """ "Anna Rossi (Coop. Il Ramo), Ugo Neri e Ada Bo (Comune)"."""
        while bracket:
            names = self._names(start, bracket.start())
            body = self._body(*bracket.span("body"))
            yield from (_Present(n, bracket["body"], body) for n in names)
            start = bracket.end()
            bracket = _BRACKET.search(self._text, start, end)

    def _name(self, start: int, end: int) -> re.Match[str] | None:
        first = _FIRST.match(self._text, start, end)
        title = _TITLE.match(self._text, first.end() if first else start, end)
        return _NAME.match(self._text, title.end() if title else start, end)

    def _names(self, start: int, end: int) -> list[str]:
        found = []
        while start < end and (one := self._name(start, end)):
            found.append(one[0])
            joint = _JOINT.match(self._text, one.end(), end)
            start = joint.end() if joint else end
        return found

    def _body(self, start: int, end: int) -> Draft | None:
        """The body that some words name: the encoder's, the municipality of its mayor, else what is no place."""
        inside = [m for m in self.mentions if m.type == "Organisation" and start <= m.start and m.end <= end]
        if inside:
            return max(inside, key=lambda m: m.end - m.start)
        for part in _PIECE.finditer(self._text, start, end):
            begin, stop = _trimmed(self._text, *part.span())
            role = _ROLE.match(self._text, begin, stop)
            known = [m for m in self.mentions if m.start < stop and begin < m.end]
            is_name = role is None and (self._text[begin].isupper() or _SHORTENED.match(self._text, begin, stop))
            if is_name and not any(m.type == "Place" for m in known):
                self.mentions = [m for m in self.mentions if m not in known]
                self.mentions.append(Draft("Organisation", begin, stop))
                return self.mentions[-1]
            if role and (town := self._text[role.end() : stop].lower()):
                named = (m for m in self.mentions if m.type == "Organisation" and m.start not in range(start, end))
                whole = (m for m in named if self._reading.words(m).lower() in (town, f"comune di {town}"))
                if (body := next(whole, None)) is not None:
                    return body
        return None


def _turns(reading: Reading, there: list[_Present], begin: int) -> Iterator[Turn]:
    """What each says: from the name or office with which a sentence begins up to the next, or to the block's end."""
    turn: Turn | None = None
    blocks = iter(reading.source.blocks)
    block_end = 0
    for passage in (p for p in reading.passages if p.start >= begin):
        if passage.start >= block_end:
            yield from [turn] if turn else []
            turn = None
            block_end = next((b.end for b in blocks if b.start <= passage.start < b.end), passage.end)
        speaker = _speaker(passage.text, there)
        if speaker is None:
            if turn is not None:
                turn.end = passage.end
            continue
        yield from [turn] if turn else []
        one, named = speaker
        turn = None
        if one is not None and one.body is not None:
            turn = Turn(passage.start, passage.start + named, passage.end, one.name, one.body)
    yield from [turn] if turn else []


def _speaker(words: str, there: list[_Present]) -> tuple[_Present | None, int] | None:
    """Who begins to speak in a passage (None: somebody unknown), and where the name ends; None where nobody does."""
    if label := _LABEL.match(words):
        return _who(label["who"], there), label.end()
    for one in there:
        surname = one.name.split(" ", 1)[-1]
        for place in re.finditer(rf"\b{re.escape(surname)}\b", words):
            if _speaks(words, place.end()):
                return one, place.end()
    first = _FIRST.match(words)
    office = _OFFICE.match(words, first.end() if first else 0)
    if office and _speaks(words, office.end()):
        return _who(office[0], there), office.end()
    return None


def _speaks(words: str, at: int) -> bool:
    """Whether a verb of saying stands there, behind signs, brackets and a word."""
    return bool(_SPEAKS.match(words, at))


def _who(words: str, there: list[_Present]) -> _Present | None:
    """The one whose name ends with these words, or who has this office as the only one."""
    title = _TITLE.match(words)
    name = words[title.end() :] if title and title.end() < len(words) else words
    named = [one for one in there if f" {one.name}".lower().endswith(f" {name.strip(' *_')}".lower())]
    if named:
        return named[0] if len(named) == 1 else None
    office = re.sub(r"^(?:il |la |l['’])", "", words.strip().lower())
    holders = [one for one in there if re.search(rf"\b{re.escape(office)}\b", one.about.lower())]
    leading = [one for one in holders if "presied" in one.about.lower()]
    return holders[0] if len(holders) == 1 else leading[0] if len(leading) == 1 else None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \n*_":
        start += 1
    while end > start and text[end - 1] in " \n*_.":
        end -= 1
    return start, end
