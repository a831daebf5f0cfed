// ---
// name = "generational-never-meet"
// title = { it = "Generazioni che non si incontrano", en = "Generations that never meet" }
// parameters = [
//   { name = "subjects", type = "list", default = [], description = { it = "id di ciò che si guarda; vuoto: tutto", en = "ids of what to look at; empty: all" } },
// ]
// [description]
// it = "Aree in cui sono attivi giovani e anziani, ma nessuna coppia di organizzazioni lavora insieme; e chi lavora con entrambi."
// en = "Areas in which young-led and senior-led organisations are active, no two of which work together; and who works with both."
// ---
MATCH (subject:Area)<-[:PART_OF*0..9]-(:Area)<-[:ADDRESSES*0..1]-(whole)<-[:PART_OF*0..9]-(part)
WHERE (size($subjects) = 0 OR subject.id IN $subjects) AND labels(part) = labels(whole)
MATCH (part)<-[:LEADS|PROMOTES|PARTICIPATES_IN]-(actor:Organisation)
WHERE actor.led_by IN ['young', 'senior']
WITH DISTINCT subject, actor
OPTIONAL MATCH (actor)-[tie:PARTNERS_WITH|MEMBER_OF|FUNDS]-(partner:Organisation)
WHERE tie.status IN ['done', 'under_way', 'planned'] AND partner.id <> actor.id
WITH subject, actor, collect(DISTINCT partner.id) AS partners
OPTIONAL MATCH (actor)-[ours:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]->(thing),
               (thing)<-[theirs:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]-(fellow:Organisation)
WHERE ours.status IN ['done', 'under_way', 'planned'] AND theirs.status IN ['done', 'under_way', 'planned']
  AND fellow.id <> actor.id AND (thing:Action OR (thing:Plan AND type(ours) = 'SIGNED' AND type(theirs) = 'SIGNED'))
  AND COUNT { (thing)<-[:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]-(:Organisation) } <= 40
WITH subject, actor, partners, collect(DISTINCT fellow.id) AS fellows
WITH subject, actor, partners + fellows AS near
WITH subject, collect(CASE WHEN actor.led_by = 'young' THEN actor.id END) AS young,
     collect(CASE WHEN actor.led_by = 'senior' THEN actor.id END) AS old,
     collect(CASE WHEN actor.led_by = 'young' THEN near END) AS around_young,
     collect(CASE WHEN actor.led_by = 'senior' THEN near END) AS around_old
WHERE size(young) > 0 AND size(old) > 0 AND none(near IN around_young WHERE any(id IN near WHERE id IN old))
OPTIONAL MATCH (candidate:Organisation)
WHERE any(near IN around_young WHERE candidate.id IN near) AND any(near IN around_old WHERE candidate.id IN near)
RETURN subject.id AS subject, subject.name AS name, candidate.id AS candidate, candidate.name AS who
ORDER BY subject, candidate
