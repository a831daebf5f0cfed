// ---
// name = "implementation-responsible"
// title = { it = "Azioni di cui nessuno risponde", en = "Actions nobody answers for" }
// parameters = [
//   { name = "subjects", type = "list", default = [], description = { it = "id di ciò che si guarda; vuoto: tutto", en = "ids of what to look at; empty: all" } },
// ]
// [description]
// it = "Azioni di un piano, o di ciò che ne fa parte, di cui nessuno dice chi risponde; chi vi partecipa."
// en = "Actions of a plan, or of what is part of one, of which nobody names who answers for it; who takes part in them."
// ---
MATCH (subject:Action)
WHERE (size($subjects) = 0 OR subject.id IN $subjects)
  AND (EXISTS { MATCH (subject)-[:PART_OF*0..9]->(:Action)-[:ADDRESSES]->(:Area) }
       OR EXISTS { MATCH (subject)-[:PART_OF*1..9]->(:Plan) })
  AND NOT EXISTS {
    MATCH (subject)-[:PART_OF*0..9]->(:Action)<-[tie:LEADS|PROMOTES]-()
    WHERE tie.status IN ['done', 'under_way', 'planned']
  }
OPTIONAL MATCH (candidate)-[:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS]->(subject)
WHERE NOT EXISTS { MATCH (candidate)-[:DENIED]->(subject) }
RETURN DISTINCT subject.id AS subject, subject.name AS name, candidate.id AS candidate, candidate.name AS who
ORDER BY subject, candidate
