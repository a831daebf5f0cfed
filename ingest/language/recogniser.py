"""Names from another spaCy pipeline that the user has installed (it_core_news_lg, a transformer)."""

from collections.abc import Callable, Iterable

from graph.errors import SettingsInvalid
from ingest.language.encoder import TYPES, Span

Recogniser = Callable[[str], Iterable[Span]]
"""Names in a text."""

_TYPES = {
    "ORG": "Organisation", "PER": "Person", "PERSON": "Person", "LOC": "Place", "GPE": "Place", "FAC": "Place",
}  # fmt: skip


def load_recogniser(name: str) -> Recogniser:
    """The names of an installed pipeline. Raises `SettingsInvalid` where it is not installed or names nothing."""
    import spacy

    try:
        nlp = spacy.load(name)
    except (OSError, ImportError, ValueError) as error:
        raise SettingsInvalid(
            f"the spaCy pipeline «{name}» is not installed.",
            where="language.names",
            hint=f"Install it (python -m spacy download {name}), or leave the setting empty.",
        ) from error
    if not {"ner", "entity_ruler", "transformer_ner"} & set(nlp.pipe_names):
        raise SettingsInvalid(f"the spaCy pipeline «{name}» names nothing.", where="language.names")

    def names(text: str) -> Iterable[Span]:
        for entity in nlp(text).ents:
            if entity.label_ in _TYPES:
                yield Span(entity.start_char, entity.end_char, TYPES.index(_TYPES[entity.label_]), 1.0)

    return names
