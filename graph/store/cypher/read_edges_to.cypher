// The relationships that reach some nodes of a label.
UNWIND $rows AS row
MATCH (t:<label> {id: row.id})<-[r]-(s)
RETURN type(r) AS type, s.id AS source, labels(s)[0] AS label, t.id AS target, r.claim AS claim, r.status AS status
