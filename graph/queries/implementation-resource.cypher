// ---
// name = "implementation-resource"
// title = { it = "Azioni senza mezzi", en = "Actions without means" }
// parameters = [
//   { name = "subjects", type = "list", default = [], description = { it = "id di ciò che si guarda; vuoto: tutto", en = "ids of what to look at; empty: all" } },
// ]
// [description]
// it = "Azioni di un piano, o di ciò che ne fa parte, di cui nessuno dice con quali mezzi."
// en = "Actions of a plan, or of what is part of one, of which nobody names any means."
// ---
MATCH (subject:Action)
WHERE (size($subjects) = 0 OR subject.id IN $subjects)
  AND (EXISTS { MATCH (subject)-[:PART_OF*0..9]->(:Action)-[:ADDRESSES]->(:Area) }
       OR EXISTS { MATCH (subject)-[:PART_OF*1..9]->(:Plan) })
  AND NOT EXISTS {
    MATCH (subject)-[:PART_OF*0..9]->(:Action)<-[tie:FUNDS|USED_IN]-()
    WHERE tie.status IN ['done', 'under_way', 'planned']
  }
RETURN DISTINCT subject.id AS subject, subject.name AS name
ORDER BY subject
