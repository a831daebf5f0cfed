"""Small changes of a large embedded graph stand in its journal: not loaded, seen by readers, and not lost."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from graph.errors import StoreBusy, StoreError
from graph.store import kglite
from graph.store.journal import Journal
from graph.store.kglite import KgliteStore
from graph.store.port import Edge, Node

PLANS = [Node("Plan", f"p{number}", {"name": f"Piano {number}", "kind": "plan"}) for number in range(3_000)]
FIRST, SECOND = PLANS[:2]


def led(plan: Node, by: str = "a") -> Edge:
    return Edge("LEADS", ("Organisation", by), (plan.label, plan.id), "LEADS", "done", {"confidence": 1.0})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KgliteStore]:
    """A graph that counts as large."""
    with patch.object(kglite, "LARGE", 1):
        graph = KgliteStore("kglite:///graph.kgl", tmp_path / "graph.kgl")
        with graph.writer() as writer:
            writer.prepare()
            writer.put_nodes([Node("Organisation", "a", {"name": "Alba"}), *PLANS])
            writer.put_edges([led(FIRST)])
            writer.commit()
        yield graph


def change(store: KgliteStore) -> None:
    with store.writer() as writer:
        writer.prepare()
        writer.put_nodes([Node("Organisation", "b", {"name": "Bora", "mentions": 2, "aliases": ["B à"]})])
        writer.put_edges([led(SECOND), led(SECOND, "b")])
        writer.keep_edges([("Organisation", "a")], [led(SECOND)])
        writer.delete_nodes([FIRST])
        writer.commit()


def graph(store: KgliteStore) -> tuple[list[Node], list[Edge]]:
    with store.reader() as reader:
        return list(reader.nodes()), list(reader.edges())


def journal(store: KgliteStore) -> Path:
    return Journal(store.path).path


def test_readers_see_what_was_committed_and_the_save_stays_as_it_was(store: KgliteStore) -> None:
    before, save = graph(store), store.path.read_bytes()
    with store.reader() as reader:
        change(store)
        assert list(reader.edges()) == before[1]
    assert store.path.read_bytes() == save
    nodes, edges = graph(store)
    assert [n for n in nodes if n.label == "Organisation"][1].properties["aliases"] == ["B à"]
    assert FIRST not in nodes
    assert edges == [led(SECOND), led(SECOND, "b")]
    change(store)
    assert graph(store) == (nodes, edges)


def test_the_same_is_written_whether_or_not_the_graph_is_large(store: KgliteStore) -> None:
    change(store)
    found = graph(store)
    with patch.object(kglite, "LARGE", 10**9), store.writer() as writer:
        writer.commit()  # what the journal says goes into the save
    assert not journal(store).exists()
    assert graph(store) == found


def test_with_more_than_a_little_the_whole_file_is_written(store: KgliteStore) -> None:
    change(store)
    with store.writer() as writer:
        writer.put_nodes(Node("Plan", n.id, {"name": n.id, "acronym": n.id * 9}) for n in PLANS[2:])
        writer.commit()
    assert not journal(store).exists()
    nodes, edges = graph(store)
    assert len(nodes) == len(PLANS) + 1
    assert edges == [led(SECOND), led(SECOND, "b")]
    with store.writer() as writer:
        writer.clear()
        writer.commit()
    assert graph(store) == ([], [])


def test_a_commit_that_was_not_whole_never_was(store: KgliteStore) -> None:
    change(store)
    found, written = graph(store), journal(store).read_bytes()
    journal(store).write_bytes(written + b'[["MATCH (n) DET')
    assert graph(store) == found
    with store.writer() as writer:
        writer.delete_nodes([Node("Organisation", "b")])
        writer.commit()
    assert journal(store).read_bytes().startswith(written + b"[[")
    assert graph(store)[1] == [led(SECOND)]


def test_the_journal_of_another_save_is_none(store: KgliteStore) -> None:
    change(store)
    old = journal(store).read_bytes()
    with patch.object(kglite, "LARGE", 10**9), store.writer() as writer:
        writer.delete_nodes([Node("Organisation", "b")])
        writer.commit()
    found = graph(store)
    journal(store).write_bytes(old)  # as if the program had ended before it was removed
    os.utime(store.path)
    assert graph(store) == found
    change(store)
    assert len(graph(store)[0]) == len(found[0]) + 1


def test_what_was_not_committed_is_not_there(store: KgliteStore) -> None:
    before = graph(store)
    with pytest.raises(RuntimeError, match="midway"), store.writer() as writer:
        writer.delete_nodes(PLANS)
        raise RuntimeError("midway")
    assert graph(store) == before


def test_a_second_writer_is_told_to_wait(store: KgliteStore) -> None:
    with store.writer(), pytest.raises(StoreBusy), store.writer():
        pass


def test_an_edge_without_an_end_is_an_error_and_no_silent_loss(store: KgliteStore) -> None:
    with store.writer() as writer:
        writer.put_edges([led(Node("Plan", "never was"))])
        writer.commit()
    with pytest.raises(StoreError, match="end that is not"), store.reader():
        pass
    with store.writer() as writer:
        writer.clear()
        writer.put_nodes(PLANS)
        writer.commit()
    assert len(graph(store)[0]) == len(PLANS)


def test_another_process_reads_it(store: KgliteStore) -> None:
    change(store)
    code = (
        "import sys; from pathlib import Path; from graph.store.kglite import KgliteStore\n"
        "with KgliteStore('kglite:///', Path(sys.argv[1])).reader() as reader: print(len(list(reader.edges())))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", code, str(store.path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    assert done.stdout == "2\n"
