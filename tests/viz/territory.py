"""An invented territory, as a store would give it: a plan of six areas, who does what, and the sentences that say so.

Every body, person and place here is made up.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graph.analysis.evidence import Key
from graph.analysis.view import GraphView
from graph.model import relationship_type
from graph.store.port import Edge, Node, Property

AREAS = {
    "a1": "Abitare e coesione",
    "a2": "Lavoro e inclusione",
    "a3": "Acquisti responsabili",
    "a4": "Finanza a impatto",
    "a5": "Scuola e formazione continua",
    "a6": "Connessioni digitali",
}

ORGANISATIONS = """
Comune di Valserena | public_body |
Comune di Pietrafonda | public_body |
Unione dei comuni dell’Alta Lomba | public_body |
Azienda sanitaria delle Tre Valli | health_body |
Università degli studi di Montelargo | university |
Istituto superiore Ada Ferrigni | school |
Istituto comprensivo Lomba Est | school |
Cooperativa sociale Il Melograno | social_cooperative | mixed
Cooperativa sociale Orizzonti | social_cooperative |
Cooperativa sociale Passo Lento | social_cooperative | senior
Cooperativa Filanda Nuova | cooperative | young
Cooperativa di comunità Pietrafonda | cooperative | mixed
Consorzio Terre Basse | consortium |
Fondazione Cassa di Montelargo | foundation |
Fondazione di comunità Valserena | foundation |
Banca Popolare della Lomba | bank |
APS Controvento | aps | young
APS Radio Ballatoio | aps | young
APS La Lanterna | aps | senior
ODV Mani Tese sul Fiume | odv | senior
ODV Nonni in Rete | odv | senior
Associazione Genitori in Cerchio | association |
Associazione Porte Aperte | association | mixed
Forum dei giovani di Valserena | informal_group | young
Rete delle botteghe di quartiere | network |
Camera del lavoro di Montelargo | trade_union |
Unione artigiani dell’Alta Lomba | trade_association |
Tessitura Bonfante srl | company |
Officine Digitali Lomba srl | company | young
Impresa sociale Terzo Tempo | social_enterprise | mixed
Parrocchia di San Rocco | religious_body |
Gruppo di acquisto Le Radici | informal_group |
"""

ACTIONS = """
Sportello casa | service | a1
Condominio solidale di via Mulini | project | a1
Portierato di quartiere | service | a1
Case di ringhiera riaperte | project | a1
Fondo affitti calmierati | measure | a1 a4
Bottega scuola | project | a2 a5
Tirocini di cura del verde | project | a2
Inserimenti protetti in tessitura | project | a2
Sportello di orientamento per giovani NEET | service | a2
Officina del riuso | project | a2 a3
Clausole sociali negli appalti | measure | a3
Mensa a filiera corta | project | a3
Catalogo dei fornitori sociali | service | a3
Microcredito di vallata | measure | a4
Bando Semi d’impresa | measure | a4
Garanzia per cooperative giovanili | measure | a4
Corsi serali di italiano | service | a5
Biblioteca dei mestieri | project | a5
Nonni in cattedra | project | a5
Summer school sull’economia sociale | event | a5
Banda larga ai borghi alti | project | a6
Facilitatori digitali in piazza | service | a6 a5
Radio di quartiere | project | a6
Piattaforma dei servizi di vallata | project | a6 a3
"""

RESOURCES = """
120.000 euro | money | 120000
45.000 euro | money | 45000
Ex filanda | space |
Due educatori a tempo pieno | people | 2
Furgone refrigerato | equipment |
Aule dell’istituto | space |
Dati sul mercato del lavoro | data |
Competenze di progettazione | skills |
Sala prove | space |
Telaio Jacquard | equipment |
"""

GROUPS = """
giovani NEET | neet
anziani soli | senior
famiglie con minori | families
persone migranti | migrants
studenti delle superiori | students
cooperative del territorio | cooperatives
persone con disabilità | disabled
residenti dei borghi alti | residents
"""

PLACES = ("Valserena", "Pietrafonda", "Montelargo", "Borgo Lomba")
PEOPLE = ("Irma Castaldelli", "Tullio Brandani", "Noemi Serventi", "Dario Pellacani")

VERBS = {
    "PROMOTES": "promuove",
    "LEADS": "coordina",
    "PARTICIPATES_IN": "partecipa a",
    "FUNDS": "finanzia",
    "PROVIDES": "mette a disposizione",
    "NEEDS": "ha bisogno di",
    "USED_IN": "serve per",
    "SIGNED": "ha firmato",
    "PARTNERS_WITH": "collabora con",
    "MEMBER_OF": "fa parte di",
    "HAS_ROLE": "è presidente di",
    "ADDRESSES": "rientra nell’area",
    "PART_OF": "è parte di",
    "SERVES": "si rivolge a",
    "INVOLVES": "coinvolge",
    "LOCATED_IN": "ha sede a",
    "OPERATES_IN": "opera a",
}

TIES = """
Comune di Valserena | LEADS | Sportello casa | under_way
Fondazione di comunità Valserena | FUNDS | Sportello casa | done
Associazione Porte Aperte | PARTICIPATES_IN | Sportello casa | under_way
Cooperativa sociale Il Melograno | LEADS | Condominio solidale di via Mulini | planned
Parrocchia di San Rocco | PARTICIPATES_IN | Condominio solidale di via Mulini | planned
Azienda sanitaria delle Tre Valli | PARTICIPATES_IN | Condominio solidale di via Mulini | denied
APS La Lanterna | LEADS | Portierato di quartiere | under_way
Rete delle botteghe di quartiere | PARTICIPATES_IN | Portierato di quartiere | under_way
APS Controvento | PROMOTES | Case di ringhiera riaperte | proposed
Comune di Pietrafonda | PROMOTES | Case di ringhiera riaperte | planned
Fondazione Cassa di Montelargo | FUNDS | Fondo affitti calmierati | planned
Comune di Valserena | PROMOTES | Fondo affitti calmierati | done
Cooperativa sociale Orizzonti | LEADS | Bottega scuola | under_way
Istituto superiore Ada Ferrigni | PARTICIPATES_IN | Bottega scuola | under_way
Unione artigiani dell’Alta Lomba | PARTICIPATES_IN | Bottega scuola | under_way
Cooperativa sociale Passo Lento | LEADS | Tirocini di cura del verde | under_way
Comune di Pietrafonda | FUNDS | Tirocini di cura del verde | done
Tessitura Bonfante srl | LEADS | Inserimenti protetti in tessitura | planned
Cooperativa sociale Il Melograno | PARTICIPATES_IN | Inserimenti protetti in tessitura | planned
Camera del lavoro di Montelargo | PARTICIPATES_IN | Inserimenti protetti in tessitura | proposed
Comune di Valserena | PROMOTES | Sportello di orientamento per giovani NEET | planned
Forum dei giovani di Valserena | PARTICIPATES_IN | Sportello di orientamento per giovani NEET | proposed
Camera del lavoro di Montelargo | PARTICIPATES_IN | Sportello di orientamento per giovani NEET | planned
Impresa sociale Terzo Tempo | LEADS | Officina del riuso | under_way
ODV Mani Tese sul Fiume | PARTICIPATES_IN | Officina del riuso | under_way
Unione dei comuni dell’Alta Lomba | PROMOTES | Clausole sociali negli appalti | planned
Consorzio Terre Basse | PARTICIPATES_IN | Clausole sociali negli appalti | proposed
Gruppo di acquisto Le Radici | LEADS | Mensa a filiera corta | under_way
Istituto comprensivo Lomba Est | PARTICIPATES_IN | Mensa a filiera corta | under_way
Cooperativa di comunità Pietrafonda | PARTICIPATES_IN | Mensa a filiera corta | done
Consorzio Terre Basse | LEADS | Catalogo dei fornitori sociali | planned
Banca Popolare della Lomba | LEADS | Microcredito di vallata | under_way
Fondazione Cassa di Montelargo | FUNDS | Microcredito di vallata | done
Fondazione Cassa di Montelargo | PROMOTES | Bando Semi d’impresa | done
Cooperativa Filanda Nuova | PARTICIPATES_IN | Bando Semi d’impresa | done
Officine Digitali Lomba srl | PARTICIPATES_IN | Bando Semi d’impresa | done
Banca Popolare della Lomba | PROMOTES | Garanzia per cooperative giovanili | proposed
Fondazione di comunità Valserena | FUNDS | Garanzia per cooperative giovanili | denied
Associazione Porte Aperte | LEADS | Corsi serali di italiano | under_way
Istituto comprensivo Lomba Est | PARTICIPATES_IN | Corsi serali di italiano | under_way
Università degli studi di Montelargo | LEADS | Biblioteca dei mestieri | planned
Cooperativa Filanda Nuova | PARTICIPATES_IN | Biblioteca dei mestieri | planned
ODV Nonni in Rete | LEADS | Nonni in cattedra | under_way
Istituto superiore Ada Ferrigni | PARTICIPATES_IN | Nonni in cattedra | under_way
Associazione Genitori in Cerchio | PARTICIPATES_IN | Nonni in cattedra | proposed
Università degli studi di Montelargo | PROMOTES | Summer school sull’economia sociale | done
Unione dei comuni dell’Alta Lomba | LEADS | Banda larga ai borghi alti | planned
Officine Digitali Lomba srl | LEADS | Facilitatori digitali in piazza | under_way
ODV Nonni in Rete | PARTICIPATES_IN | Facilitatori digitali in piazza | under_way
APS Radio Ballatoio | LEADS | Radio di quartiere | under_way
Forum dei giovani di Valserena | PARTICIPATES_IN | Radio di quartiere | under_way
APS La Lanterna | PARTICIPATES_IN | Radio di quartiere | proposed
Officine Digitali Lomba srl | PARTICIPATES_IN | Piattaforma dei servizi di vallata | proposed
Unione dei comuni dell’Alta Lomba | PROMOTES | Piattaforma dei servizi di vallata | planned
Fondazione Cassa di Montelargo | PROVIDES | 120.000 euro | planned
120.000 euro | USED_IN | Fondo affitti calmierati | planned
Comune di Pietrafonda | PROVIDES | 45.000 euro | done
45.000 euro | USED_IN | Tirocini di cura del verde | done
Comune di Valserena | PROVIDES | Ex filanda | planned
Ex filanda | USED_IN | Biblioteca dei mestieri | planned
Cooperativa sociale Orizzonti | PROVIDES | Due educatori a tempo pieno | under_way
Due educatori a tempo pieno | USED_IN | Bottega scuola | under_way
Mensa a filiera corta | NEEDS | Furgone refrigerato | done
Istituto superiore Ada Ferrigni | PROVIDES | Aule dell’istituto | under_way
Aule dell’istituto | USED_IN | Nonni in cattedra | under_way
Sportello di orientamento per giovani NEET | NEEDS | Dati sul mercato del lavoro | proposed
Clausole sociali negli appalti | NEEDS | Competenze di progettazione | done
Parrocchia di San Rocco | PROVIDES | Sala prove | done
Sala prove | USED_IN | Radio di quartiere | done
Tessitura Bonfante srl | PROVIDES | Telaio Jacquard | planned
Telaio Jacquard | USED_IN | Inserimenti protetti in tessitura | planned
Sportello di orientamento per giovani NEET | SERVES | giovani NEET | planned
Portierato di quartiere | SERVES | anziani soli | under_way
Sportello casa | SERVES | famiglie con minori | under_way
Corsi serali di italiano | SERVES | persone migranti | under_way
Bottega scuola | INVOLVES | studenti delle superiori | under_way
Nonni in cattedra | INVOLVES | studenti delle superiori | under_way
Garanzia per cooperative giovanili | SERVES | cooperative del territorio | proposed
Inserimenti protetti in tessitura | SERVES | persone con disabilità | planned
Banda larga ai borghi alti | SERVES | residenti dei borghi alti | planned
Facilitatori digitali in piazza | SERVES | anziani soli | under_way
Comune di Valserena | LEADS | Abitare e coesione | done
Comune di Valserena | PROMOTES | Piano per l’economia sociale di Valserena | done
Comune di Pietrafonda | SIGNED | Piano per l’economia sociale di Valserena | done
Azienda sanitaria delle Tre Valli | SIGNED | Piano per l’economia sociale di Valserena | denied
Fondazione di comunità Valserena | SIGNED | Piano per l’economia sociale di Valserena | done
Cooperativa sociale Il Melograno | MEMBER_OF | Consorzio Terre Basse | done
Cooperativa sociale Orizzonti | MEMBER_OF | Consorzio Terre Basse | done
Cooperativa Filanda Nuova | PARTNERS_WITH | Tessitura Bonfante srl | under_way
APS Controvento | PARTNERS_WITH | APS Radio Ballatoio | under_way
Comune di Valserena | LOCATED_IN | Valserena | done
Comune di Pietrafonda | LOCATED_IN | Pietrafonda | done
Università degli studi di Montelargo | LOCATED_IN | Montelargo | done
Banda larga ai borghi alti | LOCATED_IN | Borgo Lomba | planned
Irma Castaldelli | HAS_ROLE | Cooperativa sociale Il Melograno | done
Tullio Brandani | HAS_ROLE | ODV Nonni in Rete | done
Noemi Serventi | HAS_ROLE | APS Controvento | done
Dario Pellacani | HAS_ROLE | Fondazione Cassa di Montelargo | done
"""

PLAN = "Piano per l’economia sociale di Valserena"
DOCUMENTS = {
    "d1": "Piano per l’economia sociale di Valserena",
    "d2": "Verbale del Tavolo di vallata, 12 marzo 2026",
    "d3": "Accordo quadro Valserena – Pietrafonda",
    "d4": "Rassegna: «La valle che si prende cura»",
}


@dataclass
class Rows:
    """Rows of a graph, written sentence by sentence: each claim brings the passage that says it."""

    nodes: dict[Key, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    by_name: dict[str, Key] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)

    def document(self, id: str, title: str) -> None:
        self.nodes["Document", id] = Node("Document", id, {"name": title, "date": "2026-03-12"})
        self.read[id] = 0

    def entity(self, label: str, id: str, name: str, properties: Mapping[str, Property] | None = None) -> Key:
        key = (label, id)
        self.nodes[key] = Node(label, id, {"name": name, **(properties or {})})
        self.by_name[name] = key
        return key

    def passage(self, document: str, text: str) -> tuple[str, str]:
        """Adds a passage; gives its id and the span of its words in the document."""
        number = sum(key[0] == "Passage" and key[1].startswith(f"{document}:") for key in self.nodes) + 1
        start, id = self.read[document], f"{document}:{number}"
        page = 1 + number // 12
        said: dict[str, Property] = {"text": text, "start": start, "page": page, "document": document, "number": number}
        self.nodes["Passage", id] = Node("Passage", id, {"name": f"{document}, {number}", **said})
        self.read[document] = start + len(text) + 1
        return id, f"{start}-{start + len(text)}"

    def claim(self, document: str, triple: tuple[Key, str, Key], status: str, confidence: float = 0.9) -> None:
        source, claim, target = triple
        subject, object = (str(self.nodes[key].properties["name"]) for key in (source, target))
        no = "non " if status == "denied" else ""
        words = f"{subject} {no}{VERBS[claim]} {object}"
        passage, span = self.passage(document, f"{words}, come ricordato nell’incontro.")
        start = int(span.partition("-")[0])
        properties: dict[str, Property] = {
            "confidence": confidence,
            "evidence": [passage],
            "spans": [f"{start}-{start + len(words)}"],
            "first_read": "2026-03-14",
            "last_read": "2026-03-14",
        }
        if claim == "FUNDS":
            properties |= {"amount": 12500.0, "unit": "EUR", "since": "2026-03"}
        if claim == "HAS_ROLE":
            properties["role"] = "presidente"
        self.edges.append(Edge(relationship_type(claim, status), source, target, claim, status, properties))
        for key in (source, target):
            mention = Edge("MENTIONED_IN", key, ("Document", document))
            if mention not in self.edges[-400:]:
                self.edges.append(mention)

    def view(self) -> GraphView:
        return GraphView.of(self.nodes.values(), self.edges)


def territory() -> Rows:
    """About 90 entities of an invented valley: rings, refusals, needs, areas where kinds of actors are missing."""
    rows = Rows()
    for id, title in DOCUMENTS.items():
        rows.document(id, title)
    plan = rows.entity("Plan", "p1", PLAN, {"kind": "plan"})
    for id, name in AREAS.items():
        rows.entity("Area", id, name, {"level": "area", "code": id[1:]})
        rows.claim("d1", (("Area", id), "PART_OF", plan), "done")
    _actors(rows)
    _actions(rows)
    documents = list(DOCUMENTS)
    for number, (subject, claim, object, status) in enumerate(_table(TIES)):
        document = documents[number % len(documents)]
        confidence = (0.95, 0.8, 0.6, 0.42)[number % 4]
        rows.claim(document, (rows.by_name[subject], claim, rows.by_name[object]), status, confidence)
    return rows


def _actors(rows: Rows) -> None:
    for number, (name, kind, led_by) in enumerate(_table(ORGANISATIONS), 1):
        properties: dict[str, Property] = {"kind": kind, "aliases": [name.split()[-1]]}
        if led_by:
            passage, span = rows.passage("d4", f"{name} ha un direttivo di cui si è molto parlato.")
            properties |= {"led_by": led_by, "evidence": [passage], "spans": [span], "evidence_of": ["led_by"]}
        rows.entity("Organisation", f"o{number}", name, properties)
    for number, name in enumerate(PEOPLE, 1):
        rows.entity("Person", f"x{number}", name)
    for number, name in enumerate(PLACES, 1):
        rows.entity("Place", f"l{number}", name, {"kind": "municipality"})


def _actions(rows: Rows) -> None:
    for number, (name, kind, areas) in enumerate(_table(ACTIONS), 1):
        key = rows.entity("Action", f"x{number}", name, {"kind": kind, "until": "2027-06"})
        for area in areas.split():
            rows.claim("d1", (key, "ADDRESSES", ("Area", area)), "done")
    for number, (name, kind, amount) in enumerate(_table(RESOURCES), 1):
        money: dict[str, Property] = {"amount": float(amount), "unit": "EUR"} if kind == "money" else {}
        rows.entity("Resource", f"r{number}", name, {"kind": kind, **money})
    for number, (name, category) in enumerate(_table(GROUPS), 1):
        rows.entity("Group", f"g{number}", name, {"category": category, "of": "people"})


def _table(text: str) -> Iterator[list[str]]:
    for line in text.strip().splitlines():
        yield [cell.strip() for cell in line.split("|")]


def large(nodes: int, edges: int, seed: int = 7) -> Rows:
    """A graph of this size with the shape of a real one: actions in areas, a few large organisations, many small."""
    chance = random.Random(seed)
    rows = Rows()
    rows.document("d1", "Rapporto annuale del territorio")
    areas = [rows.entity("Area", f"a{n}", f"Area tematica {n}", {"level": "area"}) for n in range(1, 9)]
    kinds = ("aps", "odv", "social_cooperative", "cooperative", "company", "public_body", "school", "foundation")
    ways = ("LEADS", "PARTICIPATES_IN", "PARTICIPATES_IN", "PROMOTES", "FUNDS")
    statuses = ("done", "under_way", "under_way", "planned", "proposed", "denied")
    count = nodes - len(areas)
    actions = [rows.entity("Action", f"x{n}", f"Azione di prova numero {n}") for n in range(1, count // 3 + 1)]
    actors = [
        rows.entity("Organisation", f"o{n}", f"Organizzazione inventata {n}", _large_actor(chance, kinds))
        for n in range(1, count - len(actions) + 1)
    ]
    home = {action: chance.choice(areas) for action in actions}
    made = [_large_edge(rows, action, "ADDRESSES", area, "done") for action, area in home.items()]
    seen = set()
    while len(made) < edges:
        actor = actors[int(len(actors) * chance.random() ** 2)]
        near = [a for a in chance.sample(actions, 12) if home[a] == areas[hash_of(actor) % len(areas)]] or actions
        tie = (actor, chance.choice(ways), chance.choice(near), chance.choice(statuses))
        if tie not in seen:
            seen.add(tie)
            made.append(_large_edge(rows, *tie))
    rows.edges = made
    return rows


def hash_of(key: Key) -> int:
    """A number that a key always has, unlike `hash`."""
    return int(key[1][1:])


def _large_actor(chance: random.Random, kinds: tuple[str, ...]) -> dict[str, Property]:
    led_by = chance.choice(("young", "senior", "mixed", "", "", ""))
    return {"kind": chance.choice(kinds), **({"led_by": led_by} if led_by else {})}


def _large_edge(rows: Rows, source: Key, claim: str, target: Key, status: str) -> Edge:
    number = len(rows.nodes)
    text = f"La fonte dice, alla riga {number}, che {source[1]} {VERBS[claim]} {target[1]} nel corso dell’anno."
    said: dict[str, Property] = {"text": text, "start": 0, "document": "d1", "number": number, "page": 1 + number // 40}
    rows.nodes["Passage", f"d1:{number}"] = Node("Passage", f"d1:{number}", {"name": f"riga {number}", **said})
    properties: dict[str, Property] = {
        "confidence": 0.4 + (number % 6) / 10,
        "evidence": [f"d1:{number}"],
        "spans": [f"0-{len(text)}"],
    }
    return Edge(relationship_type(claim, status), source, target, claim, status, properties)
