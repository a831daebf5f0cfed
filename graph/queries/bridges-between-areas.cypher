// ---
// name = "bridges-between-areas"
// title = { it = "Ponti tra aree", en = "Bridges between areas" }
// [description]
// it = "Per ogni coppia di aree le organizzazioni attive in entrambe; una sola vuol dire che il ponte poggia su di lei."
// en = "For each pair of areas the organisations active in both; a single one means that the bridge rests on it."
// ---
MATCH (organisation:Organisation)-[:PROMOTES|LEADS|PARTICIPATES_IN|FUNDS]->(:Action)-[:ADDRESSES]->(one:Area)
MATCH (organisation)-[:PROMOTES|LEADS|PARTICIPATES_IN|FUNDS]->(:Action)-[:ADDRESSES]->(other:Area)
WHERE one.id < other.id
WITH DISTINCT one, other, organisation
ORDER BY organisation.name
WITH one, other, collect(organisation.name) AS organisations
RETURN one.name AS area, other.name AS other_area, size(organisations) AS bridges, organisations
ORDER BY bridges, area, other_area
