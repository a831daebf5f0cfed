"""The language pipeline: a source's text → its passages, mentions and claims."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.extraction import Claim, Document, Evidence, Extraction, Mention, Passage
from ingest.language.draft import KEY, Draft, DraftClaim, Reading
from ingest.language.lexicon import Lexicon, load_lexicon
from ingest.read.text import SourceText

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from ingest.language.encoder import Encoder

COMPONENTS = (
    "sentences",
    "genre",
    "names",
    "long_spans",
    "tables",
    "lists",
    "model",
    "entities",
    "table_claims",
    "meetings",
    "claims",
    "structure",
    "model_claims",
    "confidence",
    "properties",
)
"""The components, in order: the shape that stays when a recogniser is replaced."""


MODULES = (
    "sentences",
    "genre",
    "recognise",
    "tables",
    "listed",
    "learned",
    "entities",
    "table_claims",
    "meetings",
    "claims",
    "structure",
    "confidence",
    "properties",
)
"""The modules that register the components when they are imported; spaCy comes with them."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document for `extract_many`."""

    source: SourceText
    source_name: str
    document_id: str
    kind: str | None = None
    date: str | None = None
    territory: str | None = None


class Extractor:
    """Reads documents. Built once; a copy sent to another process builds its own pipeline there."""

    def __init__(self, lexicon: Lexicon, encoder: "Encoder") -> None:
        self.encoder = encoder
        self._lexicon = lexicon
        self._nlp = _pipeline()

    def __reduce__(self) -> tuple[Any, tuple[()]]:
        return load, ()

    def extract(
        self,
        source: SourceText,
        *,
        source_name: str,
        document_id: str,
        kind: str | None = None,
        date: str | None = None,
        territory: str | None = None,
    ) -> Extraction:
        """Everything read from one source."""
        return next(iter(self.extract_many([Source(source, source_name, document_id, kind, date, territory)])))

    def extract_many(self, sources: Iterable[Source]) -> Iterator[Extraction]:
        """Extractions in the order of the sources."""
        for doc, source in self._nlp.pipe(((self._blank(s), s) for s in sources), as_tuples=True):
            yield extraction(doc.user_data[KEY], source)

    def read(self, source: Source) -> "Doc":
        """The document after all components, with its reading in `user_data`."""
        return self._nlp(self._blank(source))

    def with_encoder(self, encoder: "Encoder") -> "Extractor":
        return Extractor(self._lexicon, encoder)

    def _blank(self, source: Source) -> "Doc":
        from spacy.tokens import Doc

        doc = Doc(self._nlp.vocab)
        doc.user_data[KEY] = Reading(
            source.source,
            self._lexicon,
            self.encoder,
            source.kind,
            source.date or source.source.date,
            source.source.title,
            source.territory,
        )
        return doc


def load() -> Extractor:
    """The extractor with the word lists of the package."""
    return Extractor(load_lexicon(), _encoder())


def _pipeline() -> "Language":
    import spacy

    for module in MODULES:
        import_module(f"ingest.language.{module}")
    nlp = spacy.blank("it")
    for name in COMPONENTS:
        nlp.add_pipe(f"intreccio_{name}")
    return nlp


def _encoder() -> "Encoder":
    from ingest.language.encoder import Encoder

    return Encoder.load(Path(str(files("ingest.language") / "model")))


def extraction(reading: Reading, source: Source) -> Extraction:
    reading.settle()
    mentions = reading.mentions
    ids = {id(m): f"m{n}" for n, m in enumerate(mentions, start=1)}
    first = _first_of_entity(mentions)
    document = Document(
        id=source.document_id,
        source=source.source_name,
        text=reading.text,
        title=reading.title,
        date=reading.date,
        language="it" if reading.italian else None,
        kind=reading.genre,
        territory=source.territory,
        media_type=source.source.media_type,
    )
    return Extraction(
        document=document,
        passages=tuple(reading.passages),
        mentions=tuple(
            Mention(
                ids[id(m)],
                m.type,
                m.start,
                m.end,
                reading.words(m),
                reading.passages[m.passage].id,
                ids[id(first[id(m.entity)])],
                m.properties,
            )
            for m in mentions
        ),
        claims=tuple(_claims(reading, ids)),
        issues=(*source.source.issues, *reading.issues),
    )


def _first_of_entity(mentions: list[Draft]) -> dict[int, Draft]:
    first: dict[int, Draft] = {}
    for mention in mentions:
        first.setdefault(id(mention.entity), mention)
    return first


def _claims(reading: Reading, ids: dict[int, str]) -> Iterator[Claim]:
    kept = [c for c in reading.claims if id(c.subject) in ids and id(c.object) in ids]
    for number, claim in enumerate(kept, start=1):
        properties = {k: ids.get(id(v), "") if isinstance(v, Draft) else v for k, v in claim.properties.items()}
        yield Claim(
            id=f"c{number}",
            subject=ids[id(claim.subject)],
            type=claim.type,
            object=ids[id(claim.object)],
            status=claim.status,
            confidence=round(min(claim.confidence, reading.source.ceiling), 3),
            evidence=tuple(_evidence(claim, reading.passages)),
            properties={k: v for k, v in properties.items() if v != ""},
        )


def _evidence(claim: DraftClaim, passages: list[Passage]) -> Iterator[Evidence]:
    for number in claim.passages:
        passage = passages[number]
        yield Evidence(passage.id, passage.start, passage.end)
