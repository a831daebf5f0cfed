"""What the embedded engine would answer otherwise than Neo4j, without an error: refused here with a sentence.

Found by `tests/graph/store/test_differences.py`; the whole list is in docs/cypher-differences.md.
"""

import re
from collections.abc import Iterator

from graph.errors import QueryInvalid

_QUOTED = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/""", re.DOTALL)
_NODE = re.compile(r"(?<![\w`])\(\s*([A-Za-z_]\w*)\s*[:){]")
_RELATIONSHIP = re.compile(r"-\s*\[\s*([A-Za-z_]\w*)\s*[:*{\]]")
_OWN_KEY = re.compile(r"\b([A-Za-z_]\w*)\s*\.\s*(title|type)\b")
_EVERY_KEY = re.compile(r"\b([A-Za-z_]\w*)\s*\{\s*\.\s*\*")
_BETWEEN = re.compile(r"\bduration\s*\.\s*between\s*\(", re.IGNORECASE)
_FORMAT = re.compile(r"\bFORMAT\s+CSV\s*;?\s*$|^\s*(?:EXPLAIN\s+|PROFILE\s+)?FOR\s+VALID_TIME\b", re.IGNORECASE)

_HINT = "Neo4j answers it: see docs/cypher-differences.md."


def refuse_what_differs(cypher: str) -> None:
    """Raises `QueryInvalid` for what the embedded engine would silently answer otherwise than Neo4j."""
    text = _QUOTED.sub(_blank, cypher)
    for reason in _reasons(text):
        raise QueryInvalid(f"the embedded store does not answer this as Neo4j does: {reason}", hint=_HINT)


def _reasons(text: str) -> Iterator[str]:
    relationships = {found[1] for found in _RELATIONSHIP.finditer(text)}
    bound = relationships | {found[1] for found in _NODE.finditer(text)}
    for found in _OWN_KEY.finditer(text):
        if found[1] in bound:
            yield f"{found[1]}.{found[2]} is its own word (write .name, labels() or type())."
    for found in _EVERY_KEY.finditer(text):
        if found[1] in relationships:
            yield f"write properties({found[1]}) instead of {found[1]} {{.*}}."
    if _BETWEEN.search(text):
        yield "duration.between counts days alone (write duration.inMonths or duration.inDays)."
    if _FORMAT.search(text):
        yield "the answer would not be a table of what the graph holds."


def _blank(found: re.Match[str]) -> str:
    return "''" if found[0][0] in "'\"" else " "
