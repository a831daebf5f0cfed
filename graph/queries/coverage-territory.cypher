// ---
// name = "coverage-territory"
// title = { it = "Aree senza nessuno in un comune", en = "Areas without anybody in a municipality" }
// parameters = [
//   { name = "subjects", type = "list", default = [], description = { it = "id di ciò che si guarda; vuoto: tutto", en = "ids of what to look at; empty: all" } },
// ]
// [description]
// it = "Aree per cui in un comune non si fa nulla: né un'azione lì, né un'organizzazione che vi ha sede o vi opera (per azioni senza luogo)."
// en = "Areas for which nothing is done in a municipality: neither an action there, nor by an organisation that is or works there (of an action whose place nobody says). subjects are the area and the place."
// ---
MATCH (subject:Area), (place:Place)
WHERE place.kind = 'municipality' AND coalesce(subject.level, 'area') <> 'objective'
  AND (size($subjects) = 0 OR (subject.id IN $subjects AND place.id IN $subjects))
  AND NOT EXISTS { MATCH (subject)<-[:PART_OF*0..9]-(:Area)<-[:LEADS]-(:Organisation)-[:LOCATED_IN|OPERATES_IN]->(:Place)-[:PART_OF*0..9]->(place) }
  AND NOT EXISTS {
    MATCH (subject)<-[:PART_OF*0..9]-(:Area)<-[:ADDRESSES]-(:Action)<-[:PART_OF*0..9]-(action:Action)
    MATCH (action)<-[:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS]-(:Organisation)
    MATCH (action)-[:LOCATED_IN]->(:Place)-[:PART_OF*0..9]->(place)
  }
  AND NOT EXISTS {
    MATCH (subject)<-[:PART_OF*0..9]-(:Area)<-[:ADDRESSES]-(:Action)<-[:PART_OF*0..9]-(action:Action)
    MATCH (action)<-[:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS]-(actor:Organisation)
    MATCH (actor)-[:LOCATED_IN|OPERATES_IN]->(:Place)-[:PART_OF*0..9]->(place)
    WHERE NOT EXISTS { MATCH (action)-[:LOCATED_IN]->(:Place) }
  }
RETURN subject.id AS subject, subject.name AS name, place.id AS place, place.name AS place_name
ORDER BY subject, place
