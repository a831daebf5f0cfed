"""A small graph with everything in its texts that could break a file format."""

from graph.store.port import Edge, Node, Property

NASTY = "=cmd|'/c calc'!A1 \\ \\u0041 \"x\" 'y'; \n// DROP\t\x1b[31m\u202egnp.exe & <b> \U0001f642"

NODES = (
    Node(
        "Organisation", "org-1", {"name": "Comune di Borgolieto", "kind": "public_body", "aliases": ["Il Comune", "C"]}
    ),
    Node("Organisation", "org-2", {"name": NASTY, "aliases": [], "evidence": ["doc-1/1"], "spans": ["0-5"]}),
    Node("Action", "act-1", {"name": "Àncora", "intergenerational": True, "evidence": ["doc-1/1"], "spans": ["0-9"]}),
    Node("Indicator", "ind-1", {"name": "posti", "target": 10, "baseline": -2.5}),
    Node("Document", "doc-1", {"name": "Verbale", "sources": ["/a/b.txt"]}),
    Node(
        "Passage",
        "doc-1/1",
        {"name": "Il Comune…", "text": "Il Comune guida Àncora.", "document": "doc-1", "number": 1},
    ),
)

_SAID: dict[str, Property] = {
    "confidence": 0.9,
    "evidence": ["doc-1/1"],
    "spans": ["0-9"],
    "first_read": "2026-01-01",
    "last_read": "2026-02-01",
}

EDGES = (
    Edge("LEADS", ("Organisation", "org-1"), ("Action", "act-1"), "LEADS", "done", _SAID),
    Edge("LEADS", ("Organisation", "org-1"), ("Action", "act-1"), "LEADS", "planned", {**_SAID, "role": NASTY}),
    Edge("DENIED", ("Organisation", "org-2"), ("Action", "act-1"), "LEADS", "denied", _SAID),
    Edge("MENTIONED_IN", ("Organisation", "org-1"), ("Document", "doc-1"), properties={"evidence": ["doc-1/1"]}),
    Edge("IN_DOCUMENT", ("Passage", "doc-1/1"), ("Document", "doc-1")),
)
