"""Queries in their processes: limits hold by effect, on both stores, and the pool survives whatever a query does."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from graph.errors import IntreccioError, QueryInvalid, QueryLimit, QueryRefused, SettingsInvalid, StoreUnavailable
from graph.guard.check import check
from graph.guard.worker import QueryWorkers
from graph.store.open import open_store
from graph.store.port import Limits, Node, Table
from tests.graph.guard import corpus
from tests.graph.guard.territory import fill, nodes

BOMBS: list[str] = tomllib.loads((Path(__file__).parent / "bombs.toml").read_text(encoding="utf-8"))["texts"]
TIGHT = Limits(seconds=2.0, rows=1000, memory_mb=256)
SHORT = Limits(seconds=1.0, rows=1000, memory_mb=256)
COUNT = "MATCH (n) RETURN count(n) AS n"


@dataclass
class Territory:
    """A filled store behind a pool of query processes."""

    url: str
    base: Path
    workers: QueryWorkers
    embedded: bool
    heard: list[object] = field(default_factory=list)

    def count(self) -> object:
        return self.workers.run(COUNT, {}, Limits()).rows[0][0]


@pytest.fixture(scope="module", params=["kglite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def territory(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Territory]:
    embedded = request.param == "kglite"
    url = "kglite:///graph.kgl" if embedded else request.getfixturevalue("neo4j_url")
    base = tmp_path_factory.mktemp("guard")
    fill(open_store(url, base=base, user="", password=None))
    with QueryWorkers(url, base=base) as workers:
        yield Territory(url, base, workers, embedded)


@pytest.fixture
def listener() -> Iterator[tuple[int, list[object]]]:
    """A port on loopback, and what came in on it."""
    heard: list[object] = []
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.1)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    heard.append(server.accept()[1])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], heard
        stop.set()
        thread.join()


def test_harmful_texts_have_no_effect(territory: Territory, listener: tuple[int, list[object]], tmp_path: Path) -> None:
    """No file is read, no address called, nothing written; the store answers afterwards."""
    port, heard = listener
    canary = tmp_path / "canary.csv"
    canary.write_text("SEGRETO\n", encoding="utf-8")
    before = territory.count()
    answered = []
    for _, texts in corpus.harmful().values():
        for text in texts:
            real = text.replace("CANARY", str(canary)).replace("PORT", str(port))
            try:
                answered.append((text, territory.workers.run(real, {"url": f"file://{canary}"}, TIGHT)))
            except IntreccioError as error:
                assert "SEGRETO" not in str(error)
    assert answered == []
    assert heard == []
    assert territory.count() == before == len(nodes())


def test_harmless_texts_are_answered(territory: Territory) -> None:
    families, parameters = corpus.harmless()
    wrong = []
    for family, texts in families.items():
        for text in texts:
            try:
                table = territory.workers.run(text, parameters, Limits())
                assert table.columns
            except IntreccioError as error:
                if not (family == "neo4j" and territory.embedded and isinstance(error, QueryInvalid)):
                    wrong.append((text, str(error)))
    assert wrong == []


@pytest.mark.neo4j
def test_both_stores_answer_alike(neo4j_url: str, tmp_path: Path) -> None:
    """The same columns and as many rows; the order is the store's where the query leaves it open."""
    families, parameters = corpus.harmless()
    urls = ("kglite:///graph.kgl", neo4j_url)
    for url in urls:
        fill(open_store(url, base=tmp_path, user="", password=None))
    with QueryWorkers(urls[0], base=tmp_path, size=1) as one, QueryWorkers(urls[1], base=tmp_path, size=1) as other:
        for family, texts in families.items():
            for text in texts:
                if family != "neo4j" and "db.labels" not in text:  # Neo4j also lists labels that no node has
                    left, right = (workers.run(text, parameters, Limits()) for workers in (one, other))
                    assert (left.columns, len(left.rows)) == (right.columns, len(right.rows)), text


@pytest.mark.neo4j
def test_what_is_sent_means_what_was_written(neo4j_url: str, tmp_path: Path) -> None:
    """The text and what the guard makes of it have the same answer on Neo4j."""
    families, parameters = corpus.harmless()
    store = open_store(neo4j_url, base=tmp_path, user="", password=None)
    fill(store)
    with store.reader() as reader:
        for text in [text for texts in families.values() for text in texts if not text.startswith("\ufeff")]:
            written, sent = (reader.run(query, parameters, Limits()) for query in (text, check(text)))
            assert sorted(map(repr, written.rows)) == sorted(map(repr, sent.rows)), text


@pytest.mark.slow
@pytest.mark.parametrize("text", BOMBS)
def test_bombs_end_in_time(text: str, territory: Territory) -> None:
    started = time.monotonic()
    try:
        table = territory.workers.run(text, {}, SHORT)
    except IntreccioError as error:
        assert isinstance(error, QueryLimit | QueryInvalid)
    else:
        assert len(table.rows) <= SHORT.rows
    assert time.monotonic() - started < SHORT.seconds + 15  # a process that was replaced before has to start first
    assert territory.count() == len(nodes())


def test_rows_are_cut(territory: Territory) -> None:
    table = territory.workers.run("UNWIND range(1, 5000) AS x RETURN x", {}, TIGHT)
    assert (len(table.rows), table.truncated) == (TIGHT.rows, True)
    table = territory.workers.run("UNWIND range(1, 1000) AS x RETURN x", {}, TIGHT)
    assert (len(table.rows), table.truncated) == (1000, False)


def test_bytes_are_cut(territory: Territory) -> None:
    """Forty thousand characters a row, in rows enough for twice the limit of an answer."""
    text = "UNWIND range(1, 2000) AS x RETURN reduce(s = 'aaaaaaaaaa', i IN range(1, 12) | s + s) AS x"
    table = territory.workers.run(text, {}, Limits(seconds=20, rows=10_000, memory_mb=1024))
    assert table.truncated
    assert 0 < len(table.rows) < 2000


def test_a_query_costs_milliseconds(territory: Territory) -> None:
    for _ in range(6):
        territory.count()
    started = time.monotonic()
    for _ in range(20):
        territory.count()
    assert time.monotonic() - started < 4


def test_queries_run_side_by_side(territory: Territory) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: territory.count(), range(32)))
    assert answers == [len(nodes())] * 32


def test_the_answer_comes_whole(territory: Territory) -> None:
    """Cells of every kind, as `port.Table` describes them."""
    text = "MATCH p = (o:Organisation)-[r:LEADS]->(a:Action) RETURN o, r, length(p), a.name, [1, null], {a: 'è'}"
    ((organisation, tie, length, name, items, entry),) = territory.workers.run(text, {}, Limits()).rows
    assert organisation == {
        "labels": ["Organisation"],
        "properties": {"id": "org-1", "kind": "social_cooperative", "led_by": "young", "name": "Cooperativa Fiorita"},
    }
    assert isinstance(tie, dict)
    assert (tie["type"], tie["start"], tie["end"]) == ("LEADS", "org-1", "act-1")
    assert (length, name, items, entry) == (1, "Orti di quartiere", [1, None], {"a": "è"})


def test_parameters_arrive(territory: Territory) -> None:
    table = territory.workers.run(
        "RETURN $a AS a, $b.c AS b", {"a": "it's \u2028 \\u0027", "b": {"c": [1, 2.5]}}, TIGHT
    )
    assert table.rows == (("it's \u2028 \\u0027", [1, 2.5]),)


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        run_alone("bolt://127.0.0.1:9", tmp_path)
    with pytest.raises(SettingsInvalid):
        run_alone("ftp://x", tmp_path)


@pytest.fixture
def embedded(tmp_path: Path) -> Path:
    """Folder of a filled embedded store."""
    fill(open_store("kglite:///graph.kgl", base=tmp_path, user="", password=None))
    return tmp_path


def test_one_query_in_a_process_of_its_own(embedded: Path) -> None:
    assert run_alone("kglite:///graph.kgl", embedded).rows == ((len(nodes()),),)


def test_a_new_save_is_seen(embedded: Path) -> None:
    with QueryWorkers("kglite:///graph.kgl", base=embedded, size=1) as workers:
        assert workers.run(COUNT, {}, Limits()).rows == ((len(nodes()),),)
        with open_store("kglite:///graph.kgl", base=embedded, user="", password=None).writer() as writer:
            writer.put_nodes([Node("Organisation", "org-99", {"name": "Nuova"})])
            writer.commit()
        assert workers.run(COUNT, {}, Limits()).rows == ((len(nodes()) + 1,),)


def test_a_graph_that_is_not_there_yet_is_empty(tmp_path: Path) -> None:
    assert run_alone("kglite:///graph.kgl", tmp_path).rows == ((0,),)


def test_a_killed_process_is_replaced(embedded: Path) -> None:
    with QueryWorkers("kglite:///graph.kgl", base=embedded, size=1) as workers:
        for number in (signal.SIGKILL, signal.SIGTERM):
            workers.run(COUNT, {}, Limits())
            os.kill(_children(workers)[0], number)
            time.sleep(0.2)
            assert workers.run(COUNT, {}, Limits()).rows == ((len(nodes()),),)


def test_closing_leaves_no_process(embedded: Path) -> None:
    with QueryWorkers("kglite:///graph.kgl", base=embedded, size=2) as workers:
        workers.run(COUNT, {}, Limits())
        processes = _children(workers)
    assert len(processes) == 2
    assert not any(Path(f"/proc/{number}").exists() for number in processes)


def test_no_process_outlives_a_killed_owner(embedded: Path) -> None:
    """The owner dies by SIGKILL while a query runs: the process ends with the query's seconds at the latest."""
    program = (
        "import sys; from pathlib import Path; from graph.guard.worker import QueryWorkers; "
        "from graph.store.port import Limits; from tests.graph.guard.test_worker import _children, BOMBS\n"
        "workers = QueryWorkers('kglite:///graph.kgl', base=Path(sys.argv[1]), size=2)\n"
        "workers.run('RETURN 1 AS x', {}, Limits()); print(*_children(workers), flush=True)\n"
        "workers.run(BOMBS[2], {}, Limits(seconds=2, memory_mb=4096))"
    )
    owner = subprocess.Popen([sys.executable, "-c", program, str(embedded)], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    processes = [int(word) for word in owner.stdout.readline().split()]
    owner.kill()
    owner.communicate()
    deadline = time.monotonic() + 15
    while any(_runs(number) for number in processes) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert len(processes) == 2
    assert not any(_runs(number) for number in processes)


def test_behind_the_guard_no_file_can_be_opened(embedded: Path, tmp_path: Path) -> None:
    """Were the guard to let LOAD CSV through, the engine in the fence could not open the file."""
    canary = tmp_path / "canary.csv"
    canary.write_text("SEGRETO\n", encoding="utf-8")
    program = (
        "import sys; from pathlib import Path; from graph.guard import child; from graph.store.port import Limits\n"
        "store = child._prepare({'url': 'kglite:///graph.kgl', 'base': sys.argv[1], 'user': '', 'password': None})\n"
        "text = f\"LOAD CSV FROM 'file://{sys.argv[2]}' AS l RETURN l\"\n"
        "with store.reader() as reader:\n"
        "    print(reader.run(text, {}, Limits()).rows)\n"
        "    with child._fenced(Limits(), closed=True):\n"
        "        try: print(reader.run(text, {}, Limits()).rows)\n"
        "        except Exception as error: refused = str(error)\n"
        "print('REFUSED', refused)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program, str(embedded), str(canary)], capture_output=True, text=True, check=False
    )
    first, second = answer.stdout.splitlines()
    assert "SEGRETO" in first  # the engine alone does read it: that is why there are two fences
    assert second.startswith("REFUSED")
    assert "SEGRETO" not in second


def test_a_folder_called_graph_where_one_stands_is_not_run(
    embedded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "__init__.py").write_text("raise SystemExit(3)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run_alone("kglite:///graph.kgl", embedded).rows == ((len(nodes()),),)


def test_too_large_parameters_are_refused(embedded: Path) -> None:
    with QueryWorkers("kglite:///graph.kgl", base=embedded, size=1) as workers:
        for value in ("a" * 70_000_000, list(range(300_000))):
            with pytest.raises(QueryRefused):
                workers.run("RETURN size($a) AS x", {"a": value}, Limits())
        assert workers.run(COUNT, {}, Limits()).rows == ((len(nodes()),),)


def run_alone(url: str, base: Path) -> Table:
    """How many nodes there are, asked by a process that ends with the query."""
    with QueryWorkers(url, base=base, size=1) as workers:
        return workers.run(COUNT, {}, Limits())


def _children(workers: QueryWorkers) -> list[int]:
    return [worker._process.pid for worker in workers._all]


def _runs(process: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
