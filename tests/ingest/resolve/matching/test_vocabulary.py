"""Words are weighed by how rare they are; torn and glued ones are mended by what stands in other names."""

import pytest

from ingest.resolve.matching.model import bundled_model
from ingest.resolve.matching.vocabulary import Vocabulary

VOCABULARY = Vocabulary(bundled_model(), ["Emergency"] * 30 + ["Circolo Tigullio"])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("EME RGENCY", ("emergency",)),
        ("IL CAMMINOSOCIETA COOPERATIVA SOCIALE", ("cammino",)),
        ("Pro Loco", ("pro", "loco")),
        ("ProLoco", ("pro", "loco")),
        ("La Collina coop. soc. in sigla La Collina", ("collina",)),
        ("", ()),
    ],
)
def test_mending(name: str, words: tuple[str, ...]) -> None:
    assert VOCABULARY.parted(name)[0] == words


def test_rare_words_weigh_more() -> None:
    assert VOCABULARY.weight("tigullio") > VOCABULARY.weight("circolo") > VOCABULARY.weight("associazione") > 0


def test_names_that_every_town_has_are_common() -> None:
    assert VOCABULARY.share(("arcobaleno",)) > 10 * VOCABULARY.share(("circolo", "tigullio"))
