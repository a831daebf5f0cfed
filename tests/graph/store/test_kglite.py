"""What is particular to the embedded store: its file, seen by other processes."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from graph.errors import StoreBusy, StoreUnavailable
from graph.store.kglite import KgliteStore
from graph.store.port import Limits, Node

WRITER = """
import sys
from pathlib import Path
from graph.store.kglite import KgliteStore
from graph.store.port import Node
with KgliteStore("kglite:///", Path(sys.argv[1])).writer() as writer:
    for number in range(1, 1_000_000):
        writer.put_nodes(Node("Plan", f"{number}-{place}", {"name": str(number)}) for place in range(100))
        writer.commit()
        print(number, flush=True)
"""


@pytest.fixture
def graph(tmp_path: Path) -> KgliteStore:
    return KgliteStore("kglite:///graph.kgl", tmp_path / "graph.kgl")


def plan(key: str) -> Node:
    return Node("Plan", key, {"name": key})


def put(store: KgliteStore, *keys: str) -> None:
    with store.writer() as writer:
        writer.put_nodes(map(plan, keys))
        writer.commit()


def count(store: KgliteStore) -> int:
    with store.reader() as reader:
        return reader.counts()[0].get("Plan", 0)


def test_a_graph_that_is_not_there_yet_is_empty_and_reading_makes_no_file(graph: KgliteStore) -> None:
    assert count(graph) == 0
    assert "yet" in graph.check()
    assert list(graph.path.parent.iterdir()) == []


def test_a_second_writer_is_told_to_wait(graph: KgliteStore) -> None:
    with graph.writer(), pytest.raises(StoreBusy, match=str(os.getpid())), graph.writer():
        pass
    put(graph, "a")


def test_an_open_reader_keeps_its_state_and_the_next_sees_the_new_one(graph: KgliteStore) -> None:
    put(graph, "a")
    with graph.reader() as reader:
        put(graph, "b")
        assert [node.id for node in reader.nodes()] == ["a"]
    assert count(graph) == 2


def test_a_save_that_is_not_needed_leaves_the_file_alone(graph: KgliteStore) -> None:
    put(graph, "a")
    before = graph.path.stat().st_mtime_ns
    with graph.writer() as writer:
        writer.commit()
    assert graph.path.stat().st_mtime_ns == before


def test_a_damaged_file_says_how_to_mend_it(graph: KgliteStore) -> None:
    for content in (b"", b"no graph", b"RGF" + bytes(1000)):
        graph.path.write_bytes(content)
        for opened in (graph.reader, graph.writer):
            with pytest.raises(StoreUnavailable, match="intreccio rebuild"), opened():
                pass


def test_a_truncated_file_is_damaged(graph: KgliteStore) -> None:
    put(graph, *map(str, range(1000)))
    graph.path.write_bytes(graph.path.read_bytes()[:-100])
    with pytest.raises(StoreUnavailable), graph.reader():
        pass


def test_a_missing_folder_explains_the_slashes(tmp_path: Path) -> None:
    store = KgliteStore("kglite:///never/graph.kgl", tmp_path / "never" / "graph.kgl")
    with pytest.raises(StoreUnavailable, match="four slashes"), store.writer():
        pass


def test_threads_read_at_the_same_time(graph: KgliteStore) -> None:
    put(graph, *map(str, range(2000)))
    answers: list[object] = []

    def ask() -> None:
        for _ in range(10):
            with graph.reader() as reader:
                answers.append(reader.run("MATCH (n) RETURN count(n)", {}, Limits()).rows)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [((2000,),)] * 40


def test_a_killed_writer_leaves_a_whole_save(graph: KgliteStore) -> None:
    """Readers meanwhile always find a whole number of commits, and at the end no acknowledged one is missing."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", WRITER, str(graph.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        process.stdout.readline()
        until = time.monotonic() + 1.5
        while time.monotonic() < until:
            assert count(graph) % 100 == 0
        process.send_signal(signal.SIGKILL)
        last = [1, *(int(line) for line in process.stdout if line.endswith("\n"))][-1]
    found = count(graph)
    assert found % 100 == 0
    assert found >= last * 100
    put(graph, "after")
    assert count(graph) == found + 1


def test_ctrl_c_during_a_read_in_a_thread_reaches_the_program(graph: KgliteStore) -> None:
    put(graph, "a")
    heard: list[int] = []
    raised: list[Exception] = []

    def read() -> None:
        long = "UNWIND range(1, 30000) AS a UNWIND range(1, 3000) AS b WITH a, b WHERE a * b % 7 = 3 RETURN count(*)"
        try:
            with graph.reader() as reader:
                reader.run(long, {}, Limits(seconds=60))
        except StoreBusy as error:
            raised.append(error)

    before = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        reading = threading.Thread(target=read)
        reading.start()
        time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGINT)
        reading.join()
    finally:
        signal.signal(signal.SIGINT, before)
    assert heard == [signal.SIGINT]
    assert len(raised) == 1
