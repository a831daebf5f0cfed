"""Groups of organisations: by kind, by municipality, by who leads them."""

from graph.analysis.evidence import Key
from graph.analysis.groupings import groupings
from graph.store.port import Edge, Property
from tests.graph.analysis.network.made import made_view, said

ORG, HALL, TOWN, CITY, REGION = (
    ("Organisation", "org"),
    ("Place", "hall"),
    ("Place", "town"),
    ("Place", "city"),
    ("Place", "region"),
)
ABOUT: dict[Key, dict[str, Property]] = {
    ORG: {"kind": "aps", "led_by": "young"},
    HALL: {"kind": "venue"},
    TOWN: {"kind": "municipality"},
    CITY: {"kind": "municipality"},
    REGION: {"kind": "region"},
}


def territory(*edges: Edge) -> str | None:
    return groupings(made_view(edges, ABOUT))["territory"][ORG]


def test_kind_and_generation_are_as_said_or_unknown() -> None:
    found = groupings(made_view([], {**ABOUT, ("Organisation", "other"): {}}))
    assert found["kind"] == {ORG: "aps", ("Organisation", "other"): None}
    assert found["generation"] == {ORG: "young", ("Organisation", "other"): None}


def test_a_seat_counts_before_where_one_works_and_a_venue_lies_in_its_town() -> None:
    part = said(HALL, "PART_OF", TOWN)
    assert territory(said(ORG, "LOCATED_IN", HALL), part, said(ORG, "OPERATES_IN", CITY)) == "town"
    assert territory(said(ORG, "OPERATES_IN", CITY)) == "city"


def test_a_region_several_towns_or_a_denied_seat_are_no_territory() -> None:
    assert territory(said(ORG, "OPERATES_IN", REGION)) is None
    assert territory(said(ORG, "LOCATED_IN", TOWN), said(ORG, "LOCATED_IN", CITY)) is None
    assert territory(said(ORG, "LOCATED_IN", TOWN, "denied")) is None


def test_places_that_are_part_of_each_other_end() -> None:
    assert (
        territory(said(ORG, "LOCATED_IN", HALL), said(HALL, "PART_OF", REGION), said(REGION, "PART_OF", HALL)) is None
    )
