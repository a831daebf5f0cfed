"""`roles`, `generations`, `suggest` and `what-if` for people: tables, and what was looked at."""

from pathlib import Path

from graph.workspace import Workspace
from tests.api.cli.conftest import invoke


def test_roles_say_at_what_they_looked_even_where_nothing_stands_out(territory: Workspace) -> None:
    shown = invoke("roles", "-w", territory.root)
    assert shown.out.startswith("actor\tmeasure\tvalue\texpected\tchance\tp\tmissing\tkept")
    assert "against 199 draws" in shown.err


def test_motifs_are_a_table_of_their_own(territory: Workspace) -> None:
    shown = invoke("roles", "-w", territory.root, "--show", "motifs", "--language", "it", "--format", "csv")
    assert shown.out.startswith('motif,what,count,expected,chance,p,draws\nopen_actors,"due organizzazioni in')


def test_generations_are_tables_under_their_names_or_one_alone(territory: Workspace) -> None:
    every = invoke("generations", "-w", territory.root)
    assert "\nmixing\ngeneration\torganisations\t" in every.out and "14-35, 65+" in every.err
    one = invoke("generations", "-w", territory.root, "--show", "layers", "--format", "csv", "--young", "15-29")
    assert one.out.startswith("layer,who,evidence\n") and "15-29" in one.err


def test_csv_takes_one_table_and_a_band_that_is_not_there_is_said(territory: Workspace) -> None:
    assert invoke("generations", "-w", territory.root, "--format", "csv").code == 2
    shown = invoke("generations", "-w", territory.root, "--young", "20-40")
    assert shown.code == 2 and "15-29" in shown.err


def test_suggestions_are_a_table_with_reasons(territory: Workspace) -> None:
    shown = invoke("suggest", "-w", territory.root, "--partners-of", "Arsenale Giovani", "--limit", "3")
    assert [len(row) for row in shown.rows] == [6, 6, 6] and all(row[-1] for row in shown.rows)


def test_what_if_shows_indices_and_then_cards(territory: Workspace) -> None:
    given = ("--tie", "Arsenale Giovani PARTNERS_WITH Controvento APS status=planned since=2027", "--limit", "1")
    shown = invoke("what-if", "-w", territory.root, *given)
    indices, cards = shown.out.split("\n\n")
    assert indices.startswith("index\tbefore\tafter\norganisations\t") and cards.startswith("id\tfamily\ttitle\t")


def test_a_tie_that_is_none_is_said_with_the_claims_there_are(territory: Workspace) -> None:
    shown = invoke("what-if", "-w", territory.root, "--tie", "Arsenale Giovani likes Controvento")
    assert shown.code == 2 and "PARTNERS_WITH" in shown.err


def test_an_empty_workspace_answers_every_question(tmp_path: Path) -> None:
    root = tmp_path / "w"
    assert invoke("init", root).code == 0
    for command in ("resources", "roles", "generations", "coverage"):
        assert invoke(command, "-w", root).code == 0, command
    assert invoke("suggest", "-w", root, "--partners-of", "X").code == 2
    assert invoke("what-if", "-w", root, "--add", "X kind=aps").code == 0
