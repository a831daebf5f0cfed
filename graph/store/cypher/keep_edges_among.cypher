// Removes the relationships that leave some nodes of a label, but for those that are kept and claims on other nodes.
UNWIND $rows AS row
UNWIND row.ids AS id
MATCH (s:<label> {id: id})-[r]->(t)
WHERE (r.claim IS NULL OR row.among[t.id] IS NOT NULL)
  AND row.kept[type(r) + ' ' + coalesce(r.claim, '') + ' ' + coalesce(r.status, '') + ' ' + labels(s)[0] + ' ' + s.id + ' ' + labels(t)[0] + ' ' + t.id] IS NULL
DELETE r
