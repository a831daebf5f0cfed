// ---
// name = "actions-without-responsible"
// title = { it = "Azioni senza responsabile", en = "Actions without a responsible body" }
// [description]
// it = "Azioni che nessuno guida o promuove, con l'area e quanti vi partecipano."
// en = "Actions that nobody leads or promotes, with their area and how many take part."
// ---
MATCH (action:Action)
WHERE NOT EXISTS { MATCH (action)<-[:LEADS|PROMOTES]-() }
OPTIONAL MATCH (action)-[:ADDRESSES]->(area:Area)
RETURN action.name AS action, action.kind AS kind, coalesce(area.name, '') AS area,
       COUNT { (action)<-[:PARTICIPATES_IN]-() } AS participants
ORDER BY area, action
