// Who needs what, and who gives something of that kind. Meaning, place, time and amount are compared outside of Cypher.
MATCH (subject)-[:NEEDS]->(thing:Resource)
WHERE size($subjects) = 0 OR (subject.id IN $subjects AND thing.id IN $subjects)
OPTIONAL MATCH (provider)-[offer:PROVIDES]->(offered:Resource)
WHERE (offered.kind = thing.kind OR offered.id = thing.id OR coalesce(offered.kind, 'other') = 'other'
       OR coalesce(thing.kind, 'other') = 'other'
       OR (offered.kind IN ['people', 'skills'] AND thing.kind IN ['people', 'skills']))
  AND provider.id <> subject.id
RETURN DISTINCT subject.id AS subject, thing.id AS thing, provider.id AS candidate, offered.name AS offered,
       offer.status AS status
ORDER BY subject, thing, candidate, offered, status
