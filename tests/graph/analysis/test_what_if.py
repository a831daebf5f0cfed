"""Supposing in a copy: what it does to cards and indices, and what cannot be supposed."""

from math import isnan

import pytest

from graph.analysis.gaps.cards import State
from graph.analysis.gaps.families import Question, gaps
from graph.analysis.view import GraphView
from graph.analysis.what_if import SupposedEntity, SupposedTie, Supposition, applied, indices
from graph.errors import IntreccioError
from tests.graph.analysis.gaps.saying import key
from tests.graph.analysis.gaps.test_requirement import mensa, offered

TODAY = "2026-11-30"


def states(before: GraphView, after: GraphView) -> tuple[State | None, ...]:
    """State of the need of the canteen before and after."""
    cards = [gaps(Question(view, TODAY)) for view in (before, after)]
    return tuple(next((card.state for card in found if card.rule == "stated-need"), None) for found in cards)


def test_a_supposed_provider_closes_the_gap_and_the_view_stays_as_it_was() -> None:
    view = offered(mensa(), thing="aula magna").view()
    edges = view.edges
    then = applied(
        view,
        Supposition(
            add=(
                SupposedEntity("Garage"),
                SupposedEntity("due furgoni frigo", "Resource", {"kind": "equipment", "amount": "2"}),
            ),
            tie=(
                SupposedTie("Garage", "PROVIDES", "due furgoni frigo"),
                SupposedTie("due furgoni frigo", "USED_IN", "mensa"),
                SupposedTie("Garage", "PARTNERS_WITH", "Radici", "planned", {"since": "2027"}),
            ),
        ),
    )
    assert view.edges == edges and ("Organisation", "supposed-1") not in view.nodes
    assert states(view, then) == (State.GAP, State.COVERED)
    assert indices(Question(then, TODAY))["ties"] == indices(Question(view, TODAY))["ties"] + 1


def test_without_its_provider_a_need_is_open_again() -> None:
    view = offered(mensa()).view()
    assert key("Organisation Officina") not in applied(view, Supposition(remove=("officina",))).nodes
    for changes in (
        Supposition(remove=("Officina",)),
        Supposition(cut=(SupposedTie("Officina", "PROVIDES", "mezzi refrigerati"),)),
    ):
        before, after = states(view, applied(view, changes))
        assert before is not State.GAP and after in {State.GAP, State.UNKNOWN}


def test_a_symmetric_tie_is_cut_from_either_end_and_only_in_the_status_asked_for() -> None:
    view = mensa().said("nota", "Organisation A", "PARTNERS_WITH", "Organisation B", "planned").view()
    assert len(applied(view, Supposition(cut=(SupposedTie("B", "PARTNERS_WITH", "A"),))).edges) == len(view.edges) - 1
    with pytest.raises(IntreccioError, match="no source says"):
        applied(view, Supposition(cut=(SupposedTie("A", "PARTNERS_WITH", "B", "done"),)))


def test_a_view_without_anybody_has_indices_too() -> None:
    found = indices(Question(GraphView.of((), ()), TODAY))
    assert found["organisations"] == found["largest"] == 0 and isnan(found["ei"])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (Supposition(), "nothing is supposed"),
        (Supposition(add=(SupposedEntity(" "),)), "no name"),
        (Supposition(add=(SupposedEntity("radici"),)), "there already"),
        (Supposition(add=(SupposedEntity("X", "Robot"),)), "Organisation, Person"),
        (Supposition(add=(SupposedEntity("X", properties={"kind": "wizard"}),)), "social_cooperative"),
        (Supposition(add=(SupposedEntity("X", properties={"colour": "red"}),)), "There are: kind"),
        (Supposition(add=(SupposedEntity("X", "Resource", {"amount": "much"}),)), "no amount"),
        (Supposition(remove=("Nobody",)), "There are: "),
        (Supposition(tie=(SupposedTie("Radici", "HATES", "Mensa"),)), "PARTNERS_WITH"),
        (Supposition(tie=(SupposedTie("Radici", "LEADS", "Mensa", "perhaps"),)), "under_way"),
        (Supposition(tie=(SupposedTie("Mensa", "PARTNERS_WITH", "Radici"),)), "no organisation is called"),
        (Supposition(tie=(SupposedTie("Radici", "SUCCEEDS", "Mensa"),)), "two of one type"),
    ],
)
def test_what_cannot_be_supposed_is_said(changes: Supposition, words: str) -> None:
    with pytest.raises(IntreccioError, match=words):
        applied(mensa().view(), changes)
