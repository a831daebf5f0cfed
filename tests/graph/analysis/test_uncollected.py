"""Cycles are looked for again once things are made, also where making them fails."""

import gc

import pytest

from graph.analysis.uncollected import uncollected


def test_the_search_for_cycles_pauses_and_goes_on() -> None:
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_after_an_error() -> None:
    with pytest.raises(ValueError, match="broken"), uncollected():
        raise ValueError("broken")
    assert gc.isenabled()
