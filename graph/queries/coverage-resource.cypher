// ---
// name = "coverage-resource"
// title = { it = "Aree senza un tipo di risorsa", en = "Areas without a kind of resource" }
// parameters = [
//   { name = "subjects", type = "list", default = [], description = { it = "id di ciò che si guarda; vuoto: tutto", en = "ids of what to look at; empty: all" } },
//   { name = "column", type = "text", default = "money", description = { it = "tipo di risorsa", en = "kind of resource" } },
// ]
// [description]
// it = "Aree per le cui azioni nessuno dà una risorsa di questo tipo (il denaro anche come finanziamento), e chi ne dà altrove."
// en = "Areas for whose actions nobody gives a resource of this kind (money also by FUNDS), and who gives some elsewhere."
// ---
MATCH (subject:Area)
WHERE (size($subjects) = 0 OR subject.id IN $subjects) AND coalesce(subject.level, 'area') <> 'objective'
  AND NOT EXISTS {
    MATCH (subject)<-[:PART_OF*0..9]-(:Area)<-[:ADDRESSES]-(:Action)<-[:PART_OF*0..9]-(action:Action)
    MATCH (action)<-[:USED_IN]-(given:Resource)<-[:PROVIDES]-(:Organisation)
    WHERE coalesce(given.kind, 'unknown') = $column
  }
  AND NOT ($column = 'money' AND EXISTS {
    MATCH (subject)<-[:PART_OF*0..9]-(:Area)<-[:ADDRESSES]-(:Action)<-[:PART_OF*0..9]-(action:Action)
    MATCH (action)<-[:FUNDS]-(:Organisation)
  })
OPTIONAL MATCH (actor:Organisation)-[tie:PROVIDES|FUNDS]->(given)
WHERE (type(tie) = 'FUNDS' AND $column = 'money') OR (type(tie) = 'PROVIDES' AND coalesce(given.kind, 'unknown') = $column)
RETURN DISTINCT subject.id AS subject, subject.name AS name, actor.id AS candidate, actor.name AS who
ORDER BY subject, candidate
