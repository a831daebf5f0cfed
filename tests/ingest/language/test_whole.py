"""Names that the encoder cuts are made whole, and titles that have nothing in common are two things."""

import pytest

from graph.extraction import Passage
from ingest.language.encoder import TYPES, Span
from ingest.language.encoder.pairs import clusters
from ingest.language.encoder.reader import title_words
from ingest.language.whole import whole, whole_passages


def spans(text: str, *named: str) -> list[Span]:
    """Spans by "Type words", each at its first place in the text."""
    pairs = (name.partition(" ")[::2] for name in named)
    return [Span(text.index(words), text.index(words) + len(words), TYPES.index(type_), 0.9) for type_, words in pairs]


def shown(text: str, found: list[Span]) -> list[str]:
    return [f"{span.name} {text[span.start : span.end]}" for span in found]


@pytest.mark.parametrize(
    ("text", "cut", "right"),
    [
        (
            "le aree: governance e partnership, casa",
            ["Area governance e", "Area partnership"],
            ["Area governance e partnership"],
        ),
        ("l'azione «Mani vecchie, mani nuove»", ["Action Mani vecchie"], ["Action Mani vecchie, mani nuove"]),
        ("disse: «Serve uno sportello»", ["Action sportello"], ["Action sportello"]),
        (
            "al Doposcuola di Selvarotta",
            ["Action Doposcuola", "Place Selvarotta"],
            ["Action Doposcuola di Selvarotta", "Place Selvarotta"],
        ),
        ("incontri di Selvarotta", ["Action incontri", "Place Selvarotta"], ["Action incontri", "Place Selvarotta"]),
        ("Dell'area Memoria e cultura nessuno", ["Area Memoria"], ["Area Memoria e cultura"]),
        ("l'area Casa e nell'area Cibo", ["Area Casa"], ["Area Casa"]),
        ("Borgo Lariano, nasce", ["Place Borgo"], ["Place Borgo Lariano"]),
        ("a Borgo Lariano Marta", ["Place Borgo", "Person Marta"], ["Place Borgo Lariano", "Person Marta"]),
        ("Spett.le Unione", ["Organisation Spett", "Organisation Unione"], ["Organisation Unione"]),
        (
            "Casa Nostra, Assessore Gentile",
            ["Organisation Nostra", "Person Gentile"],
            ["Organisation Nostra", "Person Gentile"],
        ),
        ("Mario Rossi Presidente", ["Person Mario Rossi"], ["Person Mario Rossi"]),
        ("a Torino Il Comune, Lunedì", ["Place Torino"], ["Place Torino"]),
        ("alla Vostra del 20 marzo", ["Action Vostra"], []),
        ("tre tutor da trovare", ["Resource tre tutor da trovare"], ["Resource tre tutor"]),
    ],
)
def test_a_cut_name_is_made_whole(text: str, cut: list[str], right: list[str]) -> None:
    assert shown(text, whole(text, spans(text, *cut))) == right


@pytest.mark.parametrize(
    ("kind", "text", "cut", "right"),
    [
        ("item", "1. Reti e governo locale", "Area Reti", "Area Reti e governo locale"),
        ("item", "ASSE 2 – Case e cortili", "Area Case e cortili", "Area Case e cortili"),
        ("item", "Reti, governo locale", "Area Reti", "Area Reti"),
        ("heading", "2. Mani vecchie, mani nuove", "Action Mani vecchie", "Action Mani vecchie, mani nuove"),
        ("heading", "Riunione del 12 marzo 2026", "Action Riunione", "Action Riunione"),
        ("sentence", "Reti e governo locale", "Area Reti", "Area Reti"),
    ],
)
def test_an_item_or_heading_is_a_name_from_end_to_end(kind: str, text: str, cut: str, right: str) -> None:
    passage = Passage("p1", kind, 0, len(text), text)
    assert shown(text, whole_passages(text, [passage], spans(text, cut))) == [right]


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("sentence", "La scheda 2 è senza capofila (az. 3.1, azione n. 4.2)", ["scheda 2", "az. 3.1", "azione n. 4.2"]),
        ("sentence", "L'azione 4.2 «Navetta» e la scheda 2 - Orti", []),  # their titles say more
        ("sentence", "dal 2025, azione 12/2025, intervento 3x", []),
        ("heading", "Scheda 2", []),
    ],
)
def test_running_text_calls_actions_by_their_codes(kind: str, text: str, found: list[str]) -> None:
    passage = Passage("p0", kind, 0, len(text), text)
    assert shown(text, whole_passages(text, [passage], [])) == [f"Action {code}" for code in found]


def test_titles_with_nothing_in_common_are_never_one_thing() -> None:
    text = "Emporio solidale, Bottega dei mestieri, il progetto, Bottega"
    found = spans(text, "Action Emporio solidale", "Action Bottega dei mestieri", "Action progetto", "Action Bottega")
    words = [title_words(span, text) for span in found]
    assert [bool(beginnings) for beginnings in words] == [True, True, False, False]
    same = {(0, 1): 0.99, (0, 2): 0.9, (1, 3): 0.9}

    def apart(one: int, other: int) -> bool:
        return {one, other} == {0, 1}

    assert clusters(4, same, 0.5) == [0, 0, 0, 0]
    assert clusters(4, same, 0.5, apart) == [0, 1, 0, 1]


def test_what_sort_of_body_it_is_tells_it_from_no_other() -> None:
    text = "Comune di Rivafonda, Amministrazione comunale"
    found = spans(text, "Organisation Comune di Rivafonda", "Organisation Amministrazione comunale")
    assert [title_words(span, text) for span in found] == [{"rivafo"}, set()]
