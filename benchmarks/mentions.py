"""Which register rows the bodies named in documents are taken for, held against what a reader would say.

python -m benchmarks.mentions REGISTERS RAW [test|dev] [--read] [--misses] [--keep DIR]

REGISTERS holds cinque_per_mille_2022.csv and ipa_enti.csv, RAW the raw texts of the corpus's real passages. Both
registers are added to a workspace as `intreccio add` does, then every document of the part: with the mentions and
claims of the corpus, so that identity alone is measured, or (`--read`) as a text that the program reads itself.
The gold stands in `ingest/resolve/gold`.

--keep DIR keeps the workspace with the registers for the next run; remove DIR when the reading of registers changes.
--misses   names each body that was not taken for the right rows.
"""

import argparse
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, and_, select

import ingest
from graph.extraction import Mention
from graph.ledger import tables as t
from graph.ledger.anchors import Place
from graph.ledger.reading import list_sources
from graph.ledger.reviews import reviews
from graph.workspace import Workspace, create_workspace, open_workspace
from ingest.add import Summary, add
from ingest.language.corpus.gold import Gold, load_gold
from ingest.language.corpus.standoff import read_standoff
from ingest.read.extraction_json import to_json

REGISTERS: Final = ("cinque_per_mille_2022.csv", "ipa_enti.csv")
INVENTED: Final = "invented"
_INGEST: Final = Path(ingest.__file__).parent
_KEYS: Final = {"fiscal_code": "cf", "ipa_code": "ipa"}


@dataclass(frozen=True, slots=True)
class Named:
    """A body that a document names. `keys` are those of all rows that are this body; none: it stands in no register.

    `implied`: the document calls it by a class word only ("la Provincia"); `unclear`: it does not say which body.
    """

    document: str
    part: str
    start: int
    end: int
    names: tuple[str, ...]
    keys: frozenset[str]
    implied: bool = False
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A register's row: its keys as in the gold ("cf:…", "ipa:…") and its name."""

    keys: frozenset[str]
    name: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What a body was taken for; `asked` are the rows that wait for a person, `found` whether it was read at all."""

    body: Named
    rows: tuple[Row, ...]
    asked: tuple[Row, ...]
    found: bool = True

    @property
    def right(self) -> bool:
        """Rows were chosen, and each is this body."""
        return bool(self.rows) and not self.wrong

    @property
    def wrong(self) -> bool:
        """A row was chosen that is another body, or that of a body which has none."""
        return any(not row.keys & self.body.keys for row in self.rows)


def main() -> None:
    """Reads the command line, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("registers", type=Path)
    parser.add_argument("raw", type=Path)
    parser.add_argument("part", nargs="?", choices=("test", "dev"), default="test")
    parser.add_argument("--read", action="store_true")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args()
    documents = {
        INVENTED: load_gold(_INGEST / "language" / "corpus" / "invented" / args.part),
        "real": read_standoff(_INGEST / "language" / "corpus" / "real" / f"{args.part}.jsonl", args.raw),
    }
    bodies = list(named(documents, _INGEST / "resolve" / "gold" / f"{args.part}.jsonl"))
    registers = [args.registers / name for name in REGISTERS]
    with tempfile.TemporaryDirectory() as folder:
        base = with_registers(args.keep or Path(folder), registers)
        taken, names = measure(base, Path(folder), documents, bodies, read=args.read)
    print("\n".join(table(taken)))
    if args.misses:
        print("\n".join(misses(taken, names)))


def named(documents: Mapping[str, Mapping[str, Gold]], gold: Path) -> Iterator[Named]:
    """The bodies of the documents (part → name → document), as the gold's lines judge them."""
    judged = {line["document"]: line["entities"] for line in map(json.loads, gold.read_text("utf-8").splitlines())}
    for part, among in documents.items():
        for document, corpus in among.items():
            of_one: dict[str, list[Mention]] = {}
            for mention in sorted(corpus.extraction.mentions, key=lambda m: (m.start, -m.end)):
                if mention.type == "Organisation":
                    of_one.setdefault(mention.entity, []).append(mention)
            first = {mentions[0].start: mentions for mentions in of_one.values()}
            for entity in judged[document]:
                mentions = first[entity["at"]]
                yield Named(
                    document,
                    part,
                    mentions[0].start,
                    mentions[0].end,
                    tuple(dict.fromkeys(m.text for m in mentions)),
                    frozenset(entity["keys"]),
                    entity.get("implied", False),
                    entity.get("unclear", False),
                )


def with_registers(keep: Path, registers: Sequence[Path]) -> Path:
    """A workspace in `keep` that holds these registers and nothing else; what is there already is used again."""
    base = keep / "registers"
    if not base.exists():
        shutil.rmtree(keep / "unfinished", ignore_errors=True)
        workspace = create_workspace(keep / "unfinished", "registers")
        _add(workspace, registers)
        (keep / "unfinished").rename(base)
    return base


def measure(
    base: Path, folder: Path, documents: Mapping[str, Mapping[str, Gold]], bodies: Iterable[Named], *, read: bool
) -> tuple[list[Taken], dict[str, str]]:
    """Adds the documents to a copy of the workspace `base` in `folder`; what the bodies are taken for; key → name."""
    shutil.copytree(base, folder / "workspace")
    workspace = open_workspace(folder / "workspace")
    (folder / "documents").mkdir()
    write = _write_text if read else _write_annotations
    paths = {n: write(folder / "documents", n, gold) for among in documents.values() for n, gold in among.items()}
    _add(workspace, list(paths.values()))
    workspace = open_workspace(folder / "workspace")
    try:
        with workspace.ledger.read() as connection:
            return _taken(connection, {str(path.resolve()): name for name, path in paths.items()}, list(bodies))
    finally:
        workspace.close()


def _add(workspace: Workspace, paths: Sequence[Path]) -> None:
    """As `intreccio add`. Raises `ValueError` where something was not read."""
    try:
        summary: Summary = add(workspace, paths, lambda _step: None)
    finally:
        workspace.close()
    if summary.failed:
        raise ValueError("; ".join(f"{f.source}: {f.message}" for f in summary.failed))


def _write_text(folder: Path, name: str, gold: Gold) -> Path:
    path = folder / f"{name}.txt"
    path.write_text(gold.extraction.document.text, encoding="utf-8")
    return path


def _write_annotations(folder: Path, name: str, gold: Gold) -> Path:
    data = to_json(gold.extraction)
    data["document"]["territory"] = gold.extraction.document.territory
    for mention in data["mentions"]:
        mention["accept"] = list(gold.accept.get(mention["id"], ()))
    path = folder / f"{name}.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def _taken(
    connection: Connection, names: Mapping[str, str], bodies: Sequence[Named]
) -> tuple[list[Taken], dict[str, str]]:
    """`names` are those of the sources' documents."""
    rows = _rows(connection)
    resolved = dict(map(_resolution, connection.execute(select(t.resolutions))))
    of: dict[str, list[Row]] = {}
    for place, row in rows.items():
        of.setdefault(resolved[place], []).append(row)
    asked: dict[str, list[Row]] = {}
    for review in reviews(connection):
        if review.claim is None:
            for one, other in ((review.left, review.right), (review.right, review.left)):
                asked.setdefault(one.entity, []).extend(of.get(other.entity, ()))
    spans = _spans(connection, names)
    outcome = []
    for body in bodies:
        read = [span for span in spans[body.document] if span[0] < body.end and body.start < span[1]]
        at = min(read, key=lambda span: abs(span[0] - body.start) + abs(span[1] - body.end), default=None)
        entity = resolved[at[2]] if at else ""
        outcome.append(Taken(body, tuple(of.get(entity, ())), tuple(asked.get(entity, ())), at is not None))
    return outcome, {key: row.name for row in rows.values() for key in row.keys}


def _resolution(row: Any) -> tuple[Place, str]:
    return (row.extraction, row.reference), row.entity


def _rows(connection: Connection) -> dict[Place, Row]:
    """The bodies of all register rows, by their reference."""
    m, r, x = t.mentions.c, t.records.c, t.extractions.c
    query = (
        select(m.extraction, m.reference, m.text, m.identity_keys)
        .join(t.records, and_(r.extraction == m.extraction, r.subject == m.number))
        .join(t.extractions, and_(x.id == m.extraction, x.live))
    )
    found = {}
    for extraction, reference, text, keys in connection.execute(query):
        own = frozenset(f"{_KEYS[name]}:{key}" for name, key in keys.items() if name in _KEYS)
        found[extraction, reference] = Row(own, text)
    return found


def _spans(connection: Connection, names: Mapping[str, str]) -> dict[str, list[tuple[int, int, Place]]]:
    """Document → where it names bodies, and the references."""
    m, x = t.mentions.c, t.extractions.c
    ids = {s.document: names[s.source] for s in list_sources(connection) if s.source in names}
    query = (
        select(x.document, m.start, m.end, m.extraction, m.reference)
        .join(t.extractions, and_(x.id == m.extraction, x.live))
        .where(m.type == "Organisation", x.document.in_(list(ids)))
        .order_by(m.start, m.end.desc())
    )
    found: dict[str, list[tuple[int, int, Place]]] = {name: [] for name in ids.values()}
    for document, start, end, extraction, reference in connection.execute(query):
        found[ids[document]].append((start, end, (extraction, reference)))
    return found


def table(taken: Sequence[Taken]) -> Iterator[str]:
    """The figures: of all bodies, of each part, and without those that are only implied."""
    clear = [o for o in taken if not o.body.unclear]
    yield f"{len(taken)} bodies named, {len(taken) - len(clear)} of them unclear and left out"
    yield "of          bodies  linkable  read  chosen  right  accuracy  wrong  wrong share  waiting  right one among"
    yield _line("all", clear)
    for part in dict.fromkeys(o.body.part for o in taken):
        yield _line(part, [o for o in clear if o.body.part == part])
    yield _line("by name", [o for o in clear if not o.body.implied])


def _line(title: str, taken: Sequence[Taken]) -> str:
    linkable = [o for o in taken if o.body.keys]
    chosen = [o for o in taken if o.rows]
    right, wrong = sum(o.right for o in taken), sum(o.wrong for o in taken)
    waiting = [o for o in taken if not o.rows and o.asked]
    among = sum(any(row.keys & o.body.keys for row in o.asked) for o in waiting)
    accuracy, share = (part / whole if whole else 0.0 for part, whole in ((right, len(linkable)), (wrong, len(chosen))))
    counted = f"{len(taken):6}  {len(linkable):8}  {sum(o.found for o in linkable):4}  {len(chosen):6}  {right:5}"
    return f"{title:10}  {counted}  {accuracy:8.3f}  {wrong:5}  {share:11.3f}  {len(waiting):7}  {among:15}"


def misses(taken: Iterable[Taken], names: Mapping[str, str]) -> Iterator[str]:
    """A line for each body that was taken for a wrong row, or for none although it has one."""
    for o in taken:
        if not o.body.unclear and (o.wrong or (o.body.keys and not o.right)):
            what = "wrong" if o.wrong else "waits" if o.asked else "no link" if o.found else "not read"
            words = " / ".join(o.body.names)
            meant = "; ".join(f"{key} {names.get(key, '?')}" for key in sorted(o.body.keys)) or "nothing"
            yield f"{what:8} {o.body.document}@{o.body.start} «{words}»{' (implied)' if o.body.implied else ''}"
            yield f"         meant: {meant}"
            for title, rows in (("chosen", o.rows), ("asked", o.asked)):
                if rows:
                    shown = "; ".join(f"{', '.join(sorted(r.keys))} {r.name}" for r in rows[:5])
                    yield f"         {title}: {shown}{' …' if len(rows) > 5 else ''}"


if __name__ == "__main__":
    main()
