"""Gaps: one module a family of cards, and what they share."""
