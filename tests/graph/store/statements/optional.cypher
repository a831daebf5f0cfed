// areas nobody works in
MATCH (a:Area) OPTIONAL MATCH (a)<-[:ADDRESSES]-(x:Action) RETURN a.name, x.name;

// optional and counted
MATCH (o:Organisation) OPTIONAL MATCH (o)-[r:SIGNED]->(p:Plan) WITH o, p ORDER BY p.id RETURN o.id, count(p) AS plans, collect(p.id) AS ids;

// optional after optional
MATCH (p:Plan)
OPTIONAL MATCH (p)<-[:PART_OF]-(a:Action)
OPTIONAL MATCH (a)-[:SERVES]->(g:Group)
RETURN p.id, a.id, g.id;

// optional with a condition
MATCH (o:Organisation) OPTIONAL MATCH (o)-[r:SIGNED]->(p) WHERE r.status = 'done' RETURN o.id, p.id;

// what is missing is null
MATCH (o:Organisation) OPTIONAL MATCH (o)-[r:FUNDS]->(x) WITH o, x WHERE x IS NULL RETURN o.id;
