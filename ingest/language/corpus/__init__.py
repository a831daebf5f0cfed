"""Annotated documents: how they are written and kept. The documents themselves stand in the folders beside."""
