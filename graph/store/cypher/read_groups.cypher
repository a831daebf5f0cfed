// Which types of relationships leave nodes of which labels.
MATCH (s)-[r]->()
RETURN DISTINCT type(r) AS type, labels(s)[0] AS label
ORDER BY type, label
