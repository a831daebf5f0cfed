// ---
// name = "implementation-indicator"
// title = { it = "Azioni senza indicatore", en = "Actions without an indicator" }
// parameters = [
//   { name = "subjects", type = "list", default = [], description = { it = "id di ciò che si guarda; vuoto: tutto", en = "ids of what to look at; empty: all" } },
// ]
// [description]
// it = "Azioni di un piano, o di ciò che ne fa parte, di cui nulla dice come si misurano."
// en = "Actions of a plan, or of what is part of one, of which nothing says how they are measured."
// ---
MATCH (subject:Action)
WHERE (size($subjects) = 0 OR subject.id IN $subjects)
  AND (EXISTS { MATCH (subject)-[:PART_OF*0..9]->(:Action)-[:ADDRESSES]->(:Area) }
       OR EXISTS { MATCH (subject)-[:PART_OF*1..9]->(:Plan) })
  AND NOT EXISTS { MATCH (subject)-[:PART_OF*0..9]->(:Action)-[:MEASURED_BY]->(:Indicator) }
RETURN DISTINCT subject.id AS subject, subject.name AS name
ORDER BY subject
