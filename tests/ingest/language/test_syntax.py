"""Trees of sentences: the best one, lemmas by rules, treebanks read."""

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.corpus import treebank
from ingest.language.encoder.syntax import lemma, rule, tree


def _trees(words: int) -> list[tuple[int, ...]]:
    found = []
    for heads in itertools.product(range(words + 1), repeat=words):
        if sum(h == 0 for h in heads) == 1 and all(_reaches_root(heads, i) for i in range(words)):
            found.append(heads)
    return found


def _reaches_root(heads: tuple[int, ...], word: int) -> bool:
    at = word + 1
    for _ in range(len(heads) + 1):
        at = heads[at - 1] if at else 0
    return at == 0


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.floats(-9, 9), min_size=n * (n + 1), max_size=n * (n + 1))))
def test_the_tree_is_the_best_of_all(values: list[float]) -> None:
    words = next(n for n in range(1, 5) if n * (n + 1) == len(values))
    scores = np.array(values).reshape(words, words + 1)
    best = max(sum(scores[i, h] for i, h in enumerate(heads)) for heads in _trees(words))
    assert sum(scores[i, h] for i, h in enumerate(tree(scores))) == pytest.approx(best)


@given(st.text("abcdèìo", min_size=1, max_size=9), st.text("abcdèìo", max_size=9))
def test_a_rule_makes_the_lemma_it_was_made_of(word: str, wanted: str) -> None:
    assert lemma(rule(word, wanted), word) == wanted


def test_a_treebank_is_read_by_its_words(tmp_path: Path) -> None:
    path = tmp_path / "x.conllu"
    rows = (
        "1-2\tdella\t_\t_\t_\t_\t_\t_\t_\t_",
        "1\tdi\tdi\tADP\tE\t_\t3\tcase\t_\t_",
        "2\tla\til\tDET\tRD\tGender=Fem\t3\tdet\t_\t_",
        "3\tcasa\tcasa\tNOUN\tS\t_\t0\troot\t_\t_",
    )
    path.write_text("# text = della casa\n" + "\n".join(rows) + "\n\n", encoding="utf-8")
    (found,) = treebank.read(path)
    assert (found.words, found.heads, found.labels) == (("di", "la", "casa"), (3, 3, 0), ("case", "det", "root"))
    assert found.tags[1] == "DET|Gender=Fem"
