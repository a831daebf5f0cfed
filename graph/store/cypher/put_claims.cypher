// Creates the edges of claims or replaces all their properties; one a claim and status between two nodes.
UNWIND $rows AS row
MATCH (s:<source> {id: row.source})
MATCH (t:<target> {id: row.target})
MERGE (s)-[r:<type> {claim: row.claim, status: row.status}]->(t)
SET r = row.properties
RETURN count(*) AS written
