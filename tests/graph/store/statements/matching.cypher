// one label
MATCH (o:Organisation) RETURN o;

// a property in the pattern
MATCH (o:Organisation {kind: 'association'}) RETURN o.id, o.name;

// a parameter in the pattern
MATCH (o:Organisation {name: $name})-[r:SIGNED]->(p:Plan) RETURN p.name, r.since;

// both directions
MATCH (a:Organisation)-[r:PARTNERS_WITH]-(b:Organisation) RETURN a.id, b.id, r.status;

// to the left
MATCH (p:Plan)<-[r:SIGNED {status: 'done'}]-(o) RETURN p.id, o.id, r.confidence;

// several types
MATCH (o)-[r:LEADS|PARTICIPATES_IN]->(a:Action) RETURN o.id, type(r), a.name;

// any type
MATCH (o {id: 'org-4'})-[r]->(x) RETURN type(r), labels(x)[0], x.id;

// refusals apart
MATCH (o)-[r:DENIED]->(x) RETURN o.id, r.claim, x.id;

// two hops
MATCH (o:Organisation)-[:PARTICIPATES_IN]->(a:Action)-[:ADDRESSES]->(area:Area) RETURN o.id, a.id, area.name;

// two patterns that share a node
MATCH (o:Organisation)-[:SIGNED]->(p:Plan), (o)-[:PARTICIPATES_IN]->(a:Action) RETURN o.id, p.id, a.id;

// two matches
MATCH (o:Organisation)-[:SIGNED]->(p:Plan) MATCH (a:Action)-[:PART_OF]->(p) RETURN o.id, a.id;

// a triangle without repeating a relationship
MATCH (a:Organisation)-[r:PARTNERS_WITH]-(b)-[s:PARTNERS_WITH]-(c) WHERE a.id < c.id RETURN a.id, b.id, c.id;

// nodes without a label
MATCH (n) WHERE n.id STARTS WITH 'are' RETURN n.name;

// no such node
MATCH (o:Organisation {id: 'org-99'}) RETURN o.name;

// a cartesian product
MATCH (a:Area), (g:Group) RETURN a.id, g.id;

// a relationship as a value
MATCH (:Person)-[r:HAS_ROLE]->() RETURN r;

// a path as a value
MATCH p = (:Person {id: 'per-1'})-[:HAS_ROLE]->(:Organisation)-[:SIGNED]->(:Plan {id: 'pln-1'}) RETURN p;

// nodes and relationships of a path
MATCH p = (:Resource)-[:USED_IN]->(:Action)-[:PART_OF]->(:Plan)
RETURN length(p), [n IN nodes(p) | n.id], [r IN relationships(p) | type(r)];
