// The relationships that leave some nodes of a label.
UNWIND $rows AS row
MATCH (s:<label> {id: row.id})-[r]->(t)
RETURN type(r) AS type, s.id AS source, labels(t)[0] AS label, t.id AS target, r.claim AS claim, r.status AS status
