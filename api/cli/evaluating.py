"""`evaluate`: how good reading and linking are, measured on annotated documents and on registers with keys."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import output
from api.cli.options import example
from api.cli.text import json_text
from graph.errors import UsageError

if TYPE_CHECKING:
    from ingest.language.corpus.gold import Gold
    from ingest.resolve.evaluation.identity import Linked
    from ingest.resolve.matching.model import Model


class ReportFormat(StrEnum):
    TABLE = "table"
    JSON = "json"
    HTML = "html"


class LinkFormat(StrEnum):
    TABLE = "table"
    JSON = "json"
    SVG = "svg"


class Hideable(StrEnum):
    PLACE = "place"


def register(app: typer.Typer) -> None:
    measures = typer.Typer(
        help="Measure the extraction on annotated documents, and the linking on registers.",
        no_args_is_help=True,
        rich_markup_mode=None,
        epilog=example("intreccio evaluate language --gold annotated/"),
    )
    examples = example(
        "intreccio evaluate language --gold annotated/",
        "intreccio evaluate language --gold annotated/ --format html > report.html",
    )
    measures.callback()(_evaluate)
    measures.command("language", epilog=examples)(language)
    measures.command("names", epilog=example("intreccio evaluate names kind/"))(names)
    measures.command("syntax", epilog=example("intreccio evaluate syntax it_isdt-ud-test.conllu"))(syntax)
    examples = example(
        "intreccio evaluate identity 2019.csv 2022.csv",
        "intreccio evaluate identity 2019.csv 2022.csv --without place --format svg > curve.svg",
    )
    measures.command("identity", epilog=examples)(identity)
    app.add_typer(measures, name="evaluate")


def _evaluate() -> None:
    """Measure the extraction on annotated documents, and the linking on registers."""


def language(
    gold: Annotated[
        Path,
        typer.Option("--gold", metavar="DIR", help="Annotated documents: NAME.ann, NAME.gold.json; or a FILE.jsonl."),
    ],
    raw: Annotated[
        Path | None, typer.Option("--raw", metavar="DIR", help="The raw texts that a FILE.jsonl points to.")
    ] = None,
    format_: Annotated[
        ReportFormat, typer.Option("--format", help="html shows every miss beside its sentence.")
    ] = ReportFormat.TABLE,
) -> None:
    """Read the texts of annotated documents and compare what is found with what is right.

    Precision, recall and F by type, status, entities (B³), calibration and speed. A text is read as `extract` would
    read a file with nothing but it.
    """
    from ingest.language.evaluation import report
    from ingest.language.evaluation.systems import evaluate, pipeline

    outcome = evaluate(pipeline(), _gold(gold, raw))
    if format_ is ReportFormat.JSON:
        output.raw(json_text(report.as_json(outcome.report) | {"words_per_second": round(outcome.words_per_second)}))
    elif format_ is ReportFormat.HTML:
        output.raw(report.page(outcome.report, outcome.comparisons, f"Extraction of {gold}"))
    else:
        head, *rows = report.rows(outcome.report)
        output.table(head, rows)
        output.line(
            f"{outcome.report.documents} documents, {outcome.report.words} words, "
            f"{outcome.words_per_second:,.0f} words/s"
        )


def names(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The files of KIND: PART_train.tsv, PART_test.tsv.")],
) -> None:
    """Measure the bundled model's names of persons, places and organisations on KIND's test: exact F, by part."""
    from ingest.language.evaluation import words
    from ingest.language.pipeline import bundled_encoder

    found = words.names(bundled_encoder(), folder)
    columns = list(found["all"])
    output.table(["part", *columns], [[part, *(f"{row[c]:.3f}" for c in columns)] for part, row in found.items()])


def syntax(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Treebanks in CoNLL-U.")],
) -> None:
    """Measure the bundled parser on treebanks: shares of words with the right head (uas), head and label (las), …"""
    from ingest.language.encoder.syntax import Syntax
    from ingest.language.evaluation import words
    from ingest.language.pipeline import MODEL, bundled_encoder

    parser = Syntax.load(MODEL, bundled_encoder())
    rows = [(path.name, words.attachment(parser, path)) for path in files]
    columns = list(rows[0][1])
    output.table(["treebank", *columns], [[name, *(f"{row[c]:g}" for c in columns)] for name, row in rows])


def identity(
    left: Annotated[Path, typer.Argument(metavar="LEFT", help="A register with codici fiscali.")],
    right: Annotated[Path, typer.Argument(metavar="RIGHT", help="Another one.")],
    without: Annotated[
        Hideable | None, typer.Option("--without", help="place: link by names alone.", show_default=False)
    ] = None,
    format_: Annotated[
        LinkFormat, typer.Option("--format", help="svg: precision and recall by threshold, as a picture.")
    ] = LinkFormat.TABLE,
) -> None:
    """Hide the keys of two registers, link them, and compare the pairs with what the keys say.

    Precision, recall and F of pairs: overall, of those that join without a person (sure), where names differ, by kind;
    and of clusters (B³). Any two registers that a mapping reads; a pair is judged where one side is known to have its
    like on the other, and other readings stand below.
    """
    from time import perf_counter

    from graph.settings import LimitSettings
    from ingest.resolve.evaluation import identity as measure
    from ingest.resolve.evaluation.curve import picture
    from ingest.resolve.evaluation.registers import read_side
    from ingest.resolve.matching.model import bundled_model

    limits, model, began = LimitSettings(), bundled_model(), perf_counter()
    hidden = measure.hide(read_side(left, limits), read_side(right, limits), place=without is None)
    found = measure.linked(hidden, model)
    seconds = perf_counter() - began
    if format_ is LinkFormat.SVG:
        output.raw(picture(found.curve(model), model.threshold, f"{left.name} × {right.name}"))
    else:
        _print_identity(found, model, seconds, as_json=format_ is LinkFormat.JSON)


def _print_identity(found: "Linked", model: "Model", seconds: float, *, as_json: bool) -> None:
    from ingest.resolve.evaluation.report import as_json as report_of

    report = report_of(found, model, seconds, memory_mb())
    if as_json:
        output.raw(json_text(report))
        return
    parts = ("sure", "names_differ", "held_out")
    rows = {"all": report} | {name.replace("_", " "): report[name] for name in parts} | report["by_kind"]
    columns = ("pairs", "precision", "recall", "f1")
    output.table(["", *columns], [[name, *(f"{row[c]:g}" for c in columns)] for name, row in rows.items()])
    told = report["clusters"]
    output.line(f"clusters (B³): precision {told['precision']}, recall {told['recall']}, F {told['f1']}")
    output.table(
        ["precision, by which pairs are judged", "all", "sure"],
        [[name, f"{told:g}", f"{report['sure']['readings'][name]:g}"] for name, told in report["readings"].items()],
    )
    output.line(f"{report['seconds']} s, {report['memory_mb']} MB at most; model {model.version}")


def memory_mb() -> float:
    """The most memory that this process had so far, in MB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most / 1e3


def _gold(path: Path, raw: Path | None) -> "dict[str, Gold]":
    from ingest.language.corpus.gold import load_gold
    from ingest.language.corpus.standoff import read_standoff

    if path.suffix != ".jsonl":
        return load_gold(path)
    if raw is None:
        raise UsageError(f"{path} has no words of its own.", hint="--raw DIR: the raw texts that it points to.")
    return read_standoff(path, raw)
