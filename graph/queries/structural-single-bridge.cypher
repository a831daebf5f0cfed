// ---
// name = "structural-single-bridge"
// title = { it = "Chi tiene da solo gli altri alla rete", en = "Who alone holds others to the network" }
// parameters = [
//   { name = "subjects", type = "list", default = [], description = { it = "id di ciò che si guarda; vuoto: tutto", en = "ids of what to look at; empty: all" } },
//   { name = "hanging", type = "list", default = [], description = { it = "id di chi è appeso (come li trova gaps); vuoto: chi ha un solo partner", en = "ids of those that hang (as gaps finds them); empty: who has a single partner" } },
// ]
// [description]
// it = "Organizzazioni senza le quali altre non hanno alcun legame; e chi del resto ha con queste un'area, un luogo o un gruppo in comune."
// en = "Organisations without which others have no tie at all; and who of the rest shares an area, place or group with these. How many would hang by chance is drawn outside of Cypher."
// ---
MATCH (one:Organisation)
WHERE size($hanging) = 0 OR one.id IN $hanging
OPTIONAL MATCH (one)-[tie:PARTNERS_WITH|MEMBER_OF|FUNDS]-(partner:Organisation)
WHERE tie.status IN ['done', 'under_way', 'planned'] AND partner.id <> one.id
WITH one, collect(DISTINCT partner.id) AS partners
OPTIONAL MATCH (one)-[ours:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]->(thing),
               (thing)<-[theirs:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]-(fellow:Organisation)
WHERE ours.status IN ['done', 'under_way', 'planned'] AND theirs.status IN ['done', 'under_way', 'planned']
  AND fellow.id <> one.id AND (thing:Action OR (thing:Plan AND type(ours) = 'SIGNED' AND type(theirs) = 'SIGNED'))
  AND COUNT { (thing)<-[:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]-(:Organisation) } <= 40
WITH one, partners, collect(DISTINCT fellow.id) AS fellows
WITH one, partners + fellows AS near
WITH collect({one: one.id, near: [id IN near WHERE NOT id IN $hanging]}) AS network
MATCH (subject:Organisation)
WHERE size($subjects) = 0 OR subject.id IN $subjects
WITH subject, [entry IN network WHERE size(entry.near) > 0 AND all(id IN entry.near WHERE id = subject.id) | entry.one] AS held,
     [entry IN network WHERE size(entry.near) > 0 | entry.one] AS tied
WHERE size(held) > 0 AND (size($hanging) = 0 OR size(held) = size(tied))
WITH subject, CASE WHEN size($hanging) = 0 THEN held ELSE $hanging END AS held
OPTIONAL MATCH (one:Organisation)-[:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS*0..1]->(here)-[says]-(mark)
WHERE one.id IN held AND (here = one OR here:Action) AND type(says) <> 'DENIED' AND (mark:Area OR mark:Place OR mark:Group)
WITH subject, held, collect(DISTINCT mark.id) AS marks
OPTIONAL MATCH (candidate:Organisation)-[:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS*0..1]->(there)-[says]-(mark)
WHERE mark.id IN marks AND (mark:Area OR mark:Place OR mark:Group) AND (there = candidate OR there:Action)
  AND type(says) <> 'DENIED' AND candidate.id <> subject.id AND NOT candidate.id IN held
RETURN DISTINCT subject.id AS subject, subject.name AS name, candidate.id AS candidate, candidate.name AS who, held
ORDER BY subject, candidate
