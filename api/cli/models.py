"""`models`: which language models there are, whether they work, and what a workspace's reviewed documents teach."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import output
from api.cli.options import WorkspaceOption, example, open_workspace
from api.cli.text import json_text

if TYPE_CHECKING:
    from graph.workspace import Workspace
    from ingest.language.encoder import Weights

_SENTENCE = "Il Comune di Cuneo ha approvato il Piano per l'economia sociale con la Fondazione Alba Chiara."

commands = typer.Typer(
    help="List, check and choose language models; learn from reviewed documents.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog=example("intreccio models list", "intreccio models train --from torino"),
)


@commands.callback()
def models() -> None:
    """List, check and choose language models; learn from reviewed documents."""


@commands.command("list", epilog=example("intreccio models list"))
def list_(context: typer.Context, workspace: WorkspaceOption = None) -> None:
    """The bundled model, a workspace's own training, spaCy pipelines that are installed; which of them read."""
    from spacy.util import get_installed_models

    from graph.errors import WorkspaceNotFound
    from ingest.language.choice import BUNDLED, Choice, choice_of, confidence_of
    from ingest.language.pipeline import MODEL

    choice, own = Choice(), None
    try:
        opened = open_workspace(context, workspace)
        choice, own = choice_of(opened), confidence_of(opened)
    except WorkspaceNotFound:
        if workspace is not None:
            raise
    size = sum(path.stat().st_size for path in MODEL.iterdir()) / 1e6
    rows = [(BUNDLED, f"{size:.0f} MB, all types of mentions and claims", "reads")]
    if own is not None and own.is_file():
        rows.append(("workspace", "confidence fitted to its reviewed documents", "reads" if choice.confidence else ""))
    rows += [(name, "names are added", "reads" if name == choice.names else "") for name in get_installed_models()]
    output.table(("model", "what", "chosen"), rows)


@commands.command(epilog=example("intreccio models check"))
def check(context: typer.Context, workspace: WorkspaceOption = None) -> None:
    """Load what the workspace (or none) has chosen, read a sentence with it, and say what was found how fast."""
    import time

    from graph.errors import WorkspaceNotFound
    from ingest.language.choice import Choice, choice_of
    from ingest.language.pipeline import load
    from ingest.read.plain import read_plain

    choice = Choice()
    try:
        choice = choice_of(open_workspace(context, workspace))
    except WorkspaceNotFound:
        if workspace is not None:
            raise
    begun = time.monotonic()
    extractor = load(choice)
    loaded = time.monotonic()
    found = extractor.extract(read_plain(_SENTENCE.encode(), "check"), source_name="check", document_id="check")
    output.line(f"{choice.version}: loaded in {loaded - begun:.1f} s, read in {time.monotonic() - loaded:.2f} s")
    output.table(("type", "words"), [(m.type, m.text) for m in found.mentions])


@commands.command(epilog=example("intreccio models train --from torino"))
def train(
    context: typer.Context,
    source: Annotated[Path | None, typer.Option("--from", metavar="DIR", help="The workspace to learn from.")] = None,
) -> None:
    """Fit how sure claims are, and from where they are made, to the documents that a workspace's team has reviewed.

    Reviewed documents are extract JSON (`intreccio extract`, corrected) that was added to the workspace. The outcome
    is measured on documents left out and kept only when it is better; it then reads what is added from now on.
    """
    from ingest.language.adapting import LEAST_DOCUMENTS, adapt
    from ingest.language.choice import Choice, confidence_of
    from ingest.language.pipeline import load
    from ingest.language.reviewed import reviewed_documents

    workspace = open_workspace(context, source)
    reviewed = reviewed_documents(workspace)
    output.line(f"{len(reviewed)} reviewed documents")
    if len(reviewed) < LEAST_DOCUMENTS:
        output.line(f"At least {LEAST_DOCUMENTS} are needed: correct more output of `intreccio extract` and add it.")
        return
    outcome = adapt(load(Choice(names=workspace.settings.language.names or None)), reviewed)
    if outcome.weights is None:
        output.line("The bundled model is no worse: it stays.")
        return
    _keep(workspace, outcome.weights)
    output.line(
        f"Claims F on documents left out: {outcome.adapted:.3f} (bundled {outcome.bundled:.3f}). "
        f"Kept in {confidence_of(workspace)}; add the documents again to have them read by it."
    )


def _keep(workspace: "Workspace", weights: "Weights") -> None:
    from dataclasses import asdict

    from graph.exports.whole import whole_file
    from ingest.language.choice import confidence_of

    path = confidence_of(workspace)
    path.parent.mkdir(exist_ok=True)
    with whole_file(path) as stream:
        stream.write(json_text(asdict(weights)) + "\n")


@commands.command(epilog=example("intreccio models use bundled"))
def use(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="bundled|workspace|PIPELINE", help="What shall read from now on.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Choose what reads: the bundled model, the workspace's own training, or names of an installed spaCy pipeline."""
    from graph.settings import set_setting
    from ingest.language.recogniser import load_recogniser

    opened = open_workspace(context, workspace)
    config = opened.root / "intreccio.toml"
    if name in ("bundled", "workspace"):
        set_setting(config, "language", "model", name)
    else:
        load_recogniser(name)
        set_setting(config, "language", "names", name)
    output.line(f"{name} reads what is added from now on.")
