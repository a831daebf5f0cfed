"""The graph in files for other tools: csv, GraphML, a Cypher script."""
