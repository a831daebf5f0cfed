"""How much less a new snapshot of a register costs than its first reading.

    python -m benchmarks.snapshots cinque_per_mille_2022.csv [MORE.csv …] [--format csv|xlsx] [--changed 0.01]

Of each register a later snapshot is made in which one row in a hundred is another: a third renamed, a third moved to
another row's municipality, a third replaced by a body that was not there. Both go through `add` into a new workspace.
Printed: seconds of each, and the share that the second takes of the first; also in seconds of the processor, which tell
more where others use the machine. `--check` then rebuilds the graph from the ledger and says whether it is the same.
"""

import argparse
import csv
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from graph.store.projection import rebuild
from graph.workspace import Workspace, create_workspace
from ingest.add import add
from ingest.registers.mapping import recognise

Rows = list[list[str]]


def snapshot(columns: Sequence[str], rows: Rows, changed: float, seed: int = 7) -> Rows:
    """The rows with this share of them renamed, moved or replaced, each as often."""
    mapping = recognise(tuple(columns))
    assert mapping is not None, "no mapping reads this register"
    bound, chance, later = mapping.bind(tuple(columns)), random.Random(seed), [list(row) for row in rows]
    places = [bound[role] for role in ("municipality", "municipality_code", "province", "region") if role in bound]
    chosen = chance.sample(range(len(rows)), max(3, round(len(rows) * changed)))
    for turn, number in enumerate(chosen):
        row = later[number]
        match turn % 3:
            case 0:
                row[bound["name"]] += " RINNOVATA"
            case 1:
                other = rows[chance.randrange(len(rows))]
                for column in places:
                    row[column] = other[column]
            case _:
                _replace(row, bound, turn)
    return later


def _replace(row: list[str], bound: dict[str, int], number: int) -> None:
    """The row of a body that was not there, with a key of its own."""
    row[bound["name"]] = f"Associazione Nuova Numero {number}"
    for role in ("fiscal_code", "vat"):
        if role in bound:
            row[bound[role]] = tax_code(number)
    if "ipa_code" in bound:
        row[bound["ipa_code"]] = f"NEW{number}"


def tax_code(number: int) -> str:
    """A codice fiscale that holds, of a range that no register uses."""
    from stdnum import luhn

    digits = f"99{number:08d}"
    return digits + str(luhn.calc_check_digit(digits))


def read_rows(path: Path) -> tuple[list[str], Rows]:
    """Columns and rows of a comma-separated file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        columns, *rows = csv.reader(file)
    return columns, rows


def write_csv(path: Path, columns: Sequence[str], rows: Rows) -> None:
    """As the registers of the tests are written."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([columns, *rows])


def write_xlsx(path: Path, columns: Sequence[str], rows: Rows) -> None:
    """One sheet, all cells text."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (columns, *rows):
        sheet.append(list(row))
    book.save(path)


WRITERS: dict[str, Callable[[Path, Sequence[str], Rows], None]] = {"csv": write_csv, "xlsx": write_xlsx}


def measure(
    workspace: Workspace, registers: Sequence[Path], kind: str, changed: float, folder: Path
) -> tuple[int, list[tuple[float, float]]]:
    """Rows, and the seconds of both times, by the clock and of the processor."""
    seconds, read = [], [(path, *read_rows(path)) for path in registers]
    for time_round in (0, 1):
        for path, columns, rows in read:
            later = snapshot(columns, rows, changed) if time_round else rows
            WRITERS[kind](folder / f"{path.stem}.{kind}", columns, later)
        begin, worked = time.perf_counter(), time.process_time()
        summary = add(workspace, [folder / f"{path.stem}.{kind}" for path in registers], lambda _: None)
        seconds.append((time.perf_counter() - begin, time.process_time() - worked))
        assert not summary.failed, summary.failed
    return sum(len(rows) for _, _, rows in read), seconds


def is_rebuilt_alike(workspace: Workspace) -> bool:
    """Whether the graph is the one that the ledger gives from nothing."""
    graphs = []
    for _ in range(2):
        with workspace.store().reader() as reader:
            graphs.append((list(reader.nodes()), list(reader.edges())))
        rebuild(workspace.ledger, workspace.store())
    return graphs[0] == graphs[1]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("registers", nargs="+", type=Path)
    parser.add_argument("--format", choices=list(WRITERS), default="csv")
    parser.add_argument("--changed", type=float, default=0.01)
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = create_workspace(Path(folder) / "workspace")
        rows, times = measure(workspace, chosen.registers, chosen.format, chosen.changed, Path(folder))
        print(f"{rows} rows, {chosen.format}, then {chosen.changed:.1%} of them changed")
        for what, (first, second) in zip(("clock", "processor"), zip(*times, strict=True), strict=True):
            print(f"{what}: first {first:.1f} s, then {second:.2f} s, share {second / first:.3f}", flush=True)
        if chosen.check:
            print(
                "rebuilt from the ledger: the same graph" if is_rebuilt_alike(workspace) else "rebuilt: ANOTHER graph"
            )


if __name__ == "__main__":
    main()
