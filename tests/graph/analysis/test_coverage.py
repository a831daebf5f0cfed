"""Area by kind of actor: who is there, how firmly, and where nobody is known."""

from collections.abc import Iterable

from graph.analysis.coverage import CellState, Coverage, coverage
from graph.analysis.view import GraphView
from graph.model import relationship_type
from graph.store.port import Edge, Node
from tests.viz.territory import territory

AREA, DESK, LEAD = ("Area", "a"), ("Action", "x"), ("Organisation", "o")


def said(source: tuple[str, str], claim: str, target: tuple[str, str], status: str = "done") -> Edge:
    return Edge(relationship_type(claim, status), source, target, claim, status)


def matrix(edges: Iterable[Edge], kind: str | None = "aps") -> Coverage:
    """The coverage of these claims: an area and its objective, two actions and resources, a body, a person."""
    about = {"name": "o"} | ({"kind": kind} if kind else {})
    nodes = [
        Node("Area", "a", {"name": "Area", "level": "area"}),
        Node("Area", "goal", {"name": "Obiettivo", "level": "objective"}),
        *(Node("Action", id, {"name": id}) for id in ("x", "part")),
        Node("Organisation", "o", about),
        *(Node("Resource", id, {"name": id}) for id in ("r", "again")),
        *(Node(label, id, {"name": id}) for label, id in (("Person", "p"), ("Document", "d"))),
    ]
    return coverage(GraphView.of(nodes, edges))


def state(*edges: Edge) -> CellState:
    return matrix(edges).cells["a", "aps"].state


ADDRESSES = said(DESK, "ADDRESSES", AREA)


def test_who_leads_promotes_funds_or_joins_an_action_covers_its_area() -> None:
    for claim in ("LEADS", "PROMOTES", "PARTICIPATES_IN", "FUNDS"):
        assert state(ADDRESSES, said(LEAD, claim, DESK)) is CellState.COVERED


def test_who_leads_the_area_itself_covers_it() -> None:
    assert state(said(LEAD, "LEADS", AREA, "under_way")) is CellState.COVERED


def test_a_resource_used_in_an_action_brings_its_giver() -> None:
    gift, use = said(LEAD, "PROVIDES", ("Resource", "r")), said(("Resource", "r"), "USED_IN", DESK, "planned")
    found = matrix((ADDRESSES, gift, use)).cells["a", "aps"]
    assert found.state is CellState.PLANNED
    assert found.edges == (gift, use, ADDRESSES) and found.actors == (LEAD,) and found.actions == (DESK,)


def test_a_tie_is_as_firm_as_its_weakest_claim_and_a_cell_as_its_firmest_tie() -> None:
    proposed = said(DESK, "ADDRESSES", AREA, "proposed")
    assert state(proposed, said(LEAD, "LEADS", DESK)) is CellState.PROPOSED
    assert state(proposed, ADDRESSES, said(LEAD, "LEADS", DESK)) is CellState.COVERED


def test_a_refusal_covers_nothing_but_is_remembered() -> None:
    assert state(ADDRESSES, said(LEAD, "PARTICIPATES_IN", DESK, "denied")) is CellState.DENIED
    assert state(said(DESK, "ADDRESSES", AREA, "denied"), said(LEAD, "LEADS", DESK)) is CellState.NOBODY


def test_a_gift_promised_in_one_document_is_taken_back_in_another() -> None:
    first, second = ("Resource", "r"), ("Resource", "again")
    promise = (said(LEAD, "PROVIDES", first, "planned"), said(first, "USED_IN", DESK, "planned"))
    refusal = said(LEAD, "PROVIDES", second, "denied")
    for status in ("denied", "planned"):
        assert state(ADDRESSES, *promise, refusal, said(second, "USED_IN", DESK, status)) is CellState.DENIED
    joins = said(LEAD, "PARTICIPATES_IN", DESK, "planned")
    assert state(ADDRESSES, joins, refusal, said(second, "USED_IN", DESK)) is CellState.PLANNED


def test_objectives_and_parts_of_actions_count_for_their_area() -> None:
    goal, part = ("Area", "goal"), ("Action", "part")
    edges = (
        said(goal, "PART_OF", AREA),
        said(DESK, "ADDRESSES", goal),
        said(part, "PART_OF", DESK),
        said(DESK, "PART_OF", part),  # a circle does not matter
        said(LEAD, "LEADS", part),
    )
    assert state(*edges) is CellState.COVERED
    assert [area.id for area in matrix(edges).areas] == ["a"]


def test_people_are_no_kind_of_actor_and_an_unknown_kind_is_one() -> None:
    assert matrix((ADDRESSES, said(("Person", "p"), "LEADS", DESK))).counts()[CellState.NOBODY] == 1
    assert matrix((ADDRESSES, said(LEAD, "LEADS", DESK)), kind=None).cells["a", "unknown"].state is CellState.COVERED


def test_a_status_that_the_model_does_not_know_is_no_tie() -> None:
    assert state(ADDRESSES, said(LEAD, "LEADS", DESK, "maybe")) is CellState.NOBODY


def test_a_blank_cell_says_how_much_was_read() -> None:
    found = matrix((Edge("MENTIONED_IN", AREA, ("Document", "d")),))
    assert (found.documents, found.documents_of["a"]) == (1, 1)


def test_the_matrix_of_a_territory_is_whole_and_kinds_can_be_given() -> None:
    view = territory().view()
    found = coverage(view)
    assert sum(found.counts().values()) == len(found.areas) * len(found.kinds) == 6 * 19
    assert found.cells["a1", "health_body"].state is CellState.DENIED
    assert found.cells["a4", "bank"].state is CellState.COVERED
    only = coverage(view, ["aps", "prison"])
    assert only.kinds == ("aps", "prison") and all(
        only.cells[a.id, "prison"].state is CellState.NOBODY for a in only.areas
    )
    assert [cell.kind for cell in only.row("a1")] == ["aps", "prison"]
