"""The gold of mention → record covers the corpus, its keys stand in the registers, and figures are what they say."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.mentions import INVENTED, Named, Row, Taken, measure, misses, named, table, with_registers
from ingest.language import corpus
from ingest.language.corpus.gold import load_gold
from ingest.registers.keys import check_ipa_code, check_tax_code
from ingest.resolve import matching

CORPUS = Path(corpus.__file__).parent
GOLD = Path(matching.__file__).parents[1] / "gold"
PARTS = ("dev", "test")

IPA = """\
Codice_IPA,Denominazione_ente,Codice_comune_ISTAT,Tipologia,Codice_Categoria,Nome_categoria
unisiena,Universita' degli Studi di Siena,052032,Pubbliche Amministrazioni,L17,Universita'
c_i726,Comune di Siena,052032,Pubbliche Amministrazioni,L6,Comuni
"""
FIVE = """\
codice_fiscale,denominazione,regione,pr,nome_comune,codice_comune,ets_e_onlus,asd,comuni
12345678903,FONDAZIONE BORGO TUFI,LOMBARDIA,BS,BRESCIA,017029,X,,
"""


def judged(part: str) -> dict[str, list[dict[str, object]]]:
    lines = (GOLD / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
    return {line["document"]: line["entities"] for line in map(json.loads, lines)}


def first_mentions(part: str) -> Iterator[tuple[str, set[int]]]:
    """Document → where each of its organisations is named first; of real passages no words are needed."""
    for name, gold in load_gold(CORPUS / "invented" / part).items():
        found = [(m.entity, m.start) for m in gold.extraction.mentions if m.type == "Organisation"]
        yield name, {min(s for e, s in found if e == entity) for entity, _ in found}
    for line in (CORPUS / "real" / f"{part}.jsonl").read_text(encoding="utf-8").splitlines():
        kept = json.loads(line)
        found = [(entity, start) for _, kind, start, _, entity, *_ in kept["mentions"] if kind == "Organisation"]
        yield kept["id"], {min(s for e, s in found if e == entity) for entity, _ in found}


@pytest.mark.parametrize("part", PARTS)
def test_every_organisation_of_the_corpus_is_judged_once(part: str) -> None:
    gold = judged(part)
    assert dict(first_mentions(part)) == {n: {e["at"] for e in gold[n]} for n in gold}
    assert all(len(entities) == len({e["at"] for e in entities}) for entities in gold.values())


@pytest.mark.parametrize("part", PARTS)
def test_keys_are_those_of_bodies(part: str) -> None:
    for entities in judged(part).values():
        for entity in entities:
            assert not (entity.get("unclear") and entity["keys"])
            for key in entity["keys"]:  # type: ignore[attr-defined]
                kind, _, code = key.partition(":")
                check = {"cf": check_tax_code, "ipa": check_ipa_code}[kind]
                assert check(code).value == code


@pytest.mark.parametrize("part", PARTS)
def test_every_key_stands_in_its_register(part: str, shared: Path) -> None:
    held = set()
    for name, column, kind in (
        ("cinque_per_mille_2022", "codice_fiscale", "cf"),
        ("ipa_enti", "Codice_IPA", "ipa"),
    ):
        with (shared / "data" / "registers" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            held |= {f"{kind}:{row[column].upper()}" for row in csv.DictReader(stream)}
    assert {key for entities in judged(part).values() for e in entities for key in e["keys"]} <= held  # type: ignore[attr-defined]


def body(*keys: str, part: str = INVENTED, **more: bool) -> Named:
    return Named("doc", part, 0, 9, ("Il Faro",), frozenset(keys), **more)


FARO, OTHER = Row(frozenset({"cf:1"}), "FARO"), Row(frozenset({"cf:2"}), "FARO ROMA")


def test_a_row_that_is_another_body_is_wrong_whatever_else_was_chosen() -> None:
    assert Taken(body("cf:1", "ipa:A"), (FARO,), ()).right
    assert Taken(body("cf:1"), (FARO, OTHER), ()).wrong
    assert Taken(body(), (FARO,), ()).wrong
    assert not Taken(body("cf:1"), (), (FARO,)).right


def test_what_is_unclear_does_not_count_and_what_waits_is_no_link() -> None:
    taken = [
        Taken(body("cf:1"), (FARO,), ()),
        Taken(body("cf:1", part="real", implied=True), (), (FARO, OTHER)),
        Taken(body(), (OTHER,), ()),
        Taken(body(unclear=True), (OTHER,), ()),
    ]
    head, _, everything, *_ = table(taken)
    assert head == "4 bodies named, 1 of them unclear and left out"
    assert everything.split() == ["all", "3", "2", "2", "2", "1", "0.500", "1", "0.500", "1", "1"]
    assert [line.split()[0] for line in misses(taken, {"cf:1": "FARO"}) if line[0] != " "] == ["waits", "wrong"]


@pytest.mark.parametrize("read", [False, True])
def test_documents_are_added_beside_registers_and_their_bodies_looked_up(tmp_path: Path, read: bool) -> None:
    for name, rows in (("ipa.csv", IPA), ("five.csv", FIVE)):
        (tmp_path / name).write_text(rows, encoding="utf-8")
    registers = [tmp_path / "ipa.csv", tmp_path / "five.csv"]
    documents = {INVENTED: {"n1_01_news": load_gold(CORPUS / "invented" / "dev")["n1_01_news"]}}
    bodies = list(named(documents, GOLD / "dev.jsonl"))
    base = with_registers(tmp_path / "kept", registers)
    assert with_registers(tmp_path / "kept", []) == base
    folder = tmp_path / "run"
    folder.mkdir()
    taken, names = measure(base, folder, documents, bodies, read=read)
    assert names["ipa:UNISIENA"] == "Universita' degli Studi di Siena"
    university = next(o for o in taken if o.body.names == ("Università degli Studi di Siena",))
    assert university.right and university.found
    assert not next(o for o in taken if "Proprietari" in o.body.names[0]).rows
