"""`extract`: what files say, without a workspace."""

import os
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.cli import output
from api.cli.options import example
from api.cli.running import SOME_FAILED
from api.cli.text import json_text
from graph.errors import InputError, UsageError

if TYPE_CHECKING:
    from graph.extraction import Claim, Extraction
    from graph.model import Value

commands = typer.Typer()


@commands.command(
    epilog=example(
        "intreccio extract plan.pdf > plan.json",
        "intreccio extract minutes.docx --format table",
        "intreccio extract documents/ --output found/",
    )
)
def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Documents, registers, lists; or folders.")],
    format_: Annotated[
        Literal["json", "table"],
        typer.Option("--format", help="json has all; table has mentions and claims in words."),
    ] = "json",
    folder: Annotated[
        Path | None, typer.Option("--output", metavar="DIR", help="Write DIR/NAME.json for each file instead.")
    ] = None,
) -> None:
    """Read files without a workspace and print what they say.

    One file gives one JSON object; several, or a folder, a list of them.
    """
    if folder and format_ == "table":
        raise UsageError("--output writes JSON; leave --format table out.")
    failures: list[InputError] = []
    silent: AbstractContextManager[output.Step] = nullcontext(output.Step(lambda *_: None, lambda _: None))
    with output.progress("reading") if folder else silent as show:
        found = _extractions(files, failures, show)
        if folder:
            _write_files(found, folder)
        elif format_ == "table":
            for extraction in found:
                _print_table(extraction)
        elif len(files) == 1 and not files[0].is_dir():
            for extraction in found:
                output.raw(_json(extraction))
        else:
            _print_list(found)
    if failures:
        raise typer.Exit(SOME_FAILED)


def _extractions(paths: Sequence[Path], failures: list[InputError], show: output.Step) -> "Iterator[Extraction]":
    """What each file says; why one could not be read is said, and added to `failures`."""
    from api.cli.merging import merge
    from graph.settings import load_settings
    from ingest.extract import Extractor
    from ingest.files import find_files

    settings = load_settings(None)
    files = list(find_files(paths, skip=Path(os.devnull), limit_mb=settings.limits.register_mb))
    with Extractor(settings, secrets.token_bytes(32)) as extractor:
        for number, file in enumerate(files, 1):
            try:
                if isinstance(file, InputError):
                    raise file
                source = _shown(file.path)
                found = extractor.extract(file.path, source, file.document)
                yield merge(replace(found.document, source=source), found.batches)
            except InputError as error:
                output.note(str(error))
                failures.append(error)
            else:
                show(number, len(files), file.path.name)


def _shown(path: Path) -> str:
    """The path from here, where it lies below; else the whole."""
    here = Path.cwd().resolve()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _json(extraction: "Extraction") -> str:
    from ingest.read.extraction_json import to_json

    return json_text(to_json(extraction))


def _print_list(found: "Iterable[Extraction]") -> None:
    """A JSON list on standard output, written as it comes."""
    before = "[\n"
    for extraction in found:
        output.raw(before + _json(extraction))
        before = ",\n"
    output.raw("[]" if before == "[\n" else "]")


def _write_files(found: "Iterable[Extraction]", folder: Path) -> None:
    """A JSON file for each; a name that is taken gets the file's ending too, then a number."""
    from graph.exports.whole import whole_file

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"the folder cannot be made: {error.strerror}.", where=str(folder)) from error
    taken: set[str] = set()
    for extraction in found:
        source = Path(extraction.document.source)
        names = [source.stem, source.name, *(f"{source.name}-{n}" for n in range(2, len(taken) + 3))]
        name = next(n for n in names if n.casefold() not in taken)
        taken.add(name.casefold())
        with whole_file(folder / f"{name}.json") as stream:
            stream.write(_json(extraction) + "\n")


def _print_table(extraction: "Extraction") -> None:
    """The mentions, then the claims, in words; what was odd goes to standard error."""
    found = f"{len(extraction.mentions)} mentions, {len(extraction.claims)} claims"
    output.line(f"{extraction.document.source}: {found}")
    pages = {p.id: str(p.page or "") for p in extraction.passages}
    output.table(
        ("type", "words", "properties", "page"),
        [(m.type, m.text, _words(m.properties), pages[m.passage]) for m in extraction.mentions],
    )
    output.line()
    names = {m.id: m.text for m in extraction.mentions}
    output.table(
        ("subject", "claim", "object", "status", "confidence", "properties", "says"),
        [_claim_row(c, extraction, names) for c in extraction.claims],
    )
    for issue in extraction.issues:
        output.note(f"{extraction.document.source}: {issue.where}: {issue.message}")


def _claim_row(claim: "Claim", extraction: "Extraction", names: Mapping[str, str]) -> tuple[str, ...]:
    properties = _words({name: names.get(str(value), value) for name, value in claim.properties.items()})
    says = " … ".join(extraction.document.text[e.start : e.end] for e in claim.evidence)
    ends = names[claim.subject], claim.type, names[claim.object]
    return (*ends, claim.status, f"{claim.confidence:.2f}", properties, says)


def _words(properties: "Mapping[str, Value]") -> str:
    return ", ".join(f"{name}: {value}" for name, value in properties.items())
