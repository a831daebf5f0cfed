"""Universal Dependencies (de Marneffe et al. 2021): the trees of sentences, read from CoNLL-U."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Tree:
    """One sentence: heads count from 1, 0 is the root. A tag is part of speech and features, joined by a bar."""

    words: tuple[str, ...]
    heads: tuple[int, ...]
    labels: tuple[str, ...]
    tags: tuple[str, ...]
    lemmas: tuple[str, ...]


def read(path: Path) -> list[Tree]:
    """The sentences of a CoNLL-U file, words as the treebank parts them."""
    found, rows = [], list[list[str]]()
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line and not line.startswith("#"):
            fields = line.split("\t")
            rows += [fields] if fields[0].isdigit() else []
        elif not line and rows:
            words, lemmas, parts, _, features, heads, labels = list(zip(*rows, strict=True))[1:8]
            tags = tuple(f"{p}|{f}" for p, f in zip(parts, features, strict=True))
            found.append(Tree(words, tuple(map(int, heads)), labels, tags, lemmas))
            rows = []
    return found
