"""The way from file to ledger, to be read top to bottom.

    add          files and folders → the imports queue; waits until they are through, then updates the graph
    work         the one worker: takes imports in order
    _take        one import: one transaction, or one clear reason why not
    update_graph mentions and records → entities → graph

What a content says is found by `ingest.extract`.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import Timeout
from sqlalchemy.exc import SQLAlchemyError

from graph.errors import InputError, IntreccioError
from graph.extraction import Batch
from graph.ledger import imports, kept, writing
from graph.ledger.imports import Import
from graph.ledger.shared import few_collections
from graph.ledger.writing import Original, Tally
from graph.store.projection import project
from graph.workspace import Workspace
from ingest.extract import Extractor, Found
from ingest.files import find_files, hash_file, keep_original
from ingest.language.choice import choice_of
from ingest.registers.mapping import own_mappings
from ingest.registers.past import Past
from ingest.resolve.resolve import resolve

_POLL_SECONDS = 0.2
_log = logging.getLogger(__name__)

KEPT_ASIDE = "row(s) kept aside"
_NOTE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Progress:
    """One step: of `total` files `done` are through, `last` the one that has just been."""

    done: int
    total: int
    last: Import


@dataclass(frozen=True, slots=True)
class Stage:
    """What a long `add` is at: reading a register of which so many `rows` are through, or resolving, or projecting.

    `share` is how much of the file is read, in [0, 1], where that can be told.
    """

    what: str
    source: str = ""
    rows: int = 0
    share: float | None = None


OnStage = Callable[[Stage], None]


def _unseen(_: Stage) -> None:
    """Nobody looks."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that was not read, and the sentence that says why."""

    source: str
    message: str


@dataclass(slots=True)
class Summary:
    """What became of the files of one `add`; `notes` says of read files what was odd in them."""

    read: int = 0
    unchanged: int = 0
    failed: list[Failure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def add(
    workspace: Workspace,
    paths: Sequence[Path],
    on_progress: Callable[[Progress], None],
    on_stage: OnStage = _unseen,
) -> Summary:
    """Reads what is new or changed among these files and folders, and updates the graph."""
    summary = Summary()
    queued: list[tuple[str, str]] = []
    version = choice_of(workspace).version
    with workspace.ledger.read() as connection:
        for found in find_files(paths, skip=workspace.root, limit_mb=workspace.settings.limits.register_mb):
            if isinstance(found, InputError):
                summary.failed.append(Failure(found.where or "", str(found)))
            elif writing.is_current(connection, found.source, found.document, version):
                summary.unchanged += 1
            else:
                queued.append((found.source, str(found.path)))
    with workspace.ledger.write() as connection:
        ids = imports.enqueue(connection, queued)
    for step in _until_done(workspace, ids, on_stage):
        on_progress(step)
        _count(summary, step.last)
    update_graph(workspace, on_stage)
    return summary


def work(workspace: Workspace, stop: Callable[[], bool] = lambda: False) -> bool:
    """Takes imports until none waits or `stop` says so; False when another process is the worker already."""
    try:
        with _worker(workspace) as extractor:
            while not stop() and _take(workspace, extractor):
                pass
    except Timeout:
        return False
    return True


def update_graph(workspace: Workspace, on_stage: OnStage = _unseen) -> None:
    """Resolves what was read and projects it. Waits for another process that is doing so."""
    with workspace.projection_lock():
        on_stage(Stage("resolving"))
        resolve(workspace.ledger)
        on_stage(Stage("projecting"))
        project(workspace.ledger, workspace.store())


def _until_done(workspace: Workspace, ids: Sequence[int], on_stage: OnStage) -> Iterator[Progress]:
    """Takes imports, or watches who does, until these are through; yields each as it is."""
    waiting = deque(ids)
    while waiting:
        try:
            with _worker(workspace) as extractor:
                while waiting and _take(workspace, extractor, on_stage):
                    yield from _through(workspace, waiting, len(ids))
        except Timeout:
            time.sleep(_POLL_SECONDS)
        yield from _through(workspace, waiting, len(ids))


def _through(workspace: Workspace, waiting: deque[int], total: int) -> Iterator[Progress]:
    """Imports are taken in order, so those that are through stand in front."""
    while waiting:
        with workspace.ledger.read() as connection:
            first = imports.get(connection, waiting[0])
        if first.state in imports.OPEN_STATES:
            return
        waiting.popleft()
        yield Progress(total - len(waiting), total, first)


@contextmanager
def _worker(workspace: Workspace) -> Iterator[Extractor]:
    """Makes this process the one worker. Raises `Timeout` when there is one."""
    with (
        workspace.import_lock().acquire(timeout=0),
        _extractor(workspace) as extractor,
    ):
        with workspace.ledger.write() as connection:
            imports.requeue_interrupted(connection)
        yield extractor


def _extractor(workspace: Workspace) -> Extractor:
    return Extractor(workspace.settings, workspace.salt(), choice_of(workspace), own_mappings(workspace.root))


def _take(workspace: Workspace, extractor: Extractor, on_stage: OnStage = _unseen) -> bool:
    """The next import, in one transaction, or the reason why it failed; False when none waits."""
    with workspace.ledger.write() as connection:
        taken = imports.take_next(connection)
    if taken is None:
        return False
    try:
        _read_one(workspace, extractor, taken, on_stage)
    except InputError as error:
        _fail(workspace, taken, error)
    except (IntreccioError, OSError, SQLAlchemyError):
        raise
    except Exception as error:  # noqa: BLE001 - a fault of ours must not hold up the files behind it
        _log.exception("%s", taken.source)
        fault = f"it cannot be read because of a fault in Intreccio ({type(error).__name__})."
        _fail(workspace, taken, InputError(fault, where=taken.source, hint="Please report it; the others are read."))
    return True


def _fail(workspace: Workspace, taken: Import, error: InputError) -> None:
    with workspace.ledger.write() as connection:
        imports.fail(connection, taken.id, error)


def _read_one(workspace: Workspace, extractor: Extractor, taken: Import, on_stage: OnStage) -> None:
    path = Path(taken.path)
    document = hash_file(path, workspace.settings.limits.register_mb, taken.source)
    version = extractor.version
    with workspace.ledger.read() as connection:
        if writing.is_current(connection, taken.source, document, version):
            state, known = imports.UNCHANGED, True
        else:
            state, known = imports.READ, writing.has_extraction(connection, document, version)
            if kept.holds_register(connection, taken.source):
                known = False  # what it had since then must be marked as gone
    past = Past(workspace.ledger, taken.source, version)
    found = None if known else extractor.extract(path, taken.source, document, past)
    with few_collections(), workspace.ledger.write() as connection:
        tally = None
        if state == imports.READ:
            place = keep_original(workspace.originals, path, document)
            original = Original(document, place, found.document.media_type if found else "")
            extraction = (found.document, _shown(found, taken.source, on_stage)) if found else None
            base = found.base if found else None
            tally = writing.record_reading(connection, taken.source, original, extraction, version, base=base)
        imports.finish(connection, taken.id, state, document, _note(tally))


def _shown(found: Found, source: str, on_stage: OnStage) -> Iterator[Batch]:
    """What is found, and how far that is of a register's rows."""
    rows = 0
    for batch in found.batches:
        yield batch
        if batch.rows:
            rows += batch.rows
            on_stage(Stage("reading", source, rows, found.share()))


def _note(tally: Tally | None) -> str | None:
    """What was odd in a file that was read, in one line: how much, and the first of it in its own words."""
    if tally is None:
        return None
    odd = [(tally.rejected, KEPT_ASIDE), (tally.issues, "note(s)")]
    counted = ", ".join(f"{count} {what}" for count, what in odd if count)
    return f"{counted} ({tally.first_issue[:_NOTE_LENGTH]})" if tally.first_issue else counted or None


def _count(summary: Summary, last: Import) -> None:
    if last.state == imports.FAILED:
        summary.failed.append(Failure(last.source, last.message or ""))
    elif last.state == imports.UNCHANGED:
        summary.unchanged += 1
    else:
        summary.read += 1
        if last.message:
            summary.notes.append(f"{last.source}: {last.message}")
