"""How often words and names stand in registers: from the model and from the data at hand together."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from ingest.resolve.matching.model import Model
from ingest.resolve.names import Words, municipality_names, parted, plain_words, telling_words

_SEEN = 20
"""A part of a glued word stands in so many names, and a word that was torn apart in a tenth of them."""
_GLUED = 8
"""Letters of the shortest word that is looked at for two glued ones."""
_NAMESAKES = 5
"""Names that are equal after normalising, of those that every town has."""
_LEAST = 5
"""Letters of the shortest word that is looked at for an article before it."""
_PART = 3
_ELIDED, _VOWELS = "ld", "aeiou"


class Vocabulary:
    """Counts of words and whole names, of the model and of `names`; mends torn and glued words by them."""

    def __init__(self, model: Model, names: Sequence[str]) -> None:
        plain = [plain_words(name) for name in names]
        self._size = model.names + len(names)
        self._words = Counter(model.words)
        self._words.update(word for words in plain for word in set(words) | set(telling_words(words)))
        self._names = Counter(model.whole_names)
        self._names.update(" ".join(self._parted(words)[0]) for words in plain)

    def parted(self, name: str) -> tuple[Words, frozenset[str]]:
        """The telling words of a name, each once, and the codes of its legal forms; torn and glued words mended."""
        return self._parted(plain_words(name))

    def _parted(self, words: Words) -> tuple[Words, frozenset[str]]:
        told, forms = parted(self._split(self._joined(words)))
        return tuple(dict.fromkeys(told)), forms

    def weight(self, word: str) -> float:
        """How telling a word is: the natural logarithm of one over the share of names that hold it."""
        return math.log((self._size + 1) / (self._words[word] + 1))

    def share(self, name: Words) -> float:
        """The share of names that are this one after normalising."""
        return max(self._names[" ".join(name)], 1) / self._size

    def is_rare(self, name: Words) -> bool:
        """Whether hardly a town has a body of this name."""
        return self._names[" ".join(name)] < _NAMESAKES

    def _joined(self, words: Words) -> Words:
        """Words that a line end tore apart ("eme rgency"): the halves are rare, the whole is not."""
        out: list[str] = []
        for word in words:
            before = out[-1] if out else ""
            whole = self._words[before + word] if before else 0
            if whole > _SEEN // 10 and whole > 10 * min(self._words[before], self._words[word]):
                out[-1] = before + word
            else:
                out.append(word)
        return tuple(out)

    def _split(self, words: Words) -> Words:
        """Words that lost the blank between them ("camminosocieta"): the whole is rare, both parts are not."""
        if all(len(w) < _LEAST or self._words[w] > _SEEN // 10 for w in words):
            return words
        return tuple(part for word in words for part in self._parts(word))

    def _parts(self, word: str) -> Iterable[str]:
        if len(word) < _LEAST or self._words[word] > _SEEN // 10:
            return (word,)
        cuts = ((word[:i], word[i:]) for i in range(_PART, len(word) - _PART + 1))
        elided = word[0] in _ELIDED and word[1] in _VOWELS and (word,) not in municipality_names()
        if elided and self._words[word[1:]] > _SEEN:
            return (word[1:],)  # an article that lost its apostrophe: "larca"
        known = [cut for cut in cuts if len(word) >= _GLUED and min(self._words[part] for part in cut) > _SEEN]
        return max(known, key=lambda cut: min(self._words[part] for part in cut), default=(word,))
