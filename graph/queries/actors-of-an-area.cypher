// ---
// name = "actors-of-an-area"
// title = { it = "Attori di un'area", en = "Actors of an area" }
// [description]
// it = "Chi promuove, guida, finanzia o partecipa alle azioni di un'area, di che tipo è e a che punto è il suo impegno."
// en = "Who promotes, leads, funds or takes part in the actions of an area, of what kind, and how far it has come."
// [[parameters]]
// name = "area"
// type = "text"
// default = ""
// description = { it = "parte del nome dell'area; vuoto: tutte", en = "part of the area's name; empty: all" }
// ---
MATCH (actor)-[tie:PROMOTES|LEADS|PARTICIPATES_IN|FUNDS]->(action:Action)-[:ADDRESSES]->(area:Area)
WHERE $area = '' OR toLower(area.name) CONTAINS toLower($area)
RETURN DISTINCT area.name AS area, actor.name AS actor, actor.kind AS kind, type(tie) AS role, tie.status AS status,
       action.name AS action
ORDER BY area, actor, action, role, status
