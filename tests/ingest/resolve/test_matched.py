"""Documents that name bodies of a register, matched in a resolution."""

from sqlalchemy import select

from graph.ledger.bodies import BodyRow, Setting, Spot
from graph.ledger.facts import mentions_by_entity
from graph.ledger.tables import matches
from graph.store.assembly import entity_node
from ingest.resolve.apart import bears_just, others_behind
from ingest.resolve.matching.entries import Entry, Match
from ingest.resolve.resolve import resolve
from ingest.resolve.surroundings import places_of
from tests.ingest.resolve.helpers import new_ledger, parts, read


def test_all_documents_that_name_a_body_alike_are_matched_with_its_row() -> None:
    with new_ledger() as ledger:
        read(ledger, "register", "COOPERATIVA SOCIALE IL GIRASOLE BLU", key="00000010017", register=True)
        sources = [f"note{number}" for number in range(5)]
        for source in sources:
            read(ledger, source, "Cooperativa sociale Il Girasole Blu")
        resolve(ledger)

        assert parts(ledger, ["register", *sources]) == {frozenset(["register", *sources])}
        with ledger.read() as connection:
            assert len(connection.execute(select(matches)).all()) == len(sources)


def test_the_kind_that_a_register_states_counts_before_readings() -> None:
    with new_ledger() as ledger:
        read(ledger, "register", "ARMONIA DI BORGO ODV", key="00000010017", kind="odv", register=True)
        for source in ("first", "second"):
            read(ledger, source, "Armonia di Borgo odv", kind="association")
        resolve(ledger)
        with ledger.read() as connection:
            ((entity, facts),) = mentions_by_entity(connection, None)
        assert entity_node(entity, facts).properties["kind"] == "odv"


def test_a_document_read_later_is_matched_without_the_others() -> None:
    with new_ledger() as ledger:
        read(ledger, "register", "COOPERATIVA SOCIALE IL GIRASOLE BLU", key="00000010017", register=True)
        read(ledger, "first", "Cooperativa sociale Il Girasole Blu")
        resolve(ledger)
        read(ledger, "second", "Il Girasole Blu s.c.s.")
        resolve(ledger)

        assert parts(ledger, ["register", "first", "second"]) == {frozenset(["register", "first", "second"])}


def test_a_name_alone_does_not_choose_between_two_towns() -> None:
    with new_ledger() as ledger:
        for source, key, town in (("asti", "00000010017", "Asti"), ("bra", "00000020016", "Bra")):
            read(ledger, source, "IL GIRASOLE BLU", key=key, place=town, register=True)
        read(ledger, "vague", "Il Girasole Blu")
        read(ledger, "placed", "Il Girasole Blu", place="Bra")
        resolve(ledger)

        assert parts(ledger, ["asti", "bra", "vague", "placed"]) == {
            frozenset(["asti"]),
            frozenset(["bra", "placed"]),
            frozenset(["vague"]),
        }


def test_a_class_word_means_the_body_of_the_document_s_place() -> None:
    with new_ledger() as ledger:
        for key, town in (("00000010017", "Asti"), ("00000020016", "Bra")):
            read(ledger, town, f"Comune di {town}", key=key, kind="public_body", place=town, register=True)
        read(ledger, "note", "Comune", kind="public_body", before="ASTI - Con noi lavora il ", named=("Asti",))
        read(ledger, "nowhere", "Comune", kind="public_body")
        resolve(ledger)

        assert parts(ledger, ["Asti", "Bra", "note", "nowhere"]) == {
            frozenset(["Asti", "note"]),
            frozenset(["Bra"]),
            frozenset(["nowhere"]),
        }


def test_a_class_said_once_for_many_is_that_of_each() -> None:
    with new_ledger() as ledger:
        read(ledger, "ministry", "Ministero della Giustizia", key="00000010017", kind="public_body", register=True)
        read(ledger, "group", "GIUSTIZIA ODV", key="00000020016", kind="odv", register=True)
        read(ledger, "note", "giustizia", kind="public_body", before="Sentiti i Ministeri della ")
        resolve(ledger)

        assert parts(ledger, ["ministry", "group", "note"]) == {frozenset(["ministry", "note"]), frozenset(["group"])}


def test_a_body_of_another_kind_is_another() -> None:
    with new_ledger() as ledger:
        read(
            ledger, "register", "LUNEZIA VOLLEY", key="00000010017", kind="association", place="Sarzana", register=True
        )
        read(ledger, "note", "Lunezia Volley", kind="social_cooperative", place="Sarzana")
        resolve(ledger)

        assert parts(ledger, ["register", "note"]) == {frozenset(["register"]), frozenset(["note"])}


def test_a_name_without_its_class_word_is_the_body_of_just_that_name() -> None:
    with new_ledger() as ledger:
        read(ledger, "just", "ASSOCIAZIONE LA COMETA CONCORDE ODV", key="00000010017", kind="odv", register=True)
        read(ledger, "more", "ASSOCIAZIONE LA COMETA SINCERA CONCORDE ODV", key="00000020016", register=True)
        read(ledger, "note", "La Cometa Concorde ODV")
        resolve(ledger)

        assert parts(ledger, ["just", "more", "note"]) == {frozenset(["just", "note"]), frozenset(["more"])}


def test_nobody_is_behind_where_no_record_bears_just_the_name() -> None:
    pair = Match("note", "more", 0.5, 0.0, ())
    row = BodyRow((1, 1), None, None, None, ("Spazio Aperto",))

    assert others_behind([pair], row, {"more": Entry("more", "Spazio Aperto Servizi")}) == [pair]


def test_a_name_written_out_counts_before_its_short_one() -> None:
    names = ("ENEA", "Agenzia nazionale per le nuove tecnologie")

    assert not bears_just(names, Entry("club", "ASSOCIAZIONE ENEA"))
    assert bears_just(names, Entry("agency", "AGENZIA NAZIONALE PER LE NUOVE TECNOLOGIE"))
    assert bears_just(("Enea",), Entry("club", "ASSOCIAZIONE ENEA"))


def test_a_long_name_is_its_bodys_also_where_a_document_speaks_of_other_places() -> None:
    with new_ledger() as ledger:
        for key, name in (("00000010017", "IL GIRASOLE BLU DI CAMPO APS"), ("00000020016", "IL GIRASOLE BLU APS")):
            read(ledger, name, name, key=key, place="Vittorito", register=True)
        read(ledger, "long", "Il Girasole Blu di Campo APS", before="BRA - Con noi lavora ", named=("Bra",))
        read(ledger, "short", "Il Girasole Blu APS", before="BRA - Con noi lavora ", named=("Bra",))
        resolve(ledger)

        assert parts(ledger, ["IL GIRASOLE BLU DI CAMPO APS", "long", "IL GIRASOLE BLU APS", "short"]) == {
            frozenset(["IL GIRASOLE BLU DI CAMPO APS", "long"]),
            frozenset(["IL GIRASOLE BLU APS"]),
            frozenset(["short"]),
        }


def test_a_municipality_that_is_named_as_a_body_is_a_place_of_the_document() -> None:
    said, names = "Firmano il Comune di Asti e il Comune d'Europa.", ("Comune di Asti", "Comune d'Europa")
    spots = tuple(Spot(said.index(name), said.index(name) + len(name), 1) for name in names)
    places = places_of(Setting(said, None, (), spots))

    assert "asti" in places.towns
    assert not places.known, "it may speak of others too"
