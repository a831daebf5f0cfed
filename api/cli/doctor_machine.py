"""Checks of the machine: Python, packages, language, disk, and the programs that some things need."""

import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Final

from api.cli.findings import Check, Finding, ok, problem, warning

_SET_UP: Final = "Set up again with: make setup"
_OLDEST, _TOO_NEW = (3, 11), (3, 14)
_JAVA: Final = 17


def _python() -> Iterator[Finding]:
    found = f"{platform.python_version()} at {sys.executable}"
    if _OLDEST <= sys.version_info[:2] < _TOO_NEW:
        yield ok("Python", found)
    else:
        yield problem("Python", found, "Intreccio needs Python 3.11, 3.12 or 3.13.")


def _packages() -> Iterator[Finding]:
    from packaging.requirements import Requirement

    needed = [Requirement(text) for text in requires("intreccio") or ()]
    base = [r for r in needed if r.marker is None or r.marker.evaluate({"extra": ""})]
    wrong = False
    for requirement in base:
        try:
            installed = version(requirement.name)
        except PackageNotFoundError:
            wrong = True
            yield problem("package", f"{requirement.name} is not installed", _SET_UP)
            continue
        if not requirement.specifier.contains(installed, prereleases=True):
            wrong = True
            yield problem("package", f"{requirement.name} {installed} does not fit {requirement.specifier}", _SET_UP)
    if not wrong:
        main = ", ".join(f"{name} {version(name)}" for name in ("neo4j", "kglite", "spacy", "pyvis", "fastapi"))
        yield ok("packages", f"all {len(base)}, among them {main}")


def _language_model() -> Iterator[Finding]:
    from ingest.language.pipeline import load

    begun = time.monotonic()
    load()
    yield ok("language model", f"loaded in {time.monotonic() - begun:.1f} s")


def _ocr() -> Iterator[Finding]:
    from ingest.read.ocr import LANGUAGE, tesseract

    program = tesseract()
    if program:
        yield ok("tesseract", f"{program} with {LANGUAGE}")
    else:
        missing = "without Italian" if shutil.which("tesseract") else "not installed"
        yield warning("tesseract", f"{missing}: scans cannot be read", "Debian: apt install tesseract-ocr-ita")


def _java() -> Iterator[Finding]:
    """Java is needed only for a Neo4j on this machine without Docker."""
    program = shutil.which("java")
    needed = f"Needed only for `make neo4j`: Java {_JAVA}."
    if program is None:
        yield ok("Java", "not installed", needed)
        return
    said = subprocess.run([program, "-version"], capture_output=True, text=True, timeout=20, check=False).stderr  # noqa: S603
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    yield ok("Java", f"{found[1] if found else 'unknown version'} at {program}", needed)


def _neo4j() -> Iterator[Finding]:
    program = shutil.which("neo4j")
    yield ok("Neo4j", program or "not installed here", "" if program else "Needed only for a graph at bolt://…")


CHECKS: Final = (
    Check("Python", _python),
    Check("packages", _packages),
    Check("language model", _language_model),
    Check("tesseract", _ocr),
    Check("Java", _java),
    Check("Neo4j", _neo4j),
)
