"""Mentions, claims and statuses learnt together on one encoder: `python -m ingest.language.training.joint --help`."""
