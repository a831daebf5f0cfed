// ---
// name = "suggestions-partners-of-partners"
// title = { it = "Chi potrebbe incontrarsi", en = "Who could meet" }
// parameters = [
//   { name = "organisation", type = "text", default = "", description = { it = "parte del nome; vuoto: tutte", en = "part of the name; empty: all" } },
// ]
// [description]
// it = "Organizzazioni che lavorano con gli stessi partner e mai insieme, con i partner in comune; chi si è rifiutato all'altra no."
// en = "Organisations that work with the same partners and never together, with the partners that they share; not those one of which refused the other."
// ---
MATCH (one:Organisation)
OPTIONAL MATCH (one)-[:PARTNERS_WITH|MEMBER_OF|FUNDS]-(partner:Organisation)
WHERE partner.id <> one.id
WITH one, collect(DISTINCT partner.id) AS partners
OPTIONAL MATCH (one)-[ours:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]->(thing),
               (thing)<-[theirs:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]-(fellow:Organisation)
WHERE fellow.id <> one.id AND (thing:Action OR (thing:Plan AND type(ours) = 'SIGNED' AND type(theirs) = 'SIGNED'))
  AND COUNT { (thing)<-[:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|SIGNED]-(:Organisation) } <= 40
WITH one, partners, collect(DISTINCT fellow.id) AS fellows
WITH one, partners + [id IN fellows WHERE NOT id IN partners] AS near
OPTIONAL MATCH (one)-[:DENIED]-(refused:Organisation)
WITH one, near, collect(DISTINCT refused.id) AS apart
WHERE size(near) > 0
WITH collect({id: one.id, name: one.name, near: near, apart: apart}) AS network
UNWIND network AS one
UNWIND network AS other
WITH one, other, size([id IN one.near WHERE id IN other.near]) AS shared
WHERE shared > 0 AND one.id <> other.id AND NOT other.id IN one.near AND NOT other.id IN one.apart
  AND ($organisation = '' OR toLower(one.name) CONTAINS toLower($organisation))
RETURN one.id AS organisation, one.name AS name, other.id AS candidate, other.name AS who, shared
ORDER BY organisation, shared DESC, candidate
