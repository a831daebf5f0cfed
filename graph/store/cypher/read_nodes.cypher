// A page of the nodes of a label, by id.
MATCH (n:<label>)
WHERE n.id > $after
WITH n ORDER BY n.id LIMIT $size
RETURN n.id AS id, properties(n) AS properties
ORDER BY id
