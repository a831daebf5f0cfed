// count all
MATCH (n) RETURN count(*) AS total;

// count by label
MATCH (n) RETURN labels(n)[0] AS label, count(*) AS total;

// count what is there
MATCH (o:Organisation) RETURN count(o) AS all, count(o.staff) AS known, count(DISTINCT o.kind) AS kinds;

// sums and means
MATCH (o:Organisation) RETURN sum(o.staff), avg(o.staff), min(o.staff), max(o.staff);

// the extremes of texts
MATCH (o:Organisation) RETURN min(o.founded), max(o.kind);

// nothing summed
MATCH (o:Organisation {id: 'org-99'}) RETURN count(o), sum(o.staff), avg(o.staff), max(o.staff), collect(o.id);

// grouped by an expression
MATCH (o:Organisation) RETURN o.staff > 20 AS large, count(*) AS total;

// collected and sorted before
MATCH (o:Organisation) WITH o ORDER BY o.id RETURN o.kind, collect(o.id) AS ids;

// collected without repetition
MATCH (o:Organisation)-[r]->() WITH type(r) AS type ORDER BY type RETURN collect(DISTINCT type) AS types;

// a condition on an aggregate
MATCH (o:Organisation)-[:PARTICIPATES_IN]->(a:Action) WITH a, count(o) AS partners WHERE partners > $few RETURN a.id, partners;

// an aggregate of an aggregate
MATCH (o:Organisation)-[:SIGNED]->(p) WITH p, count(*) AS signatories RETURN max(signatories), sum(signatories);

// area by kind of actor
MATCH (area:Area)<-[:ADDRESSES]-(:Action)<-[:LEADS|PARTICIPATES_IN]-(o:Organisation)
RETURN area.name, o.kind, count(DISTINCT o) AS actors;

// standard deviation
MATCH (o:Organisation) RETURN stDev(o.staff) AS spread;
