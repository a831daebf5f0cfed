"""How long the pages take to open, served by `intreccio serve` and opened in Chromium.

    python -m benchmarks.pages [--size 2500] [--claims 10000] [--times 3] [--workspace FOLDER]

A planted territory (`benchmarks.gaps`; 2,500 give about 2,000 nodes) is written as files, with a list of ties drawn at
random that brings its claims to as many as wanted, and read by `ingest.add`. Each page is then opened so often:
*cold*, the first thing asked of a server that has just said where it listens; *anew*, in the other language, once the
server has worked out what it works out beforehand, so that this page is made then; *again*, as it was opened first.
Printed for each: the median of the seconds until the first byte came, and until the page could be used (all loaded,
counts written, two frames drawn). `--workspace` keeps the territory in a folder, or takes the one that is there.
"""

import argparse
import csv
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import httpx

from benchmarks.gaps.files import write
from benchmarks.gaps.planting import plant
from benchmarks.gaps.world import World, words
from graph.analysis.view import GraphView, is_claim, load
from graph.model import ENTITY_LABELS
from graph.workspace import Workspace, create_workspace, open_workspace
from ingest.add import add

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES: Final = ("/rete", "/lacune", "/generazioni", "/incontri")
WORKED_OUT: Final = ("/rete", "/gaps?limit=1", "/incontri")
"""Who asks for these waits for all that a server works out beforehand."""

WAYS: Final = ("cold", "anew", "again")
DRAWN: Final = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
BEGUN: Final = "() => performance.getEntriesByType('navigation')[0].responseStart / 1000"
LONGEST_MS: Final = 120_000

Seconds = tuple[float, float]
"""Until the first byte, until it can be used."""


def made(root: Path, size: int, claims: int) -> Workspace:
    """A workspace that has read the territory."""
    world = plant(size, 0)
    workspace = create_workspace(root / "workspace", "Territorio")
    paths = write(world, root / "files", workspace.root / "mappings", 0.0, 0)
    assert not add(workspace, paths, lambda _: None).failed
    more = claims - sum(map(is_claim, seen(workspace).edges))
    if more > 0:
        assert not add(workspace, [ties(world, root / "files" / "altri legami.csv", more)], lambda _: None).failed
    return workspace


def seen(workspace: Workspace) -> GraphView:
    """Its graph."""
    with workspace.store().reader() as reader:
        return load(reader)


def ties(world: World, path: Path, count: int) -> Path:
    """A list of so many ties between organisations, and of organisations with actions; a few have many."""
    chance, says = random.Random(0), words()["relations"]
    known = {label: list(world.labelled(label)) for label in ("Organisation", "Action")}
    actors = known["Organisation"]
    drawn: dict[tuple[str, ...], None] = {}
    while len(drawn) < count:
        claim, label = chance.choice((("PARTNERS_WITH", "Organisation"), ("PARTICIPATES_IN", "Action")))
        one, other = actors[int(len(actors) * chance.random() ** 2)], chance.choice(known[label])
        if one is not other:
            ends = [(body.name, says["types"][body.label]) for body in (one, other)]
            drawn[(*ends[0], says[claim], *ends[1], says["status"]["done"], "ricognizione")] = None
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(["soggetto", "tipo soggetto", "relazione", "oggetto", "tipo oggetto", "stato", "fonte"])
        rows.writerows(drawn)
    return path


@contextmanager
def served(root: Path) -> Iterator[str]:
    """The address of a server of its own process."""
    code = "from api.cli import main; main()"
    command = [sys.executable, "-c", code, "--workspace", str(root), "serve", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def opened(page: "Page", address: str) -> Seconds:
    """Opens an address and waits until it can be used."""
    began = time.perf_counter()
    page.goto(address, timeout=LONGEST_MS)
    page.wait_for_function("document.getElementById('counts').textContent !== ''", timeout=LONGEST_MS)
    page.evaluate(DRAWN)
    return page.evaluate(BEGUN), time.perf_counter() - began


def timed(browser: "Browser", root: Path, path: str) -> Iterator[Seconds]:
    """Each way of opening a page, on a server of its own."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    with served(root) as address:
        yield opened(page, f"{address}{path}")
        for other in WORKED_OUT:
            httpx.get(f"{address}{other}", timeout=LONGEST_MS / 1000).raise_for_status()
        yield opened(page, f"{address}{path}?lang=en")
        yield opened(page, f"{address}{path}")
    page.close()


def print_times(root: Path, times: int) -> None:
    """The median of so many rounds."""
    from playwright.sync_api import sync_playwright

    chromium = next(path for name in ("chromium", "chromium-browser") if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        rounds = [{path: list(timed(browser, root, path)) for path in PAGES} for _ in range(times)]
        browser.close()
    for path in PAGES:
        for n, way in enumerate(WAYS):
            first, usable = zip(*(one[path][n] for one in rounds), strict=True)
            said = f"first byte {statistics.median(first):6.2f} s, usable {statistics.median(usable):6.2f} s"
            print(f"{path:<13}{way:<6} {said}  (of {', '.join(f'{s:.2f}' for s in sorted(usable))})")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=2500)
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--workspace", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = chosen.workspace or Path(folder)
        there = (root / "workspace").exists()
        workspace = open_workspace(root / "workspace") if there else made(root, chosen.size, chosen.claims)
        view = seen(workspace)
        workspace.close()
        print(f"{len(view.labelled(*ENTITY_LABELS))} nodes, {sum(map(is_claim, view.edges))} claims", flush=True)
        print_times(root / "workspace", chosen.times)


if __name__ == "__main__":
    main()
