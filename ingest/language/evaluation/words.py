"""What the model says of single words, measured on public test parts: names of KIND, trees of treebanks."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from ingest.language.corpus import kind, treebank
from ingest.language.encoder import Encoder
from ingest.language.encoder.names import label_odds
from ingest.language.encoder.syntax import Syntax


def names(encoder: Encoder, folder: Path) -> dict[str, Mapping[str, float]]:
    """Exact F1 of names on KIND's test, of each part and of all; sentences that stand in train too are left out."""
    _, test = kind.train_and_test(folder)
    found = [[kind.LABELS[i] for i in odds.argmax(1)] for odds in label_odds(encoder, [s.words for s in test])]
    return {
        part: kind.scores(*_both(test, found, [i for i, s in enumerate(test) if part in ("all", s.part)]))
        for part in ("all", *kind.PARTS)
    }


def _both(
    test: Sequence[kind.Sentence], found: Sequence[list[str]], here: Sequence[int]
) -> tuple[list[Sequence[str]], list[Sequence[str]]]:
    return [test[i].labels for i in here], [found[i] for i in here]


def attachment(syntax: Syntax, path: Path) -> dict[str, float]:
    """Shares of words right, on the treebank's own words: head (UAS), head and label (LAS), tag, tag with features,
    lemma. Labels count without their subtypes' absence forgiven: as written.
    """
    trees = treebank.read(path)
    right = dict.fromkeys(("uas", "las", "upos", "features", "lemma"), 0)
    words = 0
    for tree, found in zip(trees, syntax.parse([t.words for t in trees]), strict=True):
        for number, token in enumerate(found):
            words += 1
            head = token.head == tree.heads[number]
            right["uas"] += head
            right["las"] += head and token.label == tree.labels[number]
            right["upos"] += token.tag.split("|")[0] == tree.tags[number].split("|")[0]
            right["features"] += token.tag == tree.tags[number]
            right["lemma"] += token.lemma.lower() == tree.lemmas[number].lower()
    return {name: round(count / max(words, 1), 4) for name, count in right.items()} | {"words": words}
