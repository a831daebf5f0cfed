"""The Cypher of the stores: one file an operation in `cypher/`, in the dialect that both engines share.

Values are parameters. Labels and relationship types cannot be: a file holds `<label>`, `<source>`, `<target>` or
`<type>`, and only names of `graph.model` are put there.
"""

from functools import cache
from importlib.resources import files

from graph.errors import StoreError
from graph.model import LABELS, RELATIONSHIP_TYPES, STRUCTURE_TYPES

_NAMES = {"label": LABELS, "source": LABELS, "target": LABELS, "type": RELATIONSHIP_TYPES}


@cache
def statement(operation: str, **names: str) -> str:
    """The text of an operation with its names filled in. Raises `StoreError` for a name that the model lacks."""
    text = files("graph.store").joinpath("cypher", f"{operation}.cypher").read_text(encoding="utf-8")
    for place, name in names.items():
        if name not in _NAMES[place]:
            kind = "relationship type" if place == "type" else "label"
            raise StoreError(f"The graph has no {kind} {name!r}.")
        text = text.replace(f"<{place}>", name)
    return text


def put_edges_statement(relationship_type: str, source: str, target: str) -> str:
    """The text that puts edges of a type between nodes of these labels."""
    what = "structure" if relationship_type in STRUCTURE_TYPES else "claims"
    return statement(f"put_{what}", type=relationship_type, source=source, target=target)
