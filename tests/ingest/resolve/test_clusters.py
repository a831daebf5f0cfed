"""What joins references, what keeps them apart, and that order does not matter."""

from hypothesis import given
from hypothesis import strategies as st

from graph.ledger.matches import MatchRow
from ingest.resolve.clusters import Keyed, cluster


def keyed(number: int, hard: str | None = None, soft: str | None = None) -> Keyed:
    return Keyed(1, number, "Organisation", hard and f"Organisation|{hard}", soft and f"Organisation|{soft}")


def members(references: list[Keyed]) -> list[list[int]]:
    return [[m.reference for m in c.members] for c in cluster(references).clusters]


def test_a_name_alone_makes_nobody_a_body_of_a_register() -> None:
    assert members([keyed(1, soft="faro"), keyed(2, "cf:1", "faro"), keyed(3, soft="faro")]) == [[1, 3], [2]]
    assert members([keyed(1, "cf:1", "faro"), keyed(2, "cf:2", "faro"), keyed(3, soft="faro")]) == [[1], [2], [3]]


def test_a_match_makes_it_one() -> None:
    references = [keyed(1, soft="faro"), keyed(2, "cf:1", "faro"), keyed(3, soft="faro")]
    found = cluster(references, [MatchRow((1, 1), (1, 2), 0.99, 12.0)]).clusters
    assert [[m.reference for m in c.members] for c in found] == [[1, 2], [3]]
    assert found[0].reasons[0] == "match of 12.0 bits (0.990)"


def test_the_same_key_joins_different_names() -> None:
    assert members([keyed(1, "cf:1", "faro"), keyed(2, "cf:1", "il faro nuovo"), keyed(3, "cf:2", "faro")]) == [
        [1, 2],
        [3],
    ]


def test_what_has_no_key_stays_alone() -> None:
    assert members([keyed(1), keyed(2)]) == [[1], [2]]


references = st.lists(
    st.builds(
        keyed,
        st.integers(0, 10_000),
        st.sampled_from([None, "k1", "k2", "k3"]),
        st.sampled_from([None, "n1", "n2"]),
    ),
    unique_by=lambda r: r.reference,
    max_size=30,
)


@given(references, st.randoms())
def test_order_does_not_matter_and_nothing_is_lost(found: list[Keyed], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = found.copy()
    random.shuffle(shuffled)
    assert cluster(shuffled) == cluster(found)
    assert sorted(m.reference for c in cluster(found).clusters for m in c.members) == sorted(r.reference for r in found)


@given(references)
def test_two_hard_keys_are_never_one(found: list[Keyed]) -> None:
    for c in cluster(found).clusters:
        assert len({m.hard for m in c.members if m.hard}) <= 1


def body(number: int, kind: str | None = None, place: str | None = None, hard: str | None = None) -> Keyed:
    return Keyed(number, 1, "Organisation", hard and f"Organisation|{hard}", "Organisation|faro", kind, place)


def bodies(*found: Keyed) -> list[list[int]]:
    return [[m.extraction for m in c.members] for c in cluster(found).clusters]


def test_documents_that_disagree_on_the_kind_of_one_consortium_leave_it_one() -> None:
    assert bodies(body(1, "consortium"), body(2, "company"), body(3), body(4, "network")) == [[1, 2, 3, 4]]


def test_a_municipality_and_a_foundation_of_one_name_are_two() -> None:
    assert bodies(body(1, "public_body"), body(2, "foundation")) == [[1], [2]]


def test_a_name_that_could_be_either_is_neither_and_goes_to_a_person() -> None:
    found = cluster([body(1, "public_body"), body(2, "foundation"), body(3), body(4, "other")])
    assert [[m.extraction for m in c.members] for c in found.clusters] == [[1], [2], [3, 4]]
    assert {(d.link.left[0], d.link.right[0]) for d in found.doubts} == {(1, 3), (2, 3)}


def test_a_place_decides_between_namesakes() -> None:
    assert bodies(body(1, place="asti"), body(2, place="vald"), body(3, place="asti")) == [[1, 3], [2]]


def test_a_kind_that_fits_two_that_differ_joins_neither() -> None:
    found = [body(1, "public_body", "asti"), body(2, "foundation"), body(3, "consortium", "vald"), body(4, "bank")]
    assert bodies(*found) == [[1], [2], [3], [4]]
