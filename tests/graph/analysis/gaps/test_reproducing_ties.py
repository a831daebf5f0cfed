"""The query of a card gives what the card rests on, on either store."""

from graph.analysis.gaps.cards import Card, parameters
from graph.analysis.gaps.generational import generational_cards
from graph.analysis.gaps.ground import reproducing
from graph.analysis.gaps.integrative import integrative_cards
from graph.analysis.network.ties import ties
from graph.analysis.view import load
from graph.store.port import GraphStore, Limits, Table
from tests.viz.territory import territory


def answer(store: GraphStore, card: Card) -> Table:
    with store.reader() as reader:
        return reader.run(card.cypher, parameters(card), Limits())


def test_the_query_of_each_rule_runs_and_speaks_of_its_subjects(store: GraphStore) -> None:
    rows = territory()
    with store.writer() as writer:
        writer.prepare()
        writer.put_nodes(rows.nodes.values())
        writer.put_edges(rows.edges)
        writer.commit()
    with store.reader() as reader:
        view = load(reader)
    found = ties(view)
    for cards in (integrative_cards(view, found), generational_cards(view, found)):
        for card in {c.rule: c for c in cards}.values():
            first, *_ = answer(store, card).rows
            assert first[0] in {view.name(key) for key in card.subjects}
    organisation = rows.by_name["Cooperativa sociale Il Melograno"]
    with store.reader() as reader:
        table = reader.run(reproducing("structural", "single-bridge"), {"subjects": [organisation[1]]}, Limits())
    assert {row[0] for row in table.rows} == {organisation[1]}
