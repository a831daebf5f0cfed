// ---
// name = "implementation-only-planned"
// title = { it = "Aree solo in programma", en = "Areas only planned" }
// parameters = [
//   { name = "subjects", type = "list", default = [], description = { it = "id di ciò che si guarda; vuoto: tutto", en = "ids of what to look at; empty: all" } },
// ]
// [description]
// it = "Aree a cui qualcuno è legato (perché le guida, o per ciò che si fa o si dà per le loro azioni), ma solo per ciò che deve ancora venire."
// en = "Areas to which somebody is tied (by leading them, or by what is done or given for their actions), but only for what is still to come."
// ---
MATCH (subject:Area)
WHERE (size($subjects) = 0 OR subject.id IN $subjects) AND coalesce(subject.level, 'area') <> 'objective'
OPTIONAL MATCH (subject)<-[:PART_OF*0..9]-(:Area)<-[lead:LEADS]-(:Organisation)
WITH subject, collect(CASE WHEN lead.status IN ['done', 'under_way'] THEN 1 WHEN lead IS NULL THEN null ELSE 0 END) AS leads
OPTIONAL MATCH (subject)<-[:PART_OF*0..9]-(:Area)<-[place:ADDRESSES]-(:Action)<-[:PART_OF*0..9]-(action:Action),
               (action)<-[tie:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS]-(:Organisation)
WITH subject, leads,
     collect(CASE WHEN tie.status IN ['done', 'under_way'] AND place.status IN ['done', 'under_way'] THEN 1
                  WHEN tie IS NULL THEN null ELSE 0 END) AS acts
OPTIONAL MATCH (subject)<-[:PART_OF*0..9]-(:Area)<-[place:ADDRESSES]-(:Action)<-[:PART_OF*0..9]-(action:Action),
               (action)<-[use:USED_IN]-(:Resource)<-[gift:PROVIDES]-(:Organisation)
WITH subject, leads, acts,
     collect(CASE WHEN gift.status IN ['done', 'under_way'] AND use.status IN ['done', 'under_way']
                       AND place.status IN ['done', 'under_way'] THEN 1
                  WHEN gift IS NULL THEN null ELSE 0 END) AS gifts
WITH subject, leads + acts + gifts AS ties
WHERE size(ties) > 0 AND NOT 1 IN ties
RETURN subject.id AS subject, subject.name AS name
ORDER BY subject
