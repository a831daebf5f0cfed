"""A small invented territory as rows of the graph: two areas, their actions and actors, and the words behind them."""

from graph.store.port import Edge, GraphStore, Node, Property

DOCUMENT = ("Document", "doc-1")
PASSAGES = (
    "La Cooperativa Fiorita guida gli orti di quartiere.",
    "Il Comune di Vallechiara finanzia gli orti con 40.000 euro.",
    "L'associazione L'Aquilone ha lasciato la ciclofficina.",
    "Gli orti coinvolgono giovani e anziani; servono attrezzi.",
    "La Fondazione Ponte mette a disposizione attrezzi.",
)


def nodes() -> list[Node]:
    """All nodes, each with a name."""
    return [
        _node("Organisation", "org-1", "Cooperativa Fiorita", kind="social_cooperative", led_by="young"),
        _node("Organisation", "org-2", "Comune di Vallechiara", kind="public_body"),
        _node("Organisation", "org-3", "Associazione L'Aquilone", kind="association", led_by="senior"),
        _node("Organisation", "org-4", "Fondazione Ponte", kind="foundation", load="csv"),
        _node("Plan", "pln-1", "Piano di comunità", kind="plan"),
        _node("Area", "are-1", "Verde e cibo", level="area"),
        _node("Area", "are-2", "Mobilità", level="area"),
        _node("Area", "are-3", "Casa", level="area"),
        _node("Action", "act-1", "Orti di quartiere", kind="project", since="2024-03", intergenerational=True),
        _node("Action", "act-2", "Ciclofficina", kind="service"),
        _node("Action", "act-3", "Mercato contadino", kind="event"),
        _node("Resource", "res-1", "attrezzi", kind="equipment"),
        _node("Resource", "res-2", "attrezzi da giardino", kind="equipment"),
        _node("Resource", "res-3", "40.000 euro", kind="money", amount=40000, unit="EUR"),
        _node("Group", "grp-1", "giovani", of="people", category="young", age_min=15, age_max=29),
        _node("Group", "grp-2", "anziani", of="people", category="senior", age_min=65),
        _node("Place", "pla-1", "Vallechiara", kind="municipality"),
        _node(*DOCUMENT, "Verbale del tavolo", source="verbale.txt"),
        *(
            _node(
                "Passage", f"psg-{number}", f"Verbale del tavolo, {number}", text=text, number=number, kind="sentence"
            )
            for number, text in enumerate(PASSAGES, 1)
        ),
        _node("Record", "rec-1", "Registro delle cooperative 12", register="cooperative", key="12"),
    ]


def edges() -> list[Edge]:
    """All relationships; claims carry the passages that say so."""
    return [
        _claim("org-1", "LEADS", "act-1", "done", 1),
        _claim("org-2", "PARTICIPATES_IN", "act-1", "under_way", 2),
        _claim("org-2", "FUNDS", "act-1", "done", 2, amount=40000, unit="EUR"),
        _claim("org-2", "PARTICIPATES_IN", "act-2", "planned", 2),
        _claim("org-4", "PARTICIPATES_IN", "act-2", "proposed", 5),
        _claim("org-3", "DENIED", "act-2", "denied", 3, claim="PARTICIPATES_IN"),
        _claim("org-1", "PARTICIPATES_IN", "act-3", "done", 1),
        _claim("org-2", "PARTICIPATES_IN", "act-3", "done", 2),
        _claim("act-1", "ADDRESSES", "are-1", "done", 1),
        _claim("act-3", "ADDRESSES", "are-1", "done", 1),
        _claim("act-2", "ADDRESSES", "are-2", "planned", 3),
        _claim("are-1", "PART_OF", "pln-1", "done", 1),
        _claim("act-1", "INVOLVES", "grp-1", "done", 4),
        _claim("act-1", "SERVES", "grp-2", "done", 4),
        _claim("act-1", "NEEDS", "res-1", "planned", 4),
        _claim("org-4", "PROVIDES", "res-2", "proposed", 5),
        _claim("org-2", "SIGNED", "pln-1", "done", 2),
        _claim("org-1", "LOCATED_IN", "pla-1", "done", 1),
        *(Edge("MENTIONED_IN", ("Organisation", f"org-{n}"), DOCUMENT) for n in range(1, 5)),
        Edge("REGISTERED_AS", ("Organisation", "org-1"), ("Record", "rec-1")),
        *(Edge("IN_DOCUMENT", ("Passage", f"psg-{n}"), DOCUMENT) for n in range(1, 6)),
    ]


def fill(store: GraphStore) -> None:
    """Writes the territory into an empty store."""
    with store.writer() as writer:
        writer.prepare()
        writer.clear()
        writer.put_nodes(nodes())
        writer.put_edges(edges())
        writer.commit()


_LABELS = {
    "org": "Organisation", "pln": "Plan", "are": "Area", "act": "Action", "res": "Resource", "grp": "Group",
    "pla": "Place",
}  # fmt: skip


def _node(label: str, key: str, name: str, /, **properties: Property) -> Node:
    return Node(label, key, {"name": name, **properties})


def _claim(
    source: str, kind: str, target: str, status: str, passage: int, *, claim: str | None = None, **more: Property
) -> Edge:
    evidence: dict[str, Property] = {
        "evidence": [f"psg-{passage}"],
        "spans": [f"0-{len(PASSAGES[passage - 1])}"],
        "confidence": 0.9,
    }
    ends = [(_LABELS[key[:3]], key) for key in (source, target)]
    return Edge(kind, ends[0], ends[1], claim=claim or kind, status=status, properties=evidence | more)
