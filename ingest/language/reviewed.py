"""The documents of a workspace that people have reviewed: extract JSON that was added, whole with its text."""

from dataclasses import replace

from graph.extraction import Extraction
from graph.ledger.kept import original_paths
from graph.ledger.shared import current_sources
from graph.workspace import Workspace
from ingest.language.corpus.gold import Gold
from ingest.read.reading import read

_ENDING = ".json"


def reviewed_documents(workspace: Workspace) -> dict[str, Gold]:
    """Document id → what the team says is right of it now. Raises `InputError` where an original is damaged."""
    found: dict[str, Gold] = {}
    with workspace.ledger.read() as connection:
        current = current_sources(connection)
        places = {d: p for d, p in original_paths(connection).items() if d in current and p.endswith(_ENDING)}
    for document, place in places.items():
        reading = read(workspace.originals / place, workspace.settings.limits)
        if isinstance(reading, Extraction) and reading.document.text and reading.mentions:
            found[document] = Gold(replace(reading, document=replace(reading.document, id=document)), {})
    return found
