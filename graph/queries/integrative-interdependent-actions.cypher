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
MATCH (action:Action)
WHERE size($subjects) = 0 OR action.id IN $subjects
OPTIONAL MATCH (action)<-[act:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]-(actor:Organisation)
WITH action, collect(DISTINCT actor.id) AS actors,
     collect(DISTINCT CASE WHEN act.status IN ['done', 'under_way', 'planned'] THEN actor.id END) AS near
OPTIONAL MATCH (action)<-[act:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]-(actor:Organisation),
               (actor)-[tie:PARTNERS_WITH|MEMBER_OF|FUNDS]-(partner:Organisation)
WHERE act.status IN ['done', 'under_way', 'planned'] AND tie.status IN ['done', 'under_way', 'planned']
WITH action, actors, near, collect(DISTINCT partner.id) AS partners
OPTIONAL MATCH (action)<-[act:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]-(actor:Organisation),
               (actor)-[ours:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]->(thing)
WHERE act.status IN ['done', 'under_way', 'planned'] AND ours.status IN ['done', 'under_way', 'planned']
  AND (thing:Action OR (thing:Plan AND type(ours) = 'SIGNED'))
WITH DISTINCT action, actors, near + partners AS near, thing
OPTIONAL MATCH (thing)<-[theirs:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]-(fellow:Organisation)
WHERE theirs.status IN ['done', 'under_way', 'planned'] AND (thing:Action OR type(theirs) = 'SIGNED')
WITH action, actors, near, thing, collect(DISTINCT fellow.id) AS parties
WITH action, actors, near, collect(CASE WHEN size(parties) <= 40 THEN parties END) AS circles
WITH action, actors, reduce(ids = near, parties IN circles | ids + parties) AS near
WITH action, {id: action.id, name: action.name, actors: actors, near: near} AS entry
MATCH (middle)-[tie:USED_IN|NEEDS|SERVES|INVOLVES|LOCATED_IN|ADDRESSES|PART_OF|SUCCEEDS]-(action)
WHERE middle:Action OR NOT type(tie) IN ['PART_OF', 'SUCCEEDS']
WITH DISTINCT type(tie) AS claim, entry,
     CASE WHEN NOT middle:Action THEN middle.id WHEN middle.id < action.id THEN middle.id + '|' + action.id
          ELSE action.id + '|' + middle.id END AS shared
WITH claim, shared, collect(entry) AS entries
WHERE size(entries) <= 40
UNWIND entries AS one
UNWIND entries AS other
WITH one, other, claim
WHERE one.id < other.id
WITH one.id AS subject, other.id AS second, collect(one) AS ones, collect(other) AS others,
     sum(CASE WHEN claim = 'ADDRESSES' THEN 0.4 WHEN claim IN ['SERVES', 'INVOLVES', 'LOCATED_IN'] THEN 0.5
              ELSE 1.0 END) AS weight
WITH weight, ones[0] AS one, others[0] AS other
WHERE (weight >= 1 OR (size(one.actors) > 0 AND size(other.actors) > 0)) AND none(id IN one.near WHERE id IN other.near)
OPTIONAL MATCH (candidate:Organisation)
WHERE candidate.id IN one.actors + other.actors
RETURN one.id AS subject, one.name AS name, other.id AS other, other.name AS other_name, candidate.id AS candidate,
       candidate.name AS who
ORDER BY subject, other, candidate
