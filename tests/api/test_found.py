"""Roles and generations as they are given: figures of made networks, where the whole is known."""

from api.answers import Named
from api.generations import Bridge, Distance, Generations, generations
from api.roles import roles_found
from graph.analysis.evidence import Key
from graph.analysis.filters import Ages, Part
from graph.analysis.gaps.families import Question, gaps
from graph.analysis.generations.layers import Bands
from graph.analysis.network.motifs import Motif
from graph.analysis.selection import Selection
from graph.ledger.follow_ups import FollowUp
from graph.model import Follow
from graph.store.port import Property
from tests.graph.analysis.network.made import made_view, said
from tests.graph.analysis.network.test_roles import HUB, two_worlds
from viz.cards import load_card_words

TODAY = "2026-11-30"
CREW, CLUB, TOWN, FAR = (("Organisation", name) for name in ("crew", "club", "town", "far"))
LED: dict[Key, dict[str, Property]] = {
    CREW: {"led_by": "young"},
    FAR: {"led_by": "young"},
    CLUB: {"led_by": "senior"},
    ("Group", "youth"): {"age_min": 30, "age_max": 35},
}


def test_a_role_comes_with_value_chance_and_draws() -> None:
    question = Question(made_view(two_worlds(0)), TODAY)
    found = roles_found(question, Selection(), load_card_words("en"))
    (hub,) = (role for role in found.roles if role.actor.id == HUB[1] and role.measure == "hanging")
    assert hub.value == 52 > hub.chance[1] and hub.p < 0.05 and hub.missing[0] <= hub.missing[1]
    assert (found.organisations, found.draws) == (43, 199) and found.tested > 43
    assert roles_found(question, Selection(kinds=("aps",)), load_card_words("en")).roles == ()


def test_motifs_come_in_words_beside_chance() -> None:
    """Crew and club, partners, run a lab and a course for the same group together; the town alone runs a feast."""
    tasks, feast = [("Action", "lab"), ("Action", "course")], ("Action", "feast")
    edges = [said(who, "LEADS", task) for who in (CREW, CLUB) for task in tasks]
    edges += [said(task, "SERVES", ("Group", "youth")) for task in tasks]
    view = made_view([*edges, said(CREW, "PARTNERS_WITH", CLUB), said(TOWN, "LEADS", feast)])
    found = roles_found(Question(view, TODAY), Selection(), load_card_words("it"))
    counted = {pattern.motif: pattern.count for pattern in found.motifs}
    assert counted == dict(zip(Motif, (0, 2, 0, 2, 0, 1), strict=True))
    assert all(p.chance[0] <= p.expected <= p.chance[1] and p.draws == 199 for p in found.motifs)
    assert found.motifs[0].what == "due organizzazioni in un’azione, non legate altrimenti"


def asked(young: str = "14-35") -> Question:
    view = made_view(
        [
            said(TOWN, "PARTNERS_WITH", CREW),
            said(TOWN, "PARTNERS_WITH", CLUB),
            said(("Action", "lab"), "SERVES", ("Group", "youth")),
            said(CLUB, "LEADS", ("Action", "lab")),
            said(FAR, "LEADS", ("Action", "other")),
        ],
        LED,
    )
    return Question(view, TODAY, Ages(young=young).bands(Bands.usual()))


def about(young: str = "14-35", *said_last: FollowUp) -> Generations:
    return generations(asked(young), Part(), load_card_words("it"), {one.card: one for one in said_last})


def test_what_people_are_done_with_is_no_gap_between_generations() -> None:
    (card,) = gaps(asked(), ["generational"])
    (shown,) = about("14-35", FollowUp(card.id, Follow.TAKEN_UP, None, "Anna", TODAY, card.evidence)).gaps
    assert shown.follow_up is not None
    assert shown.follow_up.who == "Anna"
    assert about("14-35", FollowUp(card.id, Follow.DISMISSED, "Si sanno.", "Anna", TODAY, card.evidence)).gaps == ()


def named(key: Key) -> Named:
    return Named(key[1], key[0], key[1])


def test_where_generations_meet_and_who_has_no_way() -> None:
    found = about()
    assert found.bridges == (Bridge(named(TOWN), "unknown", (named(CREW),), (named(CLUB),)),)
    assert set(found.distances) == {Distance(named(CREW), 2), Distance(named(FAR), None)}
    assert found.mean_distance == 2.0
    assert [(row.generation, row.organisations, row.ties) for row in found.mixing] == [
        ("senior", 1, (0, 0, 1)),
        ("young", 2, (0, 0, 1)),
        ("unknown", 1, (1, 1, 0)),
    ]


def test_what_no_ties_tell_is_null_and_never_a_number() -> None:
    found = about()
    assert {index.name for index in found.indices} == {"ei", "assortativity", "homophily/young", "homophily/senior"}
    assert all((index.value, index.chance, index.p) == (None, None, None) for index in found.indices)


def test_who_is_young_follows_the_band() -> None:
    wide, narrow = about(), about("15-29")
    assert {one.layer for one in wide.layers} - {one.layer for one in narrow.layers} == {"youth_serving"}
    assert [card.rule for card in wide.gaps] == ["speaks-without/young"] and narrow.gaps == ()
    assert "giovani" in wide.gaps[0].title
