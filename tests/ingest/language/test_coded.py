"""Lines of a plan that bear a code, laid out as offices lay them out."""

import pytest

from ingest.language.coded import fields_of_heading, fields_of_line


def roles(line: str) -> dict[str, str]:
    return {f.role: line[f.start : f.end] for f in fields_of_line(line, 0, len(line))}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "Marzo 2027 - Apertura della rete degli sportelli - (Agenzia Alfa) - CAP2.LA07",
            {"deadline": "Marzo 2027", "title": "Apertura della rete degli sportelli", "lead": "Agenzia Alfa"},
        ),
        (
            "CAP2.PA.LA01 – Da gennaio 2026 – I Comuni aprono sportelli – (Agenzia Alfa, Ministero Beta)",
            {"begin": "Da gennaio 2026", "title": "I Comuni aprono sportelli", "lead": "Agenzia Alfa, Ministero Beta"},
        ),
        (
            "A1.2: Mappatura degli spazi vuoti (Comune di Riva in collaborazione con Consorzio Gamma);",
            {"title": "Mappatura degli spazi vuoti", "lead": "Comune di Riva", "partner": "Consorzio Gamma"},
        ),
        (
            "Giugno 2026: Bando per le botteghe - (Camera di commercio - sede di Riva) - B.3",
            {
                "deadline": "Giugno 2026: ",
                "title": "Bando per le botteghe",
                "lead": "Camera di commercio - sede di Riva",
            },
        ),
    ],
)
def test_the_parts_of_a_line_are_told_apart(line: str, found: dict[str, str]) -> None:
    read = roles(line)
    code = read.pop("code", None)
    assert read == found
    assert code is None or code in line


@pytest.mark.parametrize(
    "line",
    [
        "Il Comune di Riva ha approvato il Piano giovani - lo dice la sindaca",
        "La SS34 - la strada del lago - resta chiusa",
        "B2 - no",
        "",
        "Nel 2026 - come già nel 2025 - il bilancio è in pari",
    ],
)
def test_a_line_without_a_code_at_its_edge_has_no_fields(line: str) -> None:
    assert roles(line) == {}


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("OB.2.1 - Avvicinare i servizi a chi abita in collina", "Avvicinare i servizi a chi abita in collina"),
        ("Asse II – Abitare", "Abitare"),
        ("Obiettivo specifico 1.2: Case per chi lavora", "Case per chi lavora"),
        ("LINEA 3. Scuole aperte", "Scuole aperte"),
    ],
)
def test_headings_of_a_plan_title_an_area(line: str, title: str) -> None:
    assert [line[f.start : f.end] for f in fields_of_heading(line, 0, len(line))] == [title]
    assert roles(line) == {}


@pytest.mark.parametrize("line", ["Area verde - il parco", "Obiettivi e metodo", "Asse viario: la SS34"])
def test_other_headings_title_nothing(line: str) -> None:
    assert fields_of_heading(line, 0, len(line)) == []
