"""What `doctor` looks at: first the machine, then the workspace if there is one."""

import os
import platform
import re
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from itertools import islice
from pathlib import Path
from typing import Final, Literal, NamedTuple

from packaging.requirements import Requirement

from api.access import serve_settings
from graph.errors import InputError, IntreccioError, WorkspaceNotFound
from graph.workspace import Workspace, find_workspace

_SET_UP: Final = "Set up again with: make setup"
_OLDEST, _TOO_NEW = (3, 11), (3, 14)
_JAVA: Final = 17
_MEGABYTE: Final = 2**20
_ENOUGH_MB, _LITTLE_MB = 2_000, 200
_NAMED: Final = 5


class Finding(NamedTuple):
    """One line of `doctor`; `advice` says how to mend what is not ok."""

    state: Literal["ok", "warning", "problem"]
    what: str
    found: str
    advice: str = ""


def findings(given: Path | None, sample: int) -> Iterator[Finding]:
    """Everything that is found; what one check meets does not keep the others from looking."""
    yield from _careful("Python", _python())
    yield from _careful("packages", _packages())
    yield from _careful("language model", _language_model())
    yield from _careful("tesseract", _ocr())
    yield from _careful("Java", _java())
    yield from _careful("Neo4j", _neo4j())
    try:
        workspace = find_workspace(given, Path.cwd())
    except IntreccioError as error:
        yield _failure("workspace", error)
        yield from _careful("disk", _disk(Path.cwd()))
        return
    yield from _careful("workspace", _folder(workspace))
    yield from _careful("settings", _settings(workspace))
    yield from _careful("disk", _disk(workspace.root))
    yield from _careful("ledger", _ledger(workspace))
    yield from _careful("originals", _originals(workspace, sample))
    yield from _careful("graph", _graph(workspace))


def _careful(what: str, check: Iterator[Finding]) -> Iterator[Finding]:
    """What the check finds; an error that it did not expect is a problem too."""
    try:
        yield from check
    except IntreccioError as error:
        yield _failure(what, error)
    except Exception as error:  # noqa: BLE001 - whatever is broken, doctor says so and goes on
        yield Finding("problem", what, f"{type(error).__name__}: {error}", _SET_UP)


def _failure(what: str, error: IntreccioError) -> Finding:
    """No workspace is no fault: one may be made yet. Settings that are wrong are."""
    place = f"{error.where}: " if error.where else ""
    state: Final = "warning" if isinstance(error, WorkspaceNotFound) else "problem"
    return Finding(state, what, place + error.message, error.hint or "")


# -- the machine ------------------------------------------------------------------------------------------------------


def _python() -> Iterator[Finding]:
    found = f"{platform.python_version()} at {sys.executable}"
    if _OLDEST <= sys.version_info[:2] < _TOO_NEW:
        yield Finding("ok", "Python", found)
    else:
        yield Finding("problem", "Python", found, "Intreccio needs Python 3.11, 3.12 or 3.13.")


def _packages() -> Iterator[Finding]:
    needed = [Requirement(text) for text in requires("intreccio") or ()]
    base = [r for r in needed if r.marker is None or r.marker.evaluate({"extra": ""})]
    faults = [fault for requirement in base if (fault := _fault(requirement))]
    for fault in faults:
        yield Finding("problem", "package", fault, _SET_UP)
    if not faults:
        main = ", ".join(f"{name} {version(name)}" for name in ("neo4j", "kglite", "spacy", "pyvis", "fastapi"))
        yield Finding("ok", "packages", f"all {len(base)}, among them {main}")


def _fault(requirement: Requirement) -> str:
    """Why a package is not the one that is needed; nothing if it is."""
    try:
        installed = version(requirement.name)
    except PackageNotFoundError:
        return f"{requirement.name} is not installed"
    fits = requirement.specifier.contains(installed, prereleases=True)
    return "" if fits else f"{requirement.name} {installed} does not fit {requirement.specifier}"


def _language_model() -> Iterator[Finding]:
    from ingest.language.pipeline import load

    begun = time.monotonic()
    load()
    yield Finding("ok", "language model", f"loaded in {time.monotonic() - begun:.1f} s")


def _ocr() -> Iterator[Finding]:
    from ingest.read.ocr import LANGUAGE, tesseract

    program = tesseract()
    if program:
        yield Finding("ok", "tesseract", f"{program} with {LANGUAGE}")
    else:
        missing = "without Italian" if shutil.which("tesseract") else "not installed"
        advice = "Debian: apt install tesseract-ocr-ita"
        yield Finding("warning", "tesseract", f"{missing}: scans cannot be read", advice)


def _java() -> Iterator[Finding]:
    """Java is needed only for a Neo4j on this machine without Docker."""
    program = shutil.which("java")
    needed = f"Needed only for `make neo4j`: Java {_JAVA}."
    if program is None:
        yield Finding("ok", "Java", "not installed", needed)
        return
    said = subprocess.run([program, "-version"], capture_output=True, text=True, timeout=20, check=False).stderr  # noqa: S603
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    yield Finding("ok", "Java", f"{found[1] if found else 'unknown version'} at {program}", needed)


def _neo4j() -> Iterator[Finding]:
    program = shutil.which("neo4j")
    advice = "" if program else "Needed only for a graph at bolt://…"
    yield Finding("ok", "Neo4j", program or "not installed here", advice)


# -- the workspace ----------------------------------------------------------------------------------------------------


def _folder(workspace: Workspace) -> Iterator[Finding]:
    root = workspace.root
    if not os.access(root, os.W_OK | os.X_OK):
        yield Finding("problem", "workspace", f"{root} cannot be written", "Give yourself the right to write there.")
    else:
        yield Finding("ok", "workspace", f"{workspace.settings.name} in {root}")
    salt = root / "salt"
    if salt.exists() and stat.S_IMODE(salt.stat().st_mode) & 0o077:
        yield Finding("warning", "salt", "others on this machine can read it", f"chmod 600 {salt}")


def _settings(workspace: Workspace) -> Iterator[Finding]:
    access = serve_settings(workspace.settings.api)
    yield Finding("ok", "settings", f"graph at {workspace.store().url}, API on {access.host}:{access.port}")


def _disk(folder: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(folder).free // _MEGABYTE
    found = f"{free:,} MB free at {folder}"
    if free < _LITTLE_MB:
        yield Finding("problem", "disk", found, "Make room before you add anything.")
    elif free < _ENOUGH_MB:
        yield Finding("warning", "disk", found, "Make room: originals are kept beside the ledger.")
    else:
        yield Finding("ok", "disk", found)


def _ledger(workspace: Workspace) -> Iterator[Finding]:
    from graph.ledger import imports
    from graph.ledger.reading import ledger_counts
    from graph.ledger.tables import REVISION

    with workspace.ledger.read() as connection:
        if workspace.ledger.engine.dialect.name == "sqlite":
            said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            if said != "ok":
                yield Finding("problem", "ledger", f"damaged: {said}", "Restore ledger.sqlite from a backup.")
                return
        counts = ledger_counts(connection)
        waiting = imports.count_open(connection)
    yield Finding("ok", "ledger", f"revision {REVISION}, {counts.documents} documents of {counts.sources} sources")
    if waiting:
        advice = "The next `intreccio add` or `serve` reads them."
        yield Finding("warning", "imports", f"{waiting} wait to be read", advice)


def _originals(workspace: Workspace, sample: int) -> Iterator[Finding]:
    """Whether a sample, the newest, is there with the content that its name says."""
    from graph.ledger.kept import original_paths

    with workspace.ledger.read() as connection:
        held = original_paths(connection)
    chosen = dict(islice(held.items(), sample))
    wrong = [place for document, place in chosen.items() if not _is_whole(workspace, document, place)]
    if wrong:
        found = f"{len(wrong)} of {len(chosen)} missing or changed: {', '.join(wrong[:_NAMED])}"
        advice = "Restore originals/ from a backup; the ledger and the graph are not touched by it."
        yield Finding("problem", "originals", found, advice)
    else:
        yield Finding("ok", "originals", f"{len(chosen)} of {len(held)} looked at, all whole")


def _is_whole(workspace: Workspace, document: str, place: str) -> bool:
    from ingest.files import hash_file

    try:
        return hash_file(workspace.originals / place, workspace.settings.limits.register_mb) == document
    except InputError:
        return False


def _graph(workspace: Workspace) -> Iterator[Finding]:
    from graph.ledger.reading import backlog
    from ingest.language.choice import choice_of

    store = workspace.store()
    yield Finding("ok", "graph", f"{store.url}: {store.check()}")
    with workspace.ledger.read() as connection:
        behind = backlog(connection, store.url, choice_of(workspace).version)
    if behind.unresolved or behind.unprojected:
        yield Finding("warning", "graph", "behind the ledger", "intreccio rebuild")
    if behind.outdated:
        found, advice = f"{behind.outdated} read by an older version", "intreccio add, with their files"
        yield Finding("warning", "documents", found, advice)
