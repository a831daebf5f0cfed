// ---
// name = "roles-between-partners"
// title = { it = "Chi sta tra altri", en = "Who stands between others" }
// [description]
// it = "Per ogni organizzazione quanti partner ha e quante coppie di loro non lavorano insieme senza di lei; le proposte non contano."
// en = "For each organisation how many partners it has and how many pairs of them do not work together but by it; proposals do not count."
// ---
MATCH (one:Organisation)
OPTIONAL MATCH (one)-[tie:PARTNERS_WITH|MEMBER_OF|FUNDS]-(partner:Organisation)
WHERE tie.status IN ['done', 'under_way', 'planned'] AND partner.id <> one.id
WITH one, collect(DISTINCT partner.id) AS partners
OPTIONAL MATCH (one)-[ours:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]->(thing),
               (thing)<-[theirs:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]-(fellow:Organisation)
WHERE ours.status IN ['done', 'under_way', 'planned'] AND theirs.status IN ['done', 'under_way', 'planned']
  AND fellow.id <> one.id AND (thing:Action OR (thing:Plan AND type(ours) = 'SIGNED' AND type(theirs) = 'SIGNED'))
  AND COUNT { (thing)<-[:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]-(:Organisation) } <= 40
WITH one, partners, collect(DISTINCT fellow.id) AS fellows
WITH one, partners + [id IN fellows WHERE NOT id IN partners] AS near
WHERE size(near) > 1
WITH collect({id: one.id, name: one.name, near: near}) AS network
UNWIND network AS one
WITH one.id AS organisation, one.name AS name, size(one.near) AS partners,
     reduce(tied = 0, other IN network | tied + CASE WHEN other.id IN one.near
                                                     THEN size([id IN other.near WHERE id IN one.near]) ELSE 0 END) AS tied
WITH organisation, name, partners, (partners * (partners - 1) - tied) / 2 AS pairs_apart
WHERE pairs_apart > 0
RETURN organisation, name, partners, pairs_apart
ORDER BY pairs_apart DESC, organisation
