// Creates edges that are not claims or replaces all their properties; one a type between two nodes.
UNWIND $rows AS row
MATCH (s:<source> {id: row.source})
MATCH (t:<target> {id: row.target})
MERGE (s)-[r:<type>]->(t)
SET r = row.properties
RETURN count(*) AS written
