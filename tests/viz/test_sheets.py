"""The pages around a picture: their tables say what was computed, their pictures show what their tables say."""

import re
from collections.abc import Mapping
from html import unescape

import pytest

from graph.analysis.coverage import Dimension, coverage
from graph.analysis.filters import Filter, Part
from graph.analysis.gaps.cards import State
from graph.analysis.gaps.families import Question, gaps
from graph.analysis.gaps.generational import FAMILY
from graph.analysis.generations.layers import generation_of
from graph.analysis.generations.meetings import meetings
from graph.analysis.selection import select
from graph.analysis.suggestions import Suggester
from graph.analysis.view import GraphView
from graph.ledger.follow_ups import FollowUp
from graph.model import Follow
from tests.graph.analysis.gaps.saying import Saying
from tests.graph.analysis.gaps.test_coverage import areas
from tests.viz.territory import Rows, territory
from tests.viz.test_network import HOSTILE, data, hostile_view
from viz.cards import load_card_words
from viz.columns import in_columns
from viz.gaps import draw_gaps
from viz.generations import draw_generations
from viz.picture import COMPUTED, MISSING
from viz.room import Box
from viz.scene import Options
from viz.sheet import Chosen, chosen
from viz.suggestions import draw_suggestions, seeker_called
from viz.words import LANGUAGES, Language

TODAY = "2026-11-30"
ALL = Filter()
NOTHING_SAID: Mapping[str, FollowUp] = {}


def unread() -> Saying:
    """Four areas; of a fifth nothing is read but its name, and one body is known of which nothing is."""
    said = areas()
    said.said("piano", "Area Acqua", "PART_OF", "Plan Piano")
    said.node("Organisation Ospedale", kind="health_body")
    return said


def missing(view: GraphView, filter_: Filter = ALL, said: Mapping[str, FollowUp] = NOTHING_SAID) -> Chosen:
    return chosen(view, gaps(Question(view, TODAY)), filter_, said)


def gaps_page(
    view: GraphView, language: Language = "it", filter_: Filter = ALL, said: Mapping[str, FollowUp] = NOTHING_SAID
) -> str:
    matrices = [coverage(view, by=by, within=filter_.selection()) for by in Dimension]
    return draw_gaps(view, missing(view, filter_, said), matrices, Options(language=language))


def generations_page(view: GraphView, language: Language = "it", part: Part = ALL) -> str:
    asked = Question(view, TODAY)
    cards = chosen(view, gaps(asked, [FAMILY]), Filter.of(part), NOTHING_SAID)
    return draw_generations(asked, cards, Options(language=language))


def suggestions_page(view: GraphView, language: Language = "it") -> str:
    return draw_suggestions(Suggester.of(view), None, Options(language=language))


def cells(html: str) -> list[tuple[str, str]]:
    """Every cell of the coverage tables: what it is called aloud, and its sign."""
    return [(unescape(label), sign) for label, sign in re.findall(r'<summary aria-label="(.*?)">(.*?)</summary>', html)]


def test_each_cell_says_who_or_why_nobody() -> None:
    found = dict(cells(gaps_page(unread().view())))
    assert found["Casa, cooperativa: c’è chi fa qualcosa, 1"] == "1"
    assert found["Casa, APS: nessuno noto"] == "∅"
    assert found["Casa, ente sanitario: non letto"] == "?"
    assert found["Cibo, guidata da giovani: c’è chi fa qualcosa, 1"] == "1"


def test_an_area_of_which_nothing_is_read_is_named_apart() -> None:
    html = gaps_page(unread().view())
    assert not [label for label, _ in cells(html) if label.startswith("Acqua")]
    assert "<li>Acqua</li>" in html and "Altre aree nominate: 1" in html


def test_nobody_known_and_not_read_are_different_marks() -> None:
    view = unread().view()
    html, cards = gaps_page(view), {card.id: card for card in missing(view).cards}
    drawn = {node["id"]: node for node in data(html, "nodes")}
    marks = {label: node for label, node in ((n["group"], n) for n in drawn.values()) if label in MISSING.values()}
    assert {"Gap", "Unread"} <= marks.keys()
    for name, node in drawn.items():
        if node["group"] in MISSING.values():
            assert MISSING[cards[name.partition("/")[2]].state] == node["group"]
    groups = data(html, "options")["groups"]
    assert groups["Gap"]["shape"] != groups["Unread"]["shape"]
    assert 'class="chip state gap">Manca: nessuno noto<' in html and 'class="chip state unknown">Non letto<' in html


def test_what_is_missing_is_tied_to_who_lacks_it_and_who_could_be_it() -> None:
    view = areas().view()
    (card,) = [c for c in missing(view).cards if c.rule == "kind/aps"]
    html = gaps_page(view)
    ties = {
        (edge["from"], known["claim"], edge["to"])
        for edge, known in zip(data(html, "edges"), data(html, "facts")["edges"], strict=True)
        if known["status"] == COMPUTED
    }
    assert ("Area/casa", "LACKS", f"Gap/{card.id}") in ties
    assert ("Organisation/aps-cibo", "COULD_FILL", f"Gap/{card.id}") in ties
    facts = dict(zip((n["id"] for n in data(html, "nodes")), data(html, "facts")["nodes"], strict=False))
    assert facts[f"Gap/{card.id}"]["text"] == load_card_words("it").statement(card)
    assert facts[f"Gap/{card.id}"]["cited"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_is_there_whole(language: Language) -> None:
    view, words = areas().view(), load_card_words(language)
    html = unescape(gaps_page(view, language))
    for card in missing(view).cards:
        _, _, rest = html.partition(f'<article class="card {card.state}" id="{card.id}"')
        own = rest.partition("</article>")[0]
        assert words.title(view, card) in own and words.statement(card) in own
        assert own.count("<meter") == 4 and card.cypher.splitlines()[0] in own
        assert all(view.name(candidate.key) in own for candidate in card.candidates)
        assert not card.requirement.evidence or "<blockquote>" in own


def test_every_rule_has_a_name_for_what_is_missing() -> None:
    words = load_card_words("it")
    assert words.cards.texts["title"].keys() == words.common.texts["lacks"].keys()
    assert set(State) - MISSING.keys() == {State.COVERED}


def test_generations_stand_in_columns_and_bridges_have_names() -> None:
    view = territory().view()
    html = generations_page(view)
    asked = Question(view, TODAY)
    met = meetings(asked.ties, generation_of(view))
    assert met and all(view.name(meeting.actor) in unescape(html) for meeting in met)
    at = {node["id"]: node["x"] for node in data(html, "nodes")}
    led = {"/".join(k): g for k, g in generation_of(view).items() if k not in {meeting.actor for meeting in met}}
    young, senior = ([x for name, x in at.items() if led.get(name) == g] for g in ("young", "senior"))
    assert young and senior and sorted(young)[len(young) // 2] < sorted(senior)[len(senior) // 2]
    assert [name for name, *_ in data(html, "facts")["headings"]] == ["Giovani", "Insieme", "Anziani"]


def test_times_chance_is_said_in_words_and_in_the_table() -> None:
    html = unescape(generations_page(territory().view()))
    assert re.search(r"Le organizzazioni guidate da giovani collaborano tra loro \d+,\d volte", html)
    assert "Potrebbe essere un caso." in html and "× il caso" in html


def test_where_no_generation_is_known_nothing_is_said_of_chance() -> None:
    said = Saying().said("nota", "Organisation Alfa", "LEADS", "Action Orto")
    html = generations_page(said.view())
    assert "si sa chi le guida: 0 su 1" in html and 'class="matrix"' not in html


def test_suggestions_are_the_same_in_the_table_and_in_the_picture() -> None:
    rows = territory()
    view = rows.view()
    seeker = rows.by_name["Banca Popolare della Lomba"]
    suggester = Suggester.of(view)
    html = draw_suggestions(suggester, seeker, Options())
    found = [one.candidate.key for one in suggester.partners(seeker)]
    table = re.search(r'<table class="list">.*?</table>', html, re.DOTALL)
    assert table
    assert re.findall(r"<b>(.*?)</b>", unescape(table[0])) == [view.name(key) for key in found]
    drawn = [edge["to"] for edge in data(html, "edges") if edge["id"] in suggested(html)]
    assert drawn == ["/".join(key) for key in found]


def suggested(html: str) -> set[str]:
    facts = data(html, "facts")["edges"]
    return {e["id"] for e, known in zip(data(html, "edges"), facts, strict=True) if known["claim"] == "COULD_MEET"}


def test_an_action_finds_members_and_a_name_finds_either(rows: Rows) -> None:
    view = rows.view()
    action = rows.by_name["Mensa a filiera corta"]
    assert seeker_called(view, "mensa a filiera corta") == action
    assert seeker_called(view, "Banca Popolare") == rows.by_name["Banca Popolare della Lomba"]
    assert "Per Mensa a filiera corta" in draw_suggestions(Suggester.of(view), action, Options())


def test_a_card_says_how_far_people_have_come_with_it() -> None:
    view = areas().view()
    first, second, third = missing(view).cards[:3]
    said = {
        card.id: FollowUp(card.id, state, reason, "Anna", "2026-11-29T10:00:00Z", evidence)
        for card, state, reason, evidence in (
            (first, Follow.TAKEN_UP, None, first.evidence),
            (second, Follow.DISMISSED, "Ne hanno già uno.", second.evidence),
            (third, Follow.CLOSED, None, "other words"),
        )
    }
    html = unescape(gaps_page(view, said=said))
    assert "Questa scheda è presa in carico: Anna, 29 novembre 2026.</p>" in html
    assert "Questa scheda era chiusa (Anna, 29 novembre 2026): poi si è letto altro, ed è di nuovo aperta.</p>" in html
    assert f'id="{second.id}"' not in html and "<form" not in html  # a file has no server to tell
    html = unescape(gaps_page(view, filter_=Filter(follow_up=(Follow.DISMISSED,)), said=said))
    assert "Questa scheda è scartata: Anna, 29 novembre 2026. Perché: Ne hanno già uno.</p>" in html
    assert html.count("<article") == 1 and "Soltanto: Che cosa se ne fa: scartata." in html


def test_a_page_within_a_part_says_so_and_counts_only_that() -> None:
    view = areas().view()
    html = gaps_page(view, filter_=Filter(area=("Casa",), kind=("cooperative",)))
    assert "Soltanto: Area: Casa; Tipo di organizzazione: cooperativa." in html
    assert {label.partition(",")[0] for label, _ in cells(html)} == {"Casa"}


def test_generations_within_a_part_count_only_that() -> None:
    rows = territory()
    view = rows.view()
    part = Part(area=("Finanza a impatto",), time="2024..2026")
    html, inside = unescape(generations_page(view, part=part)), generation_of(select(view, part.selection()))
    known = sum(led is not None for led in inside.values())
    assert 0 < len(inside) < len(generation_of(view))
    assert f"Organizzazioni di cui si sa chi le guida: {known} su {len(inside)}." in html
    assert "Soltanto: Area: Finanza a impatto; Quando: 2024..2026." in html


@pytest.fixture(scope="module")
def rows() -> Rows:
    return territory()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("draw", [gaps_page, generations_page, suggestions_page])
def test_nothing_known_and_hostile_names_make_pages_too(draw: "object", language: Language) -> None:
    assert callable(draw)
    assert draw(GraphView.of([], []), language)
    html = draw(hostile_view(), language)
    assert HOSTILE[0] not in html and "<script>alert" not in html


def test_columns_keep_their_order_and_their_room() -> None:
    columns = [[f"a{n}" for n in range(30)], ["b"], [f"c{n}" for n in range(9)]]
    boxes = {name: Box(40, 10, 30) for column in columns for name in column}
    places = in_columns(columns, boxes, [("a3", "b"), ("b", "c5")])
    assert max(places[n][0] for n in columns[0]) < places["b"][0] < min(places[n][0] for n in columns[2])
    taken = list(places.values())
    for one in taken:
        for other in taken:
            assert one == other or abs(one[0] - other[0]) >= 80 or abs(one[1] - other[1]) >= 40
    assert places == in_columns(columns, boxes, [("a3", "b"), ("b", "c5")])
