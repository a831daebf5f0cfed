// The relationships of a type that leave a page of the nodes of a label, by the nodes' id.
MATCH (s:<source>)
WHERE s.id > $after AND EXISTS { (s)-[:<type>]->() }
WITH s ORDER BY s.id LIMIT $size
MATCH (s)-[r:<type>]->(t)
RETURN s.id AS source, labels(t)[0] AS label, t.id AS target, properties(r) AS properties
ORDER BY source
