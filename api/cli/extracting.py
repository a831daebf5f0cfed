"""`extract`: what files say, without a workspace."""

import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import output
from api.cli.options import example
from api.cli.progress import Step, shown_progress
from api.cli.running import SOME_FAILED
from api.cli.text import json_text
from graph.errors import InputError, UsageError

if TYPE_CHECKING:
    from graph.extraction import Extraction
    from ingest.extract import Extractor
    from ingest.files import FoundFile

Sink = Callable[["Extraction"], None]


class ExtractFormat(StrEnum):
    JSON = "json"
    TABLE = "table"


def register(app: typer.Typer) -> None:
    examples = example(
        "intreccio extract plan.pdf > plan.json",
        "intreccio extract minutes.docx --format table",
        "intreccio extract documents/ --output found/",
    )
    app.command("extract", epilog=examples)(extract)


def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Documents, registers, lists; or folders.")],
    format_: Annotated[
        ExtractFormat, typer.Option("--format", help="json has all; table has mentions and claims in words.")
    ] = ExtractFormat.JSON,
    folder: Annotated[
        Path | None, typer.Option("--output", metavar="DIR", help="Write DIR/NAME.json for each file instead.")
    ] = None,
) -> None:
    """Read files without a workspace and print what they say.

    One file gives one JSON object; several, or a folder, a list of them.
    """
    if folder and format_ is ExtractFormat.TABLE:
        raise UsageError("--output writes JSON; leave --format table out.")
    failed = False
    with _sink(files, format_, folder) as take:
        for outcome in _outcomes(files, shown_progress("reading") if folder else nullcontext(_ignore)):
            if isinstance(outcome, InputError):
                output.note(str(outcome))
                failed = True
            else:
                take(outcome)
    if failed:
        raise typer.Exit(SOME_FAILED)


def _ignore(_done: int, _total: int, _what: str) -> None:
    """No progress is shown where the answer itself is."""


def _outcomes(paths: Sequence[Path], progress: AbstractContextManager[Step]) -> "Iterator[Extraction | InputError]":
    """What each file says, or why it could not be read."""
    from graph.settings import load_settings
    from ingest.extract import Extractor
    from ingest.files import find_files

    settings = load_settings(None)
    found = list(find_files(paths, skip=Path(os.devnull), limit_mb=settings.limits.register_mb))
    with Extractor(settings, secrets.token_bytes(32)) as extractor, progress as show:
        for number, file in enumerate(found, 1):
            if isinstance(file, InputError):
                yield file
            else:
                yield _outcome(extractor, file)
                show(number, len(found), file.path.name)


def _outcome(extractor: "Extractor", file: "FoundFile") -> "Extraction | InputError":
    from api.cli.merging import merge

    name = _shown(file.path)
    try:
        found = extractor.extract(file.path, name, file.document)
        return merge(replace(found.document, source=name), found.batches)
    except InputError as error:
        return error


def _shown(path: Path) -> str:
    """The path from here, where it lies below; else the whole."""
    here = Path.cwd().resolve()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


@contextmanager
def _sink(files: Sequence[Path], format_: ExtractFormat, folder: Path | None) -> Iterator[Sink]:
    """Takes extractions one by one to where they belong."""
    if folder:
        yield _Folder(folder).take
    elif format_ is ExtractFormat.TABLE:
        from api.cli.extraction_table import show

        yield show
    elif len(files) == 1 and not files[0].is_dir():
        yield lambda extraction: output.raw(_json(extraction))
    else:
        written = _List()
        yield written.take
        written.close()


class _List:
    """A JSON list on standard output, written as it comes."""

    def __init__(self) -> None:
        self._before = "[\n"

    def take(self, extraction: "Extraction") -> None:
        output.raw(self._before + _json(extraction))
        self._before = ",\n"

    def close(self) -> None:
        output.raw("[]" if self._before == "[\n" else "]")


class _Folder:
    """A JSON file for each; a name that is taken gets the file's ending too, then a number."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._taken: set[str] = set()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"the folder cannot be made: {error.strerror}.", where=str(folder)) from error

    def take(self, extraction: "Extraction") -> None:
        from graph.exports.whole import whole_file

        with whole_file(self._folder / f"{self._name(Path(extraction.document.source))}.json") as stream:
            stream.write(_json(extraction) + "\n")

    def _name(self, source: Path) -> str:
        names = [source.stem, source.name, *(f"{source.name}-{n}" for n in range(2, len(self._taken) + 3))]
        name = next(n for n in names if n.casefold() not in self._taken)
        self._taken.add(name.casefold())
        return name


def _json(extraction: "Extraction") -> str:
    from ingest.read.extraction_json import to_json

    return json_text(to_json(extraction))
