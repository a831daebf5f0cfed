"""The language pipeline: a source's text → its passages, mentions and claims."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import SettingsInvalid
from graph.extraction import Claim, Document, Evidence, Extraction, Mention, Passage
from ingest.language.choice import Choice
from ingest.language.draft import KEY, Draft, DraftClaim, Reading
from ingest.language.lexicon import Lexicon, load_lexicon
from ingest.language.recogniser import load_recogniser
from ingest.read.text import SourceText

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from ingest.language.encoder import Encoder, Weights

COMPONENTS = (
    "sentences",
    "genre",
    "dateline",
    "rows",
    "mentions",
    "present",
    "ties",
    "properties",
    "bodies",
    "areas",
    "topics",
    "row_claims",
    "claims",
    "needs",
    "withdrawals",
    "supplied",
    "tree",
    "confidence",
    "details",
)
"""The components, in order."""

_BESIDE_THE_MODEL = frozenset(
    {"rows", "present", "ties", "bodies", "areas", "topics", "row_claims", "needs", "withdrawals", "tree"}
)

MODULES = (
    "sentences", "genre", "dateline", "rows", "mentions", "present", "ties", "properties", "bodies", "areas",
    "topics",    "row_claims",    "claims", "needs", "withdrawals", "supplied", "tree", "confidence",
)  # fmt: skip
"""The modules that register the components when they are imported; spaCy comes with them."""


MODEL = Path(str(files("ingest.language") / "model"))
"""The folder of the bundled model."""


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

    def __init__(
        self,
        lexicon: Lexicon,
        encoder: "Encoder",
        choice: Choice = Choice(),  # noqa: B008 - frozen
        components: Sequence[str] = COMPONENTS,
    ) -> None:
        self.encoder = encoder
        self._choice = choice
        self._recogniser = load_recogniser(choice.names) if choice.names else None
        self._lexicon = lexicon
        self._nlp = _pipeline(components)

    def __reduce__(self) -> tuple[Any, tuple[Choice]]:
        return load, (self._choice,)

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
        return Extractor(self._lexicon, encoder, self._choice)

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
            recogniser=self._recogniser,
        )
        return doc


def load(choice: Choice = Choice()) -> Extractor:  # noqa: B008 - frozen
    """The extractor with the word lists of the package and the model chosen. Raises `SettingsInvalid`."""
    encoder = bundled_encoder()
    if choice.confidence is not None:
        settings = replace(encoder.settings, confidence=load_confidence(choice.confidence))
        encoder = replace(encoder, settings=settings)
    return Extractor(load_lexicon(), encoder, choice)


def _pipeline(components: Sequence[str]) -> "Language":
    import spacy

    for module in MODULES:
        import_module(f"ingest.language.{module}")
    nlp = spacy.blank("it")
    for name in components:
        nlp.add_pipe(f"intreccio_{name}")
    return nlp


def model_alone() -> Extractor:
    """The bundled model without what reads layouts and names: for comparison."""
    return Extractor(
        load_lexicon(), bundled_encoder(), components=[c for c in COMPONENTS if c not in _BESIDE_THE_MODEL]
    )


def bundled_encoder() -> "Encoder":
    """The model of the package."""
    from ingest.language.encoder import Encoder

    return Encoder.load(MODEL)


def load_confidence(path: Path) -> "Weights":
    """What the reviewed documents of a workspace taught. Raises `SettingsInvalid`."""
    from ingest.language.encoder import Weights

    try:
        return Weights(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise SettingsInvalid("the weights cannot be read.", where=str(path), hint="Remove the file.") from error


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
