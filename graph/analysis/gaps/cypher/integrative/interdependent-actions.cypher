MATCH (one:Action)-[:ADDRESSES|SERVES|INVOLVES|LOCATED_IN|NEEDS]->(shared)<-[:ADDRESSES|SERVES|INVOLVES|LOCATED_IN|NEEDS]-(other:Action)
WHERE one.id IN $subjects AND other.id IN $subjects AND one.id < other.id
OPTIONAL MATCH (a:Organisation)-[:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS]->(one)
OPTIONAL MATCH (b:Organisation)-[:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS]->(other)
RETURN one.name AS action, other.name AS other, collect(DISTINCT shared.name) AS shared,
       collect(DISTINCT a.name) AS actors, collect(DISTINCT b.name) AS others
