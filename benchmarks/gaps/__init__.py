"""Planted gaps: territories made as files, and whether what was planted in them is found."""
