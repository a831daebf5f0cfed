"""A small invented territory: enough of every kind to ask all sorts of questions."""

from graph.store.port import Edge, Node, Property

PARAMETERS: dict[str, object] = {
    "name": "Cooperativa Àncora",
    "ids": ["org-1", "org-3", "org-9"],
    "few": 2,
    "word": "coop",
    "map": {"kind": "association", "least": 2},
}


def _organisation(number: int, name: str, **properties: Property) -> Node:
    return Node("Organisation", f"org-{number}", {"name": name, **properties})


NODES = (
    _organisation(
        1, "Cooperativa Àncora", kind="social_cooperative", founded="1987-05-02", staff=40, aliases=["Ancora"]
    ),
    _organisation(2, "Comune di Borgolieto", kind="public_body", staff=210, share=0.25),
    _organisation(3, "Associazione «Il Filo»", kind="association", founded="2009", led_by="young", aliases=[]),
    _organisation(4, "Fondazione L'Arco", kind="foundation", staff=12, share=1.0),
    _organisation(5, "cooperativa del Sole", kind="social_cooperative", staff=7, led_by="senior"),
    _organisation(6, "Rete dei nonni", kind="network", led_by="senior", aliases=["I nonni", "Rete"]),
    _organisation(7, "Università di Valdosca", kind="university", staff=1800),
    _organisation(8, "Zona sociale", kind="association", staff=0),
    Node("Person", "per-1", {"name": "Anna Bertola"}),
    Node("Person", "per-2", {"name": "Dario O'Neill"}),
    Node("Plan", "pln-1", {"name": "Piano dell'abitare", "since": "2023-01", "until": "2026-12-31"}),
    Node("Plan", "pln-2", {"name": "Patto per il lavoro", "since": "2024-06-01"}),
    Node("Area", "are-1", {"name": "Abitare", "level": "area", "transversal": False}),
    Node("Area", "are-2", {"name": "Lavoro", "level": "area", "transversal": False}),
    Node("Area", "are-3", {"name": "Cultura", "level": "objective", "transversal": True}),
    Node("Action", "act-1", {"name": "Portierato sociale", "kind": "service", "code": "A.1"}),
    Node(
        "Action", "act-2", {"name": "Botteghe di mestiere", "kind": "project", "code": "B.1", "intergenerational": True}
    ),
    Node("Action", "act-3", {"name": "Festa di quartiere", "kind": "event"}),
    Node("Resource", "res-1", {"name": "350.000 euro", "kind": "money", "amount": 350_000, "unit": "EUR"}),
    Node("Resource", "res-2", {"name": "12.500,50 euro", "kind": "money", "amount": 12_500.5, "unit": "EUR"}),
    Node("Group", "grp-1", {"name": "giovani", "of": "people", "category": "young", "age_min": 15, "age_max": 29}),
    Node("Group", "grp-2", {"name": "anziani soli", "of": "people", "category": "senior", "age_min": 65}),
    Node("Place", "pla-1", {"name": "Borgolieto", "kind": "municipality"}),
    Node("Document", "doc-1", {"name": "Nota stampa", "date": "2024-03-15"}),
    Node("Document", "doc-2", {"name": "Verbale del tavolo", "date": "2024-11-30"}),
)

_LABELS = {node.id: node.label for node in NODES}


def _claim(source: str, claim: str, target: str, status: str = "done", **properties: Property) -> Edge:
    kind = "DENIED" if status == "denied" else claim
    ends = (_LABELS[source], source), (_LABELS[target], target)
    return Edge(kind, *ends, claim, status, {"confidence": 0.75, "evidence": ["doc-1/3"], **properties})


def _mention(source: str, document: str) -> Edge:
    return Edge("MENTIONED_IN", (_LABELS[source], source), ("Document", document))


EDGES = (
    _claim("org-1", "SIGNED", "pln-1", since="2023-02-01", confidence=0.9, evidence=["doc-1/3", "doc-2/1"]),
    _claim("org-2", "SIGNED", "pln-1", since="2023-02-01"),
    _claim("org-2", "SIGNED", "pln-2", "planned"),
    _claim("org-3", "SIGNED", "pln-1", "proposed", confidence=0.4),
    _claim("org-4", "SIGNED", "pln-1", "denied"),
    _claim("org-4", "SIGNED", "pln-2"),
    _claim("org-1", "PARTNERS_WITH", "org-3"),
    _claim("org-3", "PARTNERS_WITH", "org-5", "under_way"),
    _claim("org-5", "PARTNERS_WITH", "org-6"),
    _claim("org-6", "PARTNERS_WITH", "org-1", "denied"),
    _claim("org-2", "PARTNERS_WITH", "org-4"),
    _claim("org-2", "LEADS", "act-1"),
    _claim("org-1", "PARTICIPATES_IN", "act-1"),
    _claim("org-3", "PARTICIPATES_IN", "act-1", "planned"),
    _claim("org-5", "PARTICIPATES_IN", "act-2"),
    _claim("org-6", "PARTICIPATES_IN", "act-2"),
    _claim("org-7", "PARTICIPATES_IN", "act-2", "proposed"),
    _claim("per-1", "HAS_ROLE", "org-2", role="sindaca"),
    _claim("per-1", "PROMOTES", "pln-1"),
    _claim("per-2", "HAS_ROLE", "org-1", role="presidente", since="2020"),
    _claim("act-1", "ADDRESSES", "are-1"),
    _claim("act-2", "ADDRESSES", "are-2"),
    _claim("act-2", "ADDRESSES", "are-3"),
    _claim("act-1", "PART_OF", "pln-1"),
    _claim("act-2", "PART_OF", "pln-2"),
    _claim("are-1", "PART_OF", "pln-1"),
    _claim("are-3", "PART_OF", "are-2"),
    _claim("org-4", "PROVIDES", "res-1"),
    _claim("res-1", "USED_IN", "act-1"),
    _claim("org-4", "FUNDS", "act-1", amount=350_000, unit="EUR"),
    _claim("pln-2", "PROVIDES", "res-2"),
    _claim("act-2", "NEEDS", "res-2", "planned"),
    _claim("act-2", "SERVES", "grp-1"),
    _claim("act-2", "INVOLVES", "grp-2"),
    _claim("act-1", "SERVES", "grp-2"),
    _claim("org-2", "LOCATED_IN", "pla-1"),
    _claim("org-1", "LOCATED_IN", "pla-1"),
    _claim("pln-2", "FOLLOWS", "pln-1"),
    *(_mention(f"org-{number}", "doc-1") for number in range(1, 6)),
    *(_mention(key, "doc-2") for key in ("org-1", "org-6", "per-1", "act-2", "pln-2")),
)
