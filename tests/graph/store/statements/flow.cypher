// unwound parameters
UNWIND $ids AS id MATCH (o:Organisation {id: id}) RETURN id, o.name;

// unwound and joined again
UNWIND [3, 1, 2, 1] AS x WITH DISTINCT x ORDER BY x RETURN collect(x) AS sorted;

// nothing unwound
UNWIND [] AS x RETURN x;

// with in between
MATCH (o:Organisation) WITH o.kind AS kind, count(*) AS total WHERE total > 1 RETURN kind, total;

// the most connected goes on
MATCH (o:Organisation)--(x) WITH o, count(x) AS ties ORDER BY ties DESC, o.id LIMIT 2 MATCH (o)-[:SIGNED]->(p) RETURN o.id, ties, p.id;

// without repetition
MATCH (:Organisation)-[r]->(x) RETURN DISTINCT type(r), labels(x)[0];

// a union
MATCH (o:Organisation) RETURN o.kind AS kind UNION MATCH (a:Action) RETURN a.kind AS kind;

// a union that keeps repetitions
MATCH (o:Organisation) RETURN o.led_by AS word UNION ALL MATCH (o:Organisation) RETURN o.led_by AS word;

// one to three hops
MATCH (a:Organisation {id: 'org-1'})-[:PARTNERS_WITH*1..3]-(b) RETURN DISTINCT b.id;

// exactly two hops
MATCH p = (:Organisation {id: 'org-1'})-[:PARTNERS_WITH*2]-(b) RETURN b.id, length(p);

// no hop or one
MATCH (a:Area {id: 'are-2'})<-[:PART_OF*0..1]-(b:Area) RETURN b.id;

// the shortest way
MATCH p = shortestPath((a:Organisation {id: 'org-1'})-[:PARTNERS_WITH*..5]-(b:Organisation {id: 'org-6'}))
RETURN [n IN nodes(p) | n.id] AS way, length(p) AS hops;

// no way at all
MATCH p = shortestPath((a:Organisation {id: 'org-7'})-[:PARTNERS_WITH*..5]-(b:Organisation {id: 'org-6'})) RETURN p;

// gap: areas and kinds that never meet
MATCH (area:Area) UNWIND ['association', 'university'] AS kind
OPTIONAL MATCH (area)<-[:ADDRESSES]-(:Action)<-[:PARTICIPATES_IN]-(o:Organisation {kind: kind})
WITH area, kind, count(o) AS actors WHERE actors = 0
RETURN area.name, kind;

// partners of partners who do not work together
MATCH (a:Organisation)-[:PARTNERS_WITH]-(:Organisation)-[:PARTNERS_WITH]-(b:Organisation)
WHERE a.id < b.id AND NOT (a)-[:PARTNERS_WITH]-(b)
RETURN DISTINCT a.id, b.id;
