"""A register of 300,000 synthetic rows through `add`: rows a second, seconds of each part, peak memory.

    python -m benchmarks.large_register [--rows 300000] [--snapshot] [--disturb 6]

The rows are made, the same each time: bodies with valid codici fiscali in some 5,000 municipalities, names of which
some are in every town; one in a hundred without a key, one in 200 without a name. `--snapshot` adds a second snapshot
with one row in a hundred changed. `--disturb` adds the register in processes of their own instead, once in peace, and
once so often killed or interrupted at a random moment; it says whether the graphs are the same, also rebuilt from the
ledger, and the most memory that one of the processes had.
"""

import argparse
import hashlib
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, pairwise
from pathlib import Path

from benchmarks.snapshots import snapshot, tax_code, write_csv
from graph.store.port import Edge, Node
from graph.store.projection import rebuild
from graph.workspace import Workspace, create_workspace
from ingest.add import Stage, add

COLUMNS = ["codice fiscale", "denominazione", "comune", "provincia", "regione", "indirizzo", "categoria"]
FORMS = ("Associazione", "Cooperativa sociale", "Fondazione", "Circolo", "Gruppo sportivo", "Banda musicale")
THINGS = ("Il Noce", "La Serra", "Il Faro", "Aurora", "Insieme", "Il Ponte", "San Rocco", "La Quercia", "Primavera")
EVERYWHERE = ("Pro Loco", "Croce Verde", "Gruppo Alpini")
TOWNS, PROVINCES, REGIONS = 5_000, 100, 20


def made_rows(count: int, seed: int = 3) -> Iterator[list[str]]:
    """The rows of the register."""
    chance = random.Random(seed)
    for number in range(count):
        town = int(TOWNS * chance.random() ** 2)  # some towns are large
        name = f"{chance.choice(FORMS)} {chance.choice(THINGS)} {number // 3}"
        if chance.random() < 0.02:
            name = f"{chance.choice(EVERYWHERE)} Comune{town}"
        key = "" if chance.random() < 0.01 else tax_code(number)
        province = town % PROVINCES
        yield [
            key,
            "" if chance.random() < 0.005 else name,
            f"Comune{town}",
            f"Provincia{province}",
            f"Regione{province % REGIONS}",
            f"via Roma {number % 200}",
            chance.choice(FORMS),
        ]


class Clock:
    """When each stage began and how many rows were read."""

    def __init__(self) -> None:
        self.begun: dict[str, float] = {"reading": time.perf_counter()}
        self.rows = 0

    def see(self, stage: Stage) -> None:
        """Notes when a stage begins, and prints how far the reading is."""
        self.begun.setdefault(stage.what, time.perf_counter())
        self.rows = max(self.rows, stage.rows)
        if stage.what == "reading":
            share = "" if stage.share is None else f" {stage.share:.0%}"
            print(f"  {stage.rows} rows{share}, {peak_mb()} MB", flush=True)

    def parts(self) -> dict[str, float]:
        """Seconds of each stage."""
        moments = [*self.begun.items(), ("", time.perf_counter())]
        return {what: end - begin for (what, begin), (_, end) in pairwise(moments)}


def peak_mb(who: int = resource.RUSAGE_SELF) -> int:
    """The most memory that this process (or the largest of those that it waited for) had at once."""
    return resource.getrusage(who).ru_maxrss // 1024


def start(root: Path, register: Path) -> "subprocess.Popen[str]":
    """`intreccio add` in a process of its own."""
    command = [str(Path(sys.executable).with_name("intreccio")), "--workspace", str(root), "add", str(register)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def disturb(root: Path, register: Path, moments: random.Random, seconds: float) -> int | None:
    """A kill or a Ctrl-C somewhere in an `add`; returns how it ended."""
    with start(root, register) as process:
        time.sleep(moments.uniform(1, max(2, seconds / 2)))  # while it is surely at work
        process.send_signal(moments.choice((signal.SIGKILL, signal.SIGINT)))
        process.communicate()
    return process.returncode


def fingerprint(workspace: Workspace) -> str:
    """A hash of the graph without the moments at which it was read."""
    whole = hashlib.blake2b(digest_size=16)
    with workspace.store().reader() as reader:
        for thing in chain[Node | Edge](reader.nodes(), reader.edges()):
            known = {k: v for k, v in sorted(thing.properties.items()) if k not in ("first_read", "last_read")}
            whole.update(repr(replace(thing, properties=known)).encode())
    return whole.hexdigest()


def trial(folder: Path, register: Path, times: int) -> None:
    """The register in peace, and so often disturbed; what became of it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what is started in the background would not hear it
    calm, disturbed = (create_workspace(folder / name) for name in ("calm", "disturbed"))
    begin = time.perf_counter()
    with start(calm.root, register) as process:
        process.communicate()
    seconds = time.perf_counter() - begin
    print(f"in peace: {seconds:.1f} s, peak {peak_mb(resource.RUSAGE_CHILDREN)} MB", flush=True)
    moments = random.Random(11)
    ends = [disturb(disturbed.root, register, moments, seconds) for _ in range(times)]
    with start(disturbed.root, register) as process:
        process.communicate()
    print(
        f"disturbed: ended by {ends}, then {process.returncode}; peak {peak_mb(resource.RUSAGE_CHILDREN)} MB",
        flush=True,
    )
    found = [fingerprint(calm), fingerprint(disturbed)]
    rebuild(disturbed.ledger, disturbed.store())
    found.append(fingerprint(disturbed))
    print("the same graph, also rebuilt" if len(set(found)) == 1 else f"OTHER graphs: {found}")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=300_000)
    parser.add_argument("--snapshot", action="store_true")
    parser.add_argument("--disturb", type=int, default=0)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, path = Path(name), Path(name) / "register.csv"
        if chosen.disturb:
            write_csv(path, COLUMNS, list(made_rows(chosen.rows)))
            trial(folder, path, chosen.disturb)
            return
        workspace = create_workspace(folder / "workspace")
        totals = []
        for later in (False, True)[: 1 + chosen.snapshot]:
            rows = list(made_rows(chosen.rows))
            write_csv(path, COLUMNS, snapshot(COLUMNS, rows, 0.01) if later else rows)
            del rows
            clock = Clock()
            summary = add(workspace, [path], lambda _: None, clock.see)
            assert not summary.failed, summary.failed
            parts = clock.parts()
            totals.append(sum(parts.values()))
            told = ", ".join(f"{what} {seconds:.1f} s" for what, seconds in parts.items())
            print(f"{clock.rows} rows: {told}; {clock.rows / totals[-1]:.0f} rows/s in all; peak {peak_mb()} MB")
        if chosen.snapshot:
            print(f"share of the second snapshot {totals[1] / totals[0]:.3f}")


if __name__ == "__main__":
    main()
