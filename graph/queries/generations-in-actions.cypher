// ---
// name = "generations-in-actions"
// title = { it = "Giovani e anziani nelle azioni", en = "Young and old in the actions" }
// [description]
// it = "Per ogni azione se coinvolge o serve giovani e anziani, e se entrambi."
// en = "For each action whether it involves or serves young and old people, and whether both."
// [[parameters]]
// name = "area"
// type = "text"
// default = ""
// description = { it = "parte del nome dell'area; vuoto: tutte", en = "part of the area's name; empty: all" }
// ---
MATCH (action:Action)
WHERE $area = '' OR EXISTS {
  MATCH (action)-[:ADDRESSES]->(area:Area)
  WHERE toLower(area.name) CONTAINS toLower($area)
}
OPTIONAL MATCH (action)-[:INVOLVES|SERVES]->(group:Group)
WITH action, collect(DISTINCT group.category) AS categories
WITH action, any(category IN categories WHERE category IN ['young', 'minors', 'students', 'neet']) AS young,
     any(category IN categories WHERE category = 'senior') AS senior
RETURN action.name AS action, young, senior, young AND senior AS both
ORDER BY both DESC, action
