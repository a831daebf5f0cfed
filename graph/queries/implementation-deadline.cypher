// ---
// name = "implementation-deadline"
// title = { it = "Azioni senza scadenza", en = "Actions without a deadline" }
// parameters = [
//   { name = "subjects", type = "list", default = [], description = { it = "id di ciò che si guarda; vuoto: tutto", en = "ids of what to look at; empty: all" } },
// ]
// [description]
// it = "Azioni di un piano, o di ciò che ne fa parte, di cui nulla dice entro quando."
// en = "Actions of a plan, or of what is part of one, of which nothing says until when."
// ---
MATCH (subject:Action)
WHERE (size($subjects) = 0 OR subject.id IN $subjects)
  AND (EXISTS { MATCH (subject)-[:PART_OF*0..9]->(:Action)-[:ADDRESSES]->(:Area) }
       OR EXISTS { MATCH (subject)-[:PART_OF*1..9]->(:Plan) })
  AND NOT EXISTS {
    MATCH (subject)-[:PART_OF*0..9]->(whole:Action)
    WHERE whole.until IS NOT NULL OR (whole.since IS NOT NULL AND whole.duration IS NOT NULL)
  }
  AND NOT EXISTS {
    MATCH (subject)-[:PART_OF*0..9]->(:Action)<-[tie]-()
    WHERE tie.until IS NOT NULL AND tie.status <> 'denied'
  }
RETURN DISTINCT subject.id AS subject, subject.name AS name
ORDER BY subject
