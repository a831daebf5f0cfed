// ---
// name = "resources-offered-and-needed"
// title = { it = "Risorse: chi offre, chi cerca, dove", en = "Resources: who offers, who needs, where" }
// parameters = [
//   { name = "kind", type = "word", words = ["", "money", "space", "people", "skills", "data", "equipment", "other"], default = "", description = { it = "tipo di risorsa; vuoto: tutti", en = "kind of resource; empty: all" } },
// ]
// [description]
// it = "Ogni risorsa data o cercata, da chi, a che punto è e in quali luoghi questi ha sede od opera."
// en = "Each resource given or needed, by whom, how far it has come, and the places where they are or work."
// ---
MATCH (who)-[tie:PROVIDES|NEEDS]->(thing:Resource)
WHERE $kind = '' OR thing.kind = $kind
OPTIONAL MATCH (who)-[:LOCATED_IN|OPERATES_IN]->(place:Place)
WITH who, tie, thing, place.name AS place
ORDER BY place
WITH who, tie, thing, collect(DISTINCT place) AS places
RETURN coalesce(thing.kind, 'unknown') AS kind, thing.id AS thing, thing.name AS name, type(tie) AS claim, tie.status AS status,
       who.id AS candidate, who.name AS who, places
ORDER BY kind, thing, claim, candidate, status
