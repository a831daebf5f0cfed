"""What the families count once, beside counting it again for each case: on a made territory, the same."""

import pytest

from benchmarks.territory import territory
from graph.analysis.coverage import Dimension, coverage, ties_of, top_areas
from graph.analysis.gaps.answers import Answers
from graph.analysis.gaps.aspects import ASPECTS, plans
from graph.analysis.gaps.common import conventions
from graph.analysis.gaps.customs import Matrix
from graph.analysis.gaps.implementation import _shares
from graph.analysis.gaps.matching import Ground
from graph.analysis.gaps.setting_out import in_plan
from graph.analysis.gaps.sole_sources import Soles
from graph.analysis.view import GraphView, claim_of


@pytest.fixture(scope="module")
def view() -> GraphView:
    return territory(300)


def test_the_claims_of_a_node_are_those_of_a_look_through_all(view: GraphView) -> None:
    for key in list(view.nodes)[:300]:
        at = [edge for edge in view.edges if key in (edge.source, edge.target)]
        assert list(view.edges_of(key)) == at
        for claims in (("LEADS",), ("LEADS", "NEEDS", "ADDRESSES")):
            assert list(view.outgoing(key, *claims)) == [e for e in at if e.source == key and claim_of(e) in claims]
            assert list(view.incoming(key, *claims)) == [e for e in at if e.target == key and claim_of(e) in claims]


def test_a_column_is_required_as_a_count_over_the_other_areas_says(view: GraphView) -> None:
    soles, most = Soles(view), float(conventions()["coverage"]["most"])
    ties = {area.id: ties_of(view, ("Area", area.id)) for area in top_areas(view)}
    matrix = Matrix(view, coverage(view, by=Dimension.TERRITORY, ties=ties), ties, soles)
    assert matrix.of == coverage(view, by=Dimension.TERRITORY)
    custom, asked = list(matrix.customary()), 0
    for cell in (cell for cell in matrix.of.cells.values() if cell.kind != "unknown" and ties[cell.area[1]]):
        resting = {d for (_, kind), other in matrix.of.cells.items() if kind == cell.kind for d in _sole(soles, other)}
        for document in (None, *sorted(resting)):
            others = [area for area in ties if area != cell.area[1] and _left(soles, ties[area], document)]
            having = [area for area in others if _left(soles, matrix.of.cells[area, cell.kind].ties, document)]
            plainly = len(others) >= 2 and len(having) > most * len(others)
            assert matrix.requires(cell, document) == plainly
            asked += 1
        if matrix.requires(cell):
            assert cell in custom
            assert matrix.lost(cell) == [
                document for document in sorted(resting) if not matrix.requires(cell, document)
            ]
    assert asked > len(matrix.of.cells)


def _left(soles: Soles, ties: tuple, document: str | None) -> list:  # type: ignore[type-arg]
    held = [tie for tie in ties if tie.status != "denied"]
    return [tie for tie in held if document is None or document not in soles.of(tie.path)]


def _sole(soles: Soles, cell) -> frozenset[str]:  # type: ignore[no-untyped-def]
    return soles.decisive(cell.ties) or frozenset()


def test_how_surely_a_plan_says_it_is_counted_over_the_other_actions_of_its_plans(view: GraphView) -> None:
    actions = [key for node in view.labelled("Action") if in_plan(view, key := ("Action", node.id))]
    of = {action: plans(view, action) for action in actions}
    for aspect in ASPECTS[2:]:
        for action, share in _shares(view, actions, aspect).items():
            others = [other for other in actions if other != action and of[other] & of[action]]
            said = sum(bool(aspect.found(view, other).firm) for other in others)
            assert share == (said + 1) / (len(others) + 2)


def test_what_answers_a_need_without_a_document_rests_on_none_of_it(view: GraphView) -> None:
    ground, soles = Ground(view), Soles(view)
    seen = 0
    for need in ground.needs():
        answers = Answers(ground, need, soles)
        documents = {d for piece in answers.pieces() for d in soles.of(piece.match.edges)}
        for document in documents:
            left = answers.pieces(document)
            assert sum(piece.part for piece in left if piece.firm) >= answers.given(document) - 1e-9
            assert not any(document in soles.of(piece.match.edges) for piece in left)
            kept = [p for p in answers.pieces() if document not in soles.of(p.match.edges)]
            assert {id(p.match.offer.edge) for p in kept} <= {id(p.match.offer.edge) for p in left} or answers.refusals
            seen += 1
    assert seen > 20
