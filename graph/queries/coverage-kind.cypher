// ---
// name = "coverage-kind"
// title = { it = "Aree senza un tipo di attore", en = "Areas without a kind of actor" }
// parameters = [
//   { name = "subjects", type = "list", default = [], description = { it = "id di ciò che si guarda; vuoto: tutto", en = "ids of what to look at; empty: all" } },
//   { name = "column", type = "text", default = "social_cooperative", description = { it = "tipo di organizzazione", en = "kind of organisation" } },
// ]
// [description]
// it = "Aree per cui nessuna organizzazione di questo tipo fa nulla, e quelle che fanno qualcosa altrove."
// en = "Areas for which no organisation of this kind does anything, and those that do something for other areas."
// ---
MATCH (subject:Area)
WHERE (size($subjects) = 0 OR subject.id IN $subjects) AND coalesce(subject.level, 'area') <> 'objective'
OPTIONAL MATCH (subject)<-[:PART_OF*0..9]-(:Area)<-[:LEADS]-(actor:Organisation)
WHERE coalesce(actor.kind, 'unknown') = $column
WITH subject, count(actor) AS leading
OPTIONAL MATCH (subject)<-[:PART_OF*0..9]-(:Area)<-[:ADDRESSES]-(:Action)<-[:PART_OF*0..9]-(action:Action),
               (action)<-[:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS]-(actor:Organisation)
WHERE coalesce(actor.kind, 'unknown') = $column
WITH subject, leading, count(actor) AS counted
WITH subject, leading + counted AS acting
OPTIONAL MATCH (subject)<-[:PART_OF*0..9]-(:Area)<-[:ADDRESSES]-(:Action)<-[:PART_OF*0..9]-(action:Action),
               (action)<-[:USED_IN]-(:Resource)<-[:PROVIDES]-(actor:Organisation)
WHERE coalesce(actor.kind, 'unknown') = $column
WITH subject, acting, count(actor) AS counted
WITH subject, acting + counted AS ties
WHERE ties = 0
OPTIONAL MATCH (actor:Organisation)
WHERE coalesce(actor.kind, 'unknown') = $column
RETURN subject.id AS subject, subject.name AS name, actor.id AS candidate, actor.name AS who
ORDER BY subject, candidate
