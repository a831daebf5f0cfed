// ---
// name = "requirement-stated-need"
// title = { it = "Chi ha bisogno di che cosa", en = "Who needs what" }
// parameters = [
//   { name = "subjects", type = "list", default = [], description = { it = "id di ciò che si guarda; vuoto: tutto", en = "ids of what to look at; empty: all" } },
// ]
// [description]
// it = "Chi ha bisogno di che cosa, e chi dà qualcosa di quel tipo. Significato, luogo, tempo e quantità non si confrontano qui."
// en = "Who needs what, and who gives something of that kind. Meaning, place, time and amount are compared outside of Cypher."
// ---
MATCH (subject)-[:NEEDS]->(thing:Resource)
WHERE size($subjects) = 0 OR (subject.id IN $subjects AND thing.id IN $subjects)
OPTIONAL MATCH (provider)-[offer:PROVIDES]->(offered:Resource)
WHERE (offered.kind = thing.kind OR offered.id = thing.id OR coalesce(offered.kind, 'other') = 'other'
       OR coalesce(thing.kind, 'other') = 'other'
       OR (offered.kind IN ['people', 'skills'] AND thing.kind IN ['people', 'skills']))
  AND provider.id <> subject.id
RETURN DISTINCT subject.id AS subject, subject.name AS name, thing.id AS thing, thing.name AS what, provider.id AS candidate,
       provider.name AS who, offered.name AS offered, offer.status AS status
ORDER BY subject, thing, candidate, offered, status
