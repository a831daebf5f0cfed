"""Sentences of treebanks and of KIND, as many neighbours in a window as fit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.language.encoder.windows import BEGIN, END, PIECES, WORDS, Tokenizer, Window

_NO_SPACE_BEFORE = set(",.;:!?)]»’'…%")
_NO_SPACE_AFTER = set("([«")


@dataclass(frozen=True, slots=True)
class Filled:
    """A window; `words` says which word each of its words is: (sentence, place in it)."""

    window: Window
    words: Sequence[tuple[int, int]]


def as_text(words: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The words as one writes them, and where each stands."""
    text, places, glued = "", [], True
    for word in words:
        if text and not glued and word[0] not in _NO_SPACE_BEFORE:
            text += " "
        places.append((len(text), len(text) + len(word)))
        text += word
        glued = word[-1] in _NO_SPACE_AFTER or (word[-1] in "'’" and len(word) > 1)
    return text, places


def pieces_of(tokenizer: Tokenizer, text: str, words: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """The ids of a text's pieces and, for each word, the piece that holds its first character."""
    encoding = tokenizer.encode(text)
    ends = [end for _, end in encoding.offsets]
    at, first = 0, []
    for begin, _ in words:
        while at + 1 < len(ends) and ends[at] <= begin:
            at += 1
        first.append(at)
    return encoding.ids, first


def windows(tokenizer: Tokenizer, sentences: Sequence[Sequence[str]]) -> Iterator[Filled]:
    """All sentences in their order; the end of one too long for a window is left out."""
    window, words = Window([BEGIN], [], [], []), list[tuple[int, int]]()
    for number, sentence in enumerate(sentences):
        ids, first = pieces_of(tokenizer, *as_text(sentence))
        full = len(window.ids) + len(ids) + 1 > PIECES or len(words) + len(first) > WORDS
        if words and full:
            yield Filled(window, words)
            window, words = Window([BEGIN], [], [], []), []
        room = min(WORDS, sum(piece < PIECES - 2 for piece in first))
        window.first.extend(len(window.ids) + piece for piece in first[:room])
        window.ids.extend([*ids[: PIECES - 2], END])
        window.words.extend([(0, 0)] * room)
        window.lines.extend([number] * room)
        words.extend((number, place) for place in range(room))
    if words:
        yield Filled(window, words)
