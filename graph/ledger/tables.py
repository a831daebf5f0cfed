"""Tables of the ledger. Nothing here that PostgreSQL could not do.

What was read is append-only: `readings` says which content a source had when, `extractions` what one version of the
language part found in a content. So is what people decided: `decisions`; and `follow_ups`, beside their code.
`matches` is what a matcher found in its last run. The rest is derived and can be made again: `extractions.live`,
`retired_by`, `claims.decision`, `entity_references`, `resolutions`, `anchored`, `decided_claims`, `doubts`.
"""

from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)

REVISION: Final = "0005"
"""The newest migration; a ledger that stands there needs no look at the migrations."""

metadata = MetaData()

documents = Table(
    "documents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("media_type", String(120), nullable=False),
    Column("original", String(80), nullable=False),  # path below the workspace's originals/
    Column("added_at", String(32), nullable=False),
)

readings = Table(
    "readings",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("source", Text, nullable=False),
    Column("document", String(32), ForeignKey("documents.id")),  # null: the source was withdrawn
    Column("at", String(32), nullable=False),
    Index("ix_readings_source", "source", "id"),
    Index("ix_readings_document", "document"),
)

extractions = Table(
    "extractions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("document", String(32), ForeignKey("documents.id"), nullable=False),
    Column("version", String(80), nullable=False),  # of what read it
    Column("at", String(32), nullable=False),
    Column("live", Boolean, nullable=False),  # the newest of a document that some source has now, or its base
    Column("base", Integer),  # of a later snapshot of a register: the extraction whose unchanged rows are its own too
    Column("title", Text),
    Column("date", String(10)),
    Column("language", String(12)),
    Column("kind", String(20)),
    Column("territory", Text),
    Column("text", Text, nullable=False),  # empty for a register: its rows are its passages
    Index("ix_extractions_document", "document"),
)


def _rows(name: str, number: str, *rest: Column[Any] | Index) -> Table:
    """A table of what extractions found: rows are told by their extraction and a number in it."""
    extraction = Column("extraction", Integer, ForeignKey("extractions.id"), primary_key=True)
    return Table(name, metadata, extraction, Column(number, Integer, primary_key=True, autoincrement=False), *rest)


def _retired(name: str) -> tuple[Column[Any], Index]:
    """Which later extraction of the register has this row otherwise, or not at all; null while it holds."""
    some = text("retired_by IS NOT NULL")
    index = Index(f"ix_{name}_retired", "extraction", "retired_by", sqlite_where=some, postgresql_where=some)
    return Column("retired_by", Integer), index


passages = _rows(
    "passages",
    "number",
    Column("kind", String(10), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("page", Integer),
    Column("heading", Text),
    Column("table_number", Integer),
    Column("row_number", Integer),
    Column("headers", JSON),
)

mentions = _rows(
    "mentions",
    "number",
    Column("type", String(20), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("passage", Integer, nullable=False),
    Column("reference", Integer, nullable=False),  # number of the first mention of the same thing in the document
    Column("properties", JSON, nullable=False),
    Column("identity_keys", JSON, nullable=False),  # codice fiscale, ISTAT code … by name
    Index("ix_mentions_reference", "extraction", "reference"),
    Index("ix_mentions_passage", "extraction", "passage"),
    *_retired("mentions"),
)

claims = _rows(
    "claims",
    "number",
    Column("subject", Integer, nullable=False),  # mentions.reference of the subject
    Column("type", String(20), nullable=False),
    Column("object", Integer, nullable=False),
    Column("status", String(10), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("evidence", JSON, nullable=False),  # [[passage, start, end], …]
    Column("properties", JSON, nullable=False),
    Column("via", Integer),  # a reference, as subject and object
    Column("attributed_to", Integer),
    Column("subject_mention", Integer, nullable=False),
    Column("object_mention", Integer, nullable=False),
    Column("decision", Integer),  # of a person, which holds instead of what was read
    Index("ix_claims_subject", "extraction", "subject"),
    Index("ix_claims_object", "extraction", "object"),
    *_retired("claims"),
)

records = _rows(
    "records",
    "passage",
    Column("register", Text, nullable=False),
    Column("key", Text),
    Column("subject", Integer),  # reference of the mention the row is about
    Column("cells", JSON, nullable=False),  # column → cell, verbatim
    Column("digest", BigInteger),  # of the row as it stood in the file; null: it is in no snapshot any more
    Column("identity", BigInteger),  # hash of what makes it the same row in the next snapshot
    Index("ix_records_subject", "extraction", "subject"),
    Index("ix_records_key", "register", "key"),
    *_retired("records"),
)

issues = _rows("issues", "number", Column("where", Text, nullable=False), Column("message", Text, nullable=False))

rejected_rows = _rows(
    "rejected_rows",
    "number",
    Column("row_number", Integer, nullable=False),
    Column("cells", JSON, nullable=False),
    Column("reason", Text, nullable=False),
)

imports = Table(
    "imports",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("source", Text, nullable=False),
    Column("path", Text, nullable=False),  # where the bytes are
    Column("state", String(10), nullable=False),  # waiting, reading, read, unchanged, failed
    Column("queued_at", String(32), nullable=False),
    Column("finished_at", String(32)),
    Column("document", String(32)),
    Column("error_code", String(40)),
    Column("message", Text),
    Index("ix_imports_state", "state", "id"),
)

entities = Table(
    "entities",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("label", String(20), nullable=False),
    Column("first_extraction", Integer, nullable=False),
)

redirects = Table(
    "redirects", metadata, Column("id", String(40), primary_key=True), Column("target", String(40), nullable=False)
)

entity_references = _rows(
    "entity_references",
    "reference",
    Column("label", String(20), nullable=False),
    Column("hard_key", Text),  # things that share it are one
    Column("soft_key", Text),  # things that share it are one unless something tells them apart
    Column("kind", String(20)),  # of an organisation: what tells namesakes apart; of an action: that a plan sets it out
    Column("place", Text),  # the municipality of its seat, comparable
    Column("settled", Boolean, nullable=False),  # false: something it depends on has changed since the last resolution
    Index("ix_references_hard", "hard_key"),
    Index("ix_references_soft", "soft_key"),
    Index("ix_references_settled", "settled"),
)

resolutions = _rows(
    "resolutions",
    "reference",
    Column("entity", String(40), nullable=False),
    Column("own", String(40), nullable=False),  # what it was first given, and gets back when it is split off
    Column("reason", Text, nullable=False),
    Index("ix_resolutions_entity", "entity"),
)

changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("entity", String(40)),
    Column("document", String(32)),
    # of an entity: what it was stays, things were read or withdrawn with it; of a document: rows of it were withdrawn
    Column("in_part", Boolean, nullable=False),
)

positions = Table(
    "positions",
    metadata,
    Column("name", Text, primary_key=True),  # "resolved", or "graph " and the address of a store
    Column("value", Integer, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("who", Text, nullable=False),
    Column("verdict", String(10), nullable=False),  # same, different, unsure; accept, reject, correct; undo
    Column("subject", JSON),  # an anchor: where the words stand, whatever ids a later reading gives
    Column("object", JSON),
    Column("claim", JSON),  # of a claim between the two: type, status, words, what is right instead
    Column("undoes", Integer, ForeignKey("decisions.id")),
    Column("note", Text),
)

anchored = Table(
    "anchored",
    metadata,
    Column("decision", Integer, ForeignKey("decisions.id"), primary_key=True),
    Column("side", Integer, primary_key=True, autoincrement=False),  # 0 subject, 1 object
    Column("extraction", Integer, nullable=False),
    Column("reference", Integer, nullable=False),
    Index("ix_anchored_reference", "extraction", "reference"),
)

decided_claims = Table(
    "decided_claims",
    metadata,
    Column("decision", Integer, ForeignKey("decisions.id"), primary_key=True),
    Column("extraction", Integer, nullable=False),
    Column("subject", Integer, nullable=False),
    Column("type", String(20), nullable=False),
    Column("object", Integer, nullable=False),
    Column("status", String(10), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("properties", JSON, nullable=False),
    Column("via", Integer),
    Column("attributed_to", Integer),
    Index("ix_decided_subject", "extraction", "subject"),
    Index("ix_decided_object", "extraction", "object"),
)


def _pair() -> tuple[Column[Any], ...]:
    names = ("left_extraction", "left_reference", "right_extraction", "right_reference")
    return tuple(Column(name, Integer, primary_key=True, autoincrement=False) for name in names)


matches = Table(
    "matches",
    metadata,
    *_pair(),
    Column("probability", Float, nullable=False),
    Column("weight", Float, nullable=False),  # bits
    Column("features", JSON, nullable=False),  # [[name, level, bits], …]
    Column("version", String(80), nullable=False),  # of the matcher
    Index("ix_matches_right", "right_extraction", "right_reference"),
)

doubts = Table(
    "doubts",
    metadata,
    *_pair(),
    Column("kind", String(10), nullable=False),  # name, different, keys: what keeps the two apart
    Column("decision", Integer),
    Column("reason", Text, nullable=False),
    Index("ix_doubts_right", "right_extraction", "right_reference"),
)
