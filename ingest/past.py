"""The graph as it was at some moment, built anew from a copy of the ledger."""

from pathlib import Path
from tempfile import TemporaryDirectory

from graph.analysis.view import GraphView, load
from graph.ledger.cutting import Moment, cut_off
from graph.store.open import open_store
from graph.store.projection import rebuild
from graph.workspace import Workspace
from ingest.resolve.resolve import resolve


def view_at(workspace: Workspace, moment: Moment) -> GraphView:
    """The whole graph of that moment. Neither the ledger nor the store of the workspace is touched."""
    with TemporaryDirectory() as folder:
        ledger = cut_off(workspace.ledger, moment, Path(folder) / "ledger.sqlite")
        try:
            resolve(ledger)
            store = open_store("kglite:///graph.kgl", base=Path(folder), user="", password=None)
            rebuild(ledger, store)
            with store.reader() as reader:
                return load(reader)
        finally:
            ledger.close()
