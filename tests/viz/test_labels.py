"""Labels are short names that can still be told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.labels import label_lines
from viz.picture import LABEL_LENGTH


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("APS Controvento", "APS\nControvento"),
        ("Ex filanda", "Ex filanda"),
        ("Comune di Valserena", "Comune di\nValserena"),
        ("Cooperativa sociale Il Melograno", "Coop. soc.\nIl Melograno"),
        ("Università degli studi di Montelargo", "Univ. di\nMontelargo"),
        ("Sportello di orientamento per giovani NEET", "Sportello\ndi… NEET"),
        ("Supercalifragilistichespiralidosamente", "Supercalifragilistiches…"),
        ("", ""),
    ],
)
def test_a_label_shortens_what_is_common_before_what_is_its_own(name: str, label: str) -> None:
    assert label_lines(name) == label


@given(st.text())
def test_no_label_is_longer_than_it_may_be(name: str) -> None:
    assert len(label_lines(name)) <= LABEL_LENGTH
