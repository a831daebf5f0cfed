// ---
// name = "who-works-with-whom"
// title = { it = "Chi lavora con chi", en = "Who works with whom" }
// [description]
// it = "Coppie di organizzazioni con le azioni che hanno in comune; chi finanzia conta come chi partecipa."
// en = "Pairs of organisations with the actions that they share; funding counts as taking part."
// [[parameters]]
// name = "at_least"
// type = "number"
// default = 1
// description = { it = "azioni in comune, almeno", en = "shared actions, at least" }
// ---
MATCH (one:Organisation)-[:PROMOTES|LEADS|PARTICIPATES_IN|FUNDS]->(action:Action)
MATCH (action)<-[:PROMOTES|LEADS|PARTICIPATES_IN|FUNDS]-(other:Organisation)
WHERE one.id < other.id
WITH DISTINCT one, other, action
ORDER BY action.name
WITH one, other, collect(action.name) AS actions
WHERE size(actions) >= $at_least
RETURN one.name AS organisation, other.name AS works_with, size(actions) AS shared, actions
ORDER BY shared DESC, organisation, works_with
