"""How long the pages take to open, served by `intreccio serve` and opened in Chromium.

    python -m benchmarks.pages [--size 2500] [--ties 3800] [--times 3] [--workspace FOLDER]

A planted territory (`benchmarks.gaps`) is written as files, with a list of ties drawn at random, and read by
`ingest.add`: some 2,000 nodes and 10,000 claims. So often each page has a server of its own: seconds from its start
until it says where it `listens`; then the page is opened *cold*, the first that is asked for; *anew*, in the other
language, once all is worked out that is worked out beforehand, so that this page alone is made then; and *again*.
Printed: the median of the seconds until the first byte, and until the page can be used (all loaded, counts written,
two frames drawn). `--workspace` keeps the territory in a folder, or takes what is there.
"""

import argparse
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
from benchmarks.gaps.world import Paper
from graph.analysis.view import is_claim, load
from graph.model import ENTITY_LABELS
from graph.workspace import Workspace, create_workspace, open_workspace
from ingest.add import add

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES: Final = ("/rete", "/lacune", "/generazioni", "/incontri")
WORKED_OUT: Final = ("/rete", "/gaps?limit=1", "/incontri")
"""Who asks for these waits for all that a server works out beforehand."""

WAYS: Final = ("listens", "cold", "anew", "again")
COUNTED: Final = "document.getElementById('counts').textContent !== ''"
DRAWN: Final = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
BEGUN: Final = "() => performance.getEntriesByType('navigation')[0].responseStart / 1000"
LONGEST_MS: Final = 120_000

Seconds = tuple[float, float]
"""Until the first byte, until it can be used."""


def made(root: Path, size: int, ties: int) -> Workspace:
    """A workspace that has read the territory."""
    world = plant(size, 0)
    chance, paper = random.Random(0), Paper("altri legami.csv", None)
    actors, actions = list(world.labelled("Organisation")), list(world.labelled("Action"))
    for _ in range(ties):
        claim, others = chance.choice((("PARTNERS_WITH", actors), ("PARTICIPATES_IN", actions)))
        one = actors[int(len(actors) * chance.random() ** 2)]  # a few have many
        world.say(paper, one, claim, chance.choice([other for other in others if other is not one]))
    workspace = create_workspace(root / "workspace", "Territorio")
    paths = write(world, root / "files", workspace.root / "mappings", 0)
    assert not add(workspace, paths, lambda _: None).failed
    return workspace


@contextmanager
def served(root: Path) -> Iterator[str]:
    """The address of a server of its own process."""
    code = "from api.cli import main; main()"
    command = [sys.executable, "-c", code, "--workspace", str(root), "serve", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
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
    page.wait_for_function(COUNTED, timeout=LONGEST_MS)
    page.evaluate(DRAWN)
    return page.evaluate(BEGUN), time.perf_counter() - began


def timed(browser: "Browser", root: Path, path: str) -> Iterator[Seconds]:
    """Each way of opening a page, on a server of its own."""
    page, began = browser.new_page(viewport={"width": 1440, "height": 900}), time.perf_counter()
    with served(root) as address:
        yield (time.perf_counter() - began,) * 2
        yield opened(page, f"{address}{path}")
        for other in WORKED_OUT:
            httpx.get(f"{address}{other}", timeout=LONGEST_MS / 1000).raise_for_status()
        yield opened(page, f"{address}{path}?lang=en")
        yield opened(page, f"{address}{path}")
    page.close()


def print_times(root: Path, times: int) -> None:
    """The median of so many rounds."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        rounds = [{path: list(timed(browser, root, path)) for path in PAGES} for _ in range(times)]
        browser.close()
    for path in PAGES:
        for n, way in enumerate(WAYS):
            first, usable = (
                statistics.median(seconds) for seconds in zip(*(one[path][n] for one in rounds), strict=True)
            )
            print(f"{path:<13}{way:<8} first byte {first:6.2f} s, usable {usable:6.2f} s", flush=True)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=2500)
    parser.add_argument("--ties", type=int, default=3_800)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--workspace", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = chosen.workspace or Path(folder)
        there = (root / "workspace").exists()
        workspace = open_workspace(root / "workspace") if there else made(root, chosen.size, chosen.ties)
        with workspace.store().reader() as reader:
            view = load(reader)
        workspace.close()
        print(f"{len(view.labelled(*ENTITY_LABELS))} nodes, {sum(map(is_claim, view.edges))} claims", flush=True)
        print_times(root / "workspace", chosen.times)


if __name__ == "__main__":
    main()
