"""Layers of generations: who is young, who serves, involves and is led by them, and what is not known."""

import pytest

from graph.analysis.evidence import Key
from graph.analysis.generations.layers import (
    Bands,
    Layer,
    band,
    bands,
    founded_lately,
    generation_of,
    generation_of_group,
    layers,
)
from graph.errors import NotFound
from graph.store.port import Node, Property
from tests.graph.analysis.network.made import made_view, said

ORG, ACTION, YOUTH, OLD = ("Organisation", "org"), ("Action", "lab"), ("Group", "youth"), ("Group", "old")
ABOUT: dict[Key, dict[str, Property]] = {YOUTH: {"category": "young"}, OLD: {"age_min": 70}}
TODAY = "2026-11-30"


def group(**properties: Property) -> str | None:
    return generation_of_group(Node("Group", "g", properties), Bands.usual())


def test_every_band_has_a_source_and_the_usual_ones_come_first() -> None:
    assert {b.name for b in bands()} == {"14-35", "15-29", "15-34", "18-28", "65+"}
    assert all(b.source for b in bands())
    assert (band("young").name, band("senior").name) == ("14-35", "65+")
    with pytest.raises(NotFound, match="20-40"):
        band("young", "20-40")


def test_people_are_of_the_generation_in_which_their_ages_mostly_lie() -> None:
    assert group(age_min=18, age_max=29) == "young"
    assert group(age_max=34) == "young"
    assert group(age_min=65) == "senior"
    assert group(age_min=6, age_max=10) is None
    assert group(age_min=18) is None and group(age_min=18, age_max=99) is None
    assert group(category="neet") == "young" and group(category="senior") == "senior"
    assert group(category="students") is None and group(of="organisations", category="young") is None


def test_another_band_changes_who_is_young() -> None:
    thirties = Node("Group", "g", {"age_min": 30, "age_max": 35})
    narrow = Bands(band("young", "15-29"), band("senior"))
    assert generation_of_group(thirties, Bands.usual()) == "young"
    assert generation_of_group(thirties, narrow) is None


@pytest.mark.parametrize(
    ("founded", "young"), [("2021", True), ("2020", False), ("2021-10", False), ("2021-11-30", True), (None, None)]
)
def test_a_young_organisation_was_founded_in_the_last_five_years(founded: str | None, young: bool | None) -> None:
    about: dict[str, Property] = {"founded": founded} if founded else {}
    assert founded_lately(Node("Organisation", "o", about), TODAY) is young


def test_serving_involving_and_being_led_are_kept_apart() -> None:
    view = made_view(
        [said(ACTION, "SERVES", YOUTH), said(ORG, "LEADS", ACTION), said(ORG, "INVOLVES", OLD)],
        {**ABOUT, ORG: {"led_by": "senior"}},
    )
    found = {layer: set(keys) for layer, keys in layers(view, TODAY).items() if keys}
    assert found == {Layer.YOUTH_SERVING: {ACTION, ORG}, Layer.SENIOR_LED: {ORG}}
    (lead, serves) = layers(view, TODAY)[Layer.YOUTH_SERVING][ORG]
    assert (lead.type, serves.type) == ("LEADS", "SERVES")


def test_refusals_put_nobody_in_a_layer() -> None:
    view = made_view([said(ACTION, "INVOLVES", YOUTH, "denied"), said(ORG, "LEADS", ACTION, "denied")], ABOUT)
    assert not any(layers(view, TODAY).values())


def test_only_what_is_stated_is_intergenerational() -> None:
    edges = [said(ACTION, "INVOLVES", YOUTH), said(ACTION, "INVOLVES", OLD), said(ORG, "PARTICIPATES_IN", ACTION)]
    assert not layers(made_view(edges, ABOUT), TODAY)[Layer.INTERGENERATIONAL]
    stated = made_view(edges, {**ABOUT, ACTION: {"intergenerational": True}})
    assert set(layers(stated, TODAY)[Layer.INTERGENERATIONAL]) == {ACTION, ORG}


def test_who_leads_is_unknown_where_nobody_says_it() -> None:
    other = ("Organisation", "other")
    view = made_view([said(ORG, "PARTNERS_WITH", other)], {ORG: {"led_by": "mixed"}})
    assert generation_of(view) == {ORG: "mixed", other: None}
