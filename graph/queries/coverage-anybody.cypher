// ---
// name = "coverage-anybody"
// title = { it = "Aree senza nessuno", en = "Areas without anybody" }
// parameters = [
//   { name = "subjects", type = "list", default = [], description = { it = "id di ciò che si guarda; vuoto: tutto", en = "ids of what to look at; empty: all" } },
// ]
// [description]
// it = "Aree per cui nessuno fa nulla: né guidandole, né nelle loro azioni, né dando qualcosa per queste."
// en = "Areas for which nobody does anything, neither by leading them nor in their actions nor by giving something for these."
// ---
MATCH (subject:Area)
WHERE (size($subjects) = 0 OR subject.id IN $subjects) AND coalesce(subject.level, 'area') <> 'objective'
  AND NOT EXISTS { MATCH (subject)<-[:PART_OF*0..9]-(:Area)<-[:LEADS]-(:Organisation) }
  AND NOT EXISTS {
    MATCH (subject)<-[:PART_OF*0..9]-(:Area)<-[:ADDRESSES]-(:Action)<-[:PART_OF*0..9]-(action:Action)
    MATCH (action)<-[:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS]-(:Organisation)
  }
  AND NOT EXISTS {
    MATCH (subject)<-[:PART_OF*0..9]-(:Area)<-[:ADDRESSES]-(:Action)<-[:PART_OF*0..9]-(action:Action)
    MATCH (action)<-[:USED_IN]-(:Resource)<-[:PROVIDES]-(:Organisation)
  }
RETURN subject.id AS subject, subject.name AS name
ORDER BY subject
