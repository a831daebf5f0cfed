"""Folders of plain documents, and the cards that a careful reader writes of each."""
