"""The trained encoder: text → mentions with probabilities, properties, scored claims, groups of the same thing."""

from ingest.language.encoder.reader import Encoder, Found, Scored, Settings, Weights
from ingest.language.encoder.spans import TYPES, Span

__all__ = ["TYPES", "Encoder", "Found", "Scored", "Settings", "Span", "Weights"]
