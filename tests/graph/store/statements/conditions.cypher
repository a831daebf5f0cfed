// and, or, not
MATCH (o:Organisation) WHERE (o.kind = 'association' OR o.staff > 100) AND NOT o.id = 'org-8' RETURN o.id;

// exclusive or
MATCH (o:Organisation) WHERE o.staff > 10 XOR o.kind = 'public_body' RETURN o.id;

// null is neither true nor false
MATCH (o:Organisation) WHERE NOT o.staff > 10 RETURN o.id;

// is null
MATCH (o:Organisation) WHERE o.founded IS NULL AND o.staff IS NOT NULL RETURN o.id;

// in a list of parameters
MATCH (o:Organisation) WHERE o.id IN $ids RETURN o.name;

// in a stored list
MATCH (o:Organisation) WHERE 'Rete' IN o.aliases RETURN o.id;

// evidence of an edge
MATCH (o)-[r]->(x) WHERE 'doc-2/1' IN r.evidence RETURN o.id, type(r), x.id;

// starts, ends, contains
MATCH (o:Organisation)
WHERE o.name STARTS WITH 'Coop' OR o.name ENDS WITH 'nonni' OR o.name CONTAINS 'Filo'
RETURN o.id;

// without regard to capitals
MATCH (o:Organisation) WHERE toLower(o.name) CONTAINS toLower($word) RETURN o.id;

// a regular expression
MATCH (o:Organisation) WHERE o.name =~ '(?i)coop.*' RETURN o.id;

// between two numbers
MATCH (o:Organisation) WHERE 5 < o.staff AND o.staff <= 40 RETURN o.id;

// texts compared
MATCH (o:Organisation) WHERE o.founded >= '2000' RETURN o.id;

// a pattern as a condition
MATCH (o:Organisation) WHERE (o)-[:PARTICIPATES_IN]->(:Action) RETURN o.id;

// the lack of a pattern
MATCH (o:Organisation) WHERE NOT (o)-[:SIGNED]->() AND NOT (o)<-[:HAS_ROLE]-() RETURN o.id;

// a label as a condition
MATCH (n)-[:PROVIDES]->(:Resource) WHERE n:Plan RETURN n.id;

// a map parameter
MATCH (o:Organisation) WHERE o.kind = $map.kind RETURN o.id;
