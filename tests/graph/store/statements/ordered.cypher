// by number, the greatest first
MATCH (o:Organisation) WHERE o.staff IS NOT NULL RETURN o.id ORDER BY o.staff DESC;

// nulls last
MATCH (o:Organisation) RETURN o.id, o.staff ORDER BY o.staff, o.id;

// nulls first when descending
MATCH (o:Organisation) RETURN o.id, o.staff ORDER BY o.staff DESC, o.id;

// by text, capitals before small letters
MATCH (o:Organisation) RETURN o.name ORDER BY o.name;

// by an expression that is not returned
MATCH (o:Organisation) RETURN o.id ORDER BY size(o.name), o.id;

// a page
MATCH (o:Organisation) RETURN o.id ORDER BY o.id SKIP $few LIMIT 3;

// by a count
MATCH (o:Organisation)-[r]->() RETURN o.id, count(r) AS ties ORDER BY ties DESC, o.id;

// true after false
MATCH (a:Area) RETURN a.id, a.transversal ORDER BY a.transversal, a.id DESC;
