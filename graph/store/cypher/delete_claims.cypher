// Removes edges of claims, where they are.
UNWIND $rows AS row
MATCH (s:<source> {id: row.source})-[r:<type> {claim: row.claim, status: row.status}]->(t:<target> {id: row.target})
DELETE r
