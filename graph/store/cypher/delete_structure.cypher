// Removes edges that are not claims, where they are.
UNWIND $rows AS row
MATCH (s:<source> {id: row.source})-[r:<type>]->(t:<target> {id: row.target})
DELETE r
