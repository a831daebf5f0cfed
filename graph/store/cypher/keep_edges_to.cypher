// Removes the relationships that reach some nodes of a label, but for those that are kept.
UNWIND $rows AS row
UNWIND row.ids AS id
MATCH (t:<label> {id: id})<-[r]-(s)
WHERE row.kept[type(r) + ' ' + coalesce(r.claim, '') + ' ' + coalesce(r.status, '') + ' ' + labels(s)[0] + ' ' + s.id + ' ' + labels(t)[0] + ' ' + t.id] IS NULL
DELETE r
