// exists
MATCH (a:Area) WHERE EXISTS { (a)<-[:ADDRESSES]-(:Action) } RETURN a.id;

// not exists, with a match and a condition
MATCH (p:Plan) WHERE NOT EXISTS { MATCH (p)<-[r:SIGNED]-(o) WHERE r.status = 'proposed' } RETURN p.id;

// count as a value
MATCH (o:Organisation) RETURN o.id, COUNT { (o)-[:PARTICIPATES_IN]->() } AS actions;

// count as a condition
MATCH (p:Plan) WHERE COUNT { (p)<-[:SIGNED]-() } >= $few RETURN p.id;

// a pattern comprehension
MATCH (a:Action) RETURN a.id, size([(a)<-[:PARTICIPATES_IN]-(o) | o.id]) AS partners;

// a pattern comprehension with a condition
MATCH (o:Organisation {id: 'org-2'}) RETURN [(o)-[r]->(x) WHERE r.status = 'planned' | x.name] AS planned;

// call for each row
MATCH (p:Plan)
CALL { WITH p MATCH (p)<-[:SIGNED]-(o) RETURN count(o) AS signatories }
RETURN p.id, signatories;

// call with a union
CALL { MATCH (p:Plan) RETURN p.name AS name UNION MATCH (a:Area) RETURN a.name AS name }
RETURN name;
