// ---
// name = "generational-speaks-without"
// title = { it = "Si parla di loro, senza di loro", en = "Spoken of, not taking part" }
// parameters = [
//   { name = "subjects", type = "list", default = [], description = { it = "id di ciò che si guarda; vuoto: tutto", en = "ids of what to look at; empty: all" } },
//   { name = "column", type = "word", words = ["young", "senior"], default = "young", description = { it = "generazione", en = "generation" } },
//   { name = "min", type = "number", default = 14, description = { it = "età, da", en = "ages, from" } },
//   { name = "max", type = "number", default = 35, description = { it = "età, fino a; 999: senza limite", en = "ages, to; 999: open" } },
//   { name = "categories", type = "list", default = ["young", "neet"], description = { it = "categorie di gruppi senza età", en = "categories of groups without ages" } },
//   { name = "words", type = "list", default = ["giovane", "giovani", "giovanile", "giovanili", "under 30", "under 35", "neet", "youth", "young"], description = { it = "parole di un nome che ne parlano", en = "words of a name that speak of them" } },
// ]
// [description]
// it = "Aree e azioni che servono una generazione, o la nominano, mentre nessuno di essa vi prende parte; e chi è guidato da essa, altrove."
// en = "Areas and actions that serve a generation, or are named after it, while none of it takes part; and who is led by it elsewhere."
// ---
OPTIONAL MATCH (group:Group)
WHERE CASE WHEN group.of = 'organisations' THEN false
           WHEN group.age_min IS NULL AND group.age_max IS NULL THEN coalesce(group.category IN $categories, false)
           WHEN group.age_min IS NULL THEN $max < 999 AND $min <= group.age_max AND group.age_max <= $max
           WHEN group.age_max IS NULL THEN $max = 999 AND $min <= group.age_min
           ELSE 2 * (CASE WHEN group.age_max < $max THEN group.age_max ELSE $max END
                     - CASE WHEN group.age_min > $min THEN group.age_min ELSE $min END + 1)
                > group.age_max - group.age_min + 1 END
WITH collect(group.id) AS groups
MATCH (subject)
WHERE (subject:Area OR subject:Action) AND (size($subjects) = 0 OR subject.id IN $subjects)
MATCH (subject)<-[:PART_OF*0..9]-(half)<-[:ADDRESSES*0..1]-(whole)<-[:PART_OF*0..9]-(part)
WHERE labels(half) = labels(subject) AND labels(part) = labels(whole)
WITH groups, subject, collect(DISTINCT part) AS parts
UNWIND parts AS part
OPTIONAL MATCH (part)-[about:SERVES|INVOLVES]->(group:Group)
WHERE group.id IN groups
WITH subject, part,
     sum(CASE WHEN type(about) = 'SERVES' THEN 1 ELSE 0 END) AS serving,
     sum(CASE WHEN type(about) = 'INVOLVES' AND about.status IN ['done', 'under_way', 'planned'] THEN 1 ELSE 0 END) AS involving
OPTIONAL MATCH (part)<-[act:LEADS|PROMOTES|PARTICIPATES_IN]-(actor:Organisation)
WHERE actor.led_by IN [$column, 'mixed']
WITH subject, sum(serving) AS serving,
     sum(involving + CASE WHEN part.intergenerational THEN 1 ELSE 0 END
         + CASE WHEN act.status IN ['done', 'under_way', 'planned'] THEN 1 ELSE 0 END) AS taking_part,
     collect(DISTINCT actor.id) AS acting,
     ' ' + replace(replace(replace(toLower(subject.name), 'à', 'a'), "'", ' '), '’', ' ') + ' ' AS words
WHERE taking_part = 0
  AND (serving > 0 OR ('name' IN subject.evidence_of AND any(word IN $words WHERE words CONTAINS ' ' + word + ' ')))
OPTIONAL MATCH (candidate:Organisation)
WHERE candidate.led_by = $column AND NOT candidate.id IN acting
RETURN subject.id AS subject, subject.name AS name, candidate.id AS candidate, candidate.name AS who
ORDER BY subject, candidate
