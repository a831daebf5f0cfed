"""Whether folders of plain documents give the cards that a careful reader writes.

    python -m benchmarks.folders [NAME...] [--show] [--keep FOLDER]

Each folder beside this file is an invented territory: seven documents (a plan, minutes, a refusal, an agreement, a
page, a later paper, a register) and `expected.toml`, what their author, who had not seen the program, would put before
a board. Printed for each: cards that are there in an accepted state, that are there in another, that are missed; of
what the documents show as met, how much is shown as a gap or as perhaps met; open cards that no reader wrote. Rules
that derive their cards from many things at once (coverage of columns, interdependent actions, bridges) are left out, as
readers do not write them.
"""

import argparse
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.folders.comparing import Told, added, compare
from graph.analysis.gaps.families import Question, Wanted, gaps, wanted
from graph.analysis.view import load
from graph.workspace import create_workspace
from ingest.add import add

FOLDERS: Final = Path(__file__).parent

_COLUMNS: Final = ("right", "expected", "otherwise", "missed", "met", "shown gap", "perhaps", "too many")


def main() -> None:
    """Reads, compares, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=names(), metavar="NAME")
    parser.add_argument("--show", action="store_true", help="what is wrong, card by card")
    parser.add_argument("--keep", type=Path, help="where to keep the workspaces")
    args = parser.parse_args()
    print(f"{'folder':<22}" + "".join(f"{column:>11}" for column in _COLUMNS))
    found = []
    for name in args.names:
        with tempfile.TemporaryDirectory() as folder:
            found.append(tried(name, (args.keep or Path(folder)) / name))
        _print(name, found[-1])
        if args.show:
            _show(found[-1])
    _print("all", added(found))


def names() -> list[str]:
    """The folders there are."""
    return sorted(path.parent.name for path in FOLDERS.glob("*/expected.toml"))


def tried(name: str, root: Path) -> Told:
    """One folder, from its files to its cards."""
    reader = tomllib.loads((FOLDERS / name / "expected.toml").read_text(encoding="utf-8"))
    workspace = create_workspace(root)
    summary = add(workspace, [FOLDERS / name / "documents"], lambda _: None)
    assert not summary.failed, summary.failed[0]
    with workspace.store().reader() as store:
        view = load(store)
    workspace.close()
    return compare(view, wanted(view, gaps(Question(view, reader["today"])), Wanted()), reader)


def _print(name: str, told: Told) -> None:
    parts: Sequence[object] = (
        *(told.right, told.expected, len(told.otherwise), len(told.missed)),
        *(told.met, len(told.gaps), len(told.perhaps), len(told.others)),
    )
    print(f"{name:<22}" + "".join(f"{part:>11}" for part in parts))


def _show(told: Told) -> None:
    for title in ("otherwise", "missed", "gaps", "perhaps", "others"):
        print(f"  {title}")
        for line in getattr(told, title):
            print(f"    {line}")


if __name__ == "__main__":
    main()
