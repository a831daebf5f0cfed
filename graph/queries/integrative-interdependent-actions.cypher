// ---
// name = "integrative-interdependent-actions"
// title = { it = "Azioni che dipendono l'una dall'altra, senza legami", en = "Actions that depend on each other, unconnected" }
// parameters = [
//   { name = "subjects", type = "list", default = [], description = { it = "id di ciò che si guarda; vuoto: tutto", en = "ids of what to look at; empty: all" } },
// ]
// [description]
// it = "Coppie di azioni con area, luogo, gruppo o risorsa in comune i cui attori né coincidono, né lavorano insieme, né con lo stesso terzo; e gli attori."
// en = "Pairs of actions that share an area, place, group or resource, whose actors are neither the same nor work together nor with the same third; and the actors."
// ---
MATCH (middle)-[tie:USED_IN|NEEDS|SERVES|INVOLVES|LOCATED_IN|ADDRESSES|PART_OF|SUCCEEDS]-(action:Action)
WITH middle, type(tie) AS claim, collect(DISTINCT action) AS actions
WITH middle, claim, actions, claim IN ['PART_OF', 'SUCCEEDS'] AS stated
WHERE (stated AND middle:Action) OR (NOT stated AND size(actions) <= 40)
UNWIND actions AS subject
UNWIND CASE WHEN stated THEN [middle] ELSE actions END AS other
WITH subject, other, claim
WHERE subject.id < other.id AND (size($subjects) = 0 OR (subject.id IN $subjects AND other.id IN $subjects))
WITH subject, other, sum(CASE WHEN claim = 'ADDRESSES' THEN 0.4 WHEN claim IN ['SERVES', 'INVOLVES', 'LOCATED_IN'] THEN 0.5
                              ELSE 1.0 END) AS weight
OPTIONAL MATCH (subject)<-[ours:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]-(one:Organisation)
WITH subject, other, weight, collect(DISTINCT one.id) AS ones,
     collect(DISTINCT CASE WHEN ours.status IN ['done', 'under_way', 'planned'] THEN one.id END) AS near
OPTIONAL MATCH (other)<-[theirs:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]-(two:Organisation)
WITH subject, other, weight, ones, near, collect(DISTINCT two.id) AS twos,
     collect(DISTINCT CASE WHEN theirs.status IN ['done', 'under_way', 'planned'] THEN two.id END) AS far
WHERE (weight >= 1 OR (size(ones) > 0 AND size(twos) > 0)) AND none(id IN near WHERE id IN far)
OPTIONAL MATCH (actor:Organisation)-[tie:PARTNERS_WITH|MEMBER_OF|FUNDS]-(partner:Organisation)
WHERE (actor.id IN near OR actor.id IN far) AND tie.status IN ['done', 'under_way', 'planned']
WITH subject, other, ones, twos, near, far,
     collect(DISTINCT CASE WHEN actor.id IN near THEN partner.id END) AS partners,
     collect(DISTINCT CASE WHEN actor.id IN far THEN partner.id END) AS others
OPTIONAL MATCH (actor:Organisation)-[ours:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]->(thing),
               (thing)<-[theirs:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]-(fellow:Organisation)
WHERE (actor.id IN near OR actor.id IN far)
  AND ours.status IN ['done', 'under_way', 'planned'] AND theirs.status IN ['done', 'under_way', 'planned']
  AND (thing:Action OR (thing:Plan AND type(ours) = 'SIGNED' AND type(theirs) = 'SIGNED'))
  AND COUNT { (thing)<-[:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]-(:Organisation) } <= 40
WITH subject, other, ones + twos AS actors, near + partners AS near, far + others AS far,
     collect(DISTINCT CASE WHEN actor.id IN near THEN fellow.id END) AS fellows,
     collect(DISTINCT CASE WHEN actor.id IN far THEN fellow.id END) AS others
WITH subject, other, actors, near + fellows AS near, far + others AS far
WHERE none(id IN near WHERE id IN far)
OPTIONAL MATCH (candidate:Organisation)
WHERE candidate.id IN actors
RETURN subject.id AS subject, subject.name AS name, other.id AS other, other.name AS other_name, candidate.id AS candidate,
       candidate.name AS who
ORDER BY subject, other, candidate
