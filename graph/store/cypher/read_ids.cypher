// The ids of nodes that the engine names by its own numbers.
MATCH (n)
WHERE elementId(n) IN $elements
RETURN elementId(n) AS element, n.id AS id
