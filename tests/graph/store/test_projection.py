"""A graph that follows the ledger step by step is the one that is made of the whole ledger at once."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.extraction import Batch, Claim, Document, Evidence, Mention, Passage
from graph.ledger import decisions, writing
from graph.ledger.ledger import Ledger
from graph.ledger.resolving import all_references
from graph.ledger.writing import Original
from graph.store import projection
from graph.store.open import open_store
from graph.store.port import Edge, GraphStore, Node
from graph.store.projection import project, rebuild
from ingest.resolve.resolve import resolve
from tests.ingest.resolve.helpers import new_ledger

NAMES = ("Il Noce", "La Serra", "Il Faro", "Aurora")
KEYS = (None, "1", "2", "3")
TYPES = ("PARTNERS_WITH", "MEMBER_OF", "FUNDS")

Said = tuple[list[tuple[str, str | None]], list[tuple[int, str, int, str]]]

bodies = st.tuples(st.sampled_from(NAMES), st.sampled_from(KEYS))
claims = st.tuples(
    st.integers(0, 3), st.sampled_from(TYPES), st.integers(0, 3), st.sampled_from(("done", "planned", "denied"))
)
documents: st.SearchStrategy[Said] = st.tuples(st.lists(bodies, min_size=4, max_size=4), st.lists(claims, max_size=5))
read = st.tuples(st.sampled_from("abc"), documents)
withdrawn = st.tuples(st.sampled_from("abc"), st.none())
decided = st.tuples(st.sampled_from(("same", "different")), st.tuples(st.integers(0, 30), st.integers(0, 30)))
steps = st.lists(st.one_of(read, read, withdrawn, decided), min_size=2, max_size=8)


def batch_of(said: Said) -> Batch:
    """One passage a body, and claims between them."""
    named, tied = said
    passages, mentions = [], []
    for number, (name, key) in enumerate(named):
        start, text = number * 100, f"Qui c'è {name}."
        passages.append(Passage(f"p{number}", "sentence", start, start + len(text), text))
        keys = {"ipa_code": key} if key else {}
        begin = start + text.index(name)
        mentions.append(
            Mention(f"m{number}", "Organisation", begin, begin + len(name), name, f"p{number}", f"m{number}", {}, keys)
        )
    found = [
        Claim(f"c{n}", f"m{one}", kind, f"m{other}", status, 0.5, (Evidence(f"p{one}", one * 100, one * 100 + 5),))
        for n, (one, kind, other, status) in enumerate(tied)
        if one != other
    ]
    return Batch(tuple(passages), tuple(mentions), tuple(found))


def take(ledger: Ledger, number: int, what: str, then: object) -> None:
    with ledger.write() as connection:
        if then is None:
            writing.withdraw(connection, what)
        elif what in ("same", "different"):
            references = all_references(connection)
            if references:
                assert isinstance(then, tuple)
                left, right = (references[n % len(references)].at for n in then)
                if left != right:
                    decisions.decide_pair(connection, what, left, right, who="Ada")
        else:
            document = f"{what}{number}"
            extraction = Document(document, what, "", title=what), [batch_of(then)]  # type: ignore[arg-type]
            writing.record_reading(connection, what, Original(document, document, "text/plain"), extraction, "1")


def graph(store: GraphStore) -> tuple[list[Node], list[Edge]]:
    with store.reader() as reader:
        return list(reader.nodes()), list(reader.edges())


@contextmanager
def empty_store() -> Iterator[GraphStore]:
    with tempfile.TemporaryDirectory() as folder:
        yield open_store("kglite:///graph.kgl", base=Path(folder), user="", password=None)


def test_passages_in_which_nothing_was_found_are_in_the_graph_too() -> None:
    """Who looks for what is missing looks there as well."""
    silent = Passage("p9", "sentence", 900, 915, "Nulla è deciso.")
    batch = batch_of(([("Radici", None)], []))
    with new_ledger() as ledger, empty_store() as store:
        with ledger.write() as connection:
            extraction = Document("a1", "a", "", title="a"), [Batch((*batch.passages, silent), batch.mentions, ())]
            writing.record_reading(connection, "a", Original("a1", "a1", "text/plain"), extraction, "1")
        resolve(ledger)
        project(ledger, store)
        texts = [node.properties["text"] for node in graph(store)[0] if node.label == "Passage"]
        assert texts == ["Qui c'è Radici.", silent.text]
        with ledger.write() as connection:
            writing.withdraw(connection, "a")
        resolve(ledger)
        project(ledger, store)
        assert not graph(store)[0]


@pytest.mark.slow
@pytest.mark.parametrize("chunk", [2, 10_000])
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(given_steps=steps)
def test_step_by_step_or_at_once(chunk: int, given_steps: list[tuple[str, object]]) -> None:
    with new_ledger() as ledger, empty_store() as store, pytest.MonkeyPatch.context() as patch:
        patch.setattr(projection, "_CHUNK", chunk)
        for number, (what, then) in enumerate(given_steps):
            take(ledger, number, what, then)
            resolve(ledger)
            project(ledger, store)
        stepwise = graph(store)
        rebuild(ledger, store)
        assert graph(store) == stepwise
