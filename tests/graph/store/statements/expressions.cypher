// simple case
MATCH (o:Organisation) RETURN o.id, CASE o.led_by WHEN 'young' THEN 1 WHEN 'senior' THEN 2 ELSE 0 END AS led;

// general case
MATCH (o:Organisation) RETURN o.id, CASE WHEN o.staff > 100 THEN 'large' WHEN o.staff > 10 THEN 'middling' END AS size;

// the first that is known
MATCH (o:Organisation) RETURN o.id, coalesce(o.led_by, o.founded, 'unknown') AS something;

// arithmetic
RETURN 7 / 2 AS a, 7.0 / 2 AS b, 7 % 3 AS c, -7 / 2 AS d, 2 ^ 10 AS e, 1 + 2 * 3 AS f, 0.1 + 0.2 AS g;

// rounding
RETURN round(2.5) AS a, round(-1.4) AS b, floor(2.7) AS c, ceil(2.1) AS d, abs(-3) AS e, sign(-2) AS f, sqrt(16) AS g;

// conversions
RETURN toInteger('42') AS a, toInteger('no') AS b, toFloat('1.5') AS c, toString(1.0) AS d, toString(true) AS e, toBoolean('true') AS f;

// texts
RETURN toUpper('àbc') AS a, trim('  x ') AS b, substring('partner', 0, 4) AS c, replace('a-b-c', '-', '+') AS d, split('a;b;;c', ';') AS e, left('abc', 2) AS f, right('abc', 2) AS g, reverse('abc') AS h, size('àè😀') AS i;

// texts joined
MATCH (p:Person) RETURN p.name + ' (' + p.id + ')' AS shown;

// escapes
RETURN 'it\'s' AS a, "a \"quote\"" AS b, 'tab\tnew\nline' AS c, '\u00e0' AS d, 'back\\slash' AS e;

// lists
RETURN range(1, 5) AS a, range(0, 10, 5) AS b, [1, 2, 3][0] AS c, [1, 2, 3][-1] AS d, [1, 2, 3, 4][1..3] AS e, size([1, 2]) AS f, head([1, 2]) AS g, last([1, 2]) AS h, tail([1, 2, 3]) AS i, reverse([1, 2]) AS j, [1] + [2] AS k, 2 IN [1, 2] AS l;

// a list comprehension
MATCH (o:Organisation) RETURN o.id, [alias IN coalesce(o.aliases, []) WHERE size(alias) > 4 | toUpper(alias)] AS long;

// quantified lists
RETURN all(x IN [1, 2] WHERE x > 0) AS a, any(x IN [1, 2] WHERE x > 1) AS b, none(x IN [1, 2] WHERE x > 2) AS c, single(x IN [1, 2] WHERE x = 1) AS d;

// reduced
RETURN reduce(total = 0, x IN [1, 2, 3] | total + x) AS total;

// a map
MATCH (p:Plan) RETURN {id: p.id, since: p.since, nested: {list: [1, p.name]}} AS map;

// a map projection
MATCH (p:Plan) RETURN p {.name, .until, label: labels(p)[0]} AS map;

// keys
MATCH (g:Group) UNWIND keys(g) AS key RETURN g.id, key;

// dates
RETURN date('2024-02-29').year AS a, date('2024-02-29') + duration('P1Y') AS b, date('2024-03-01') > date('2024-02-29') AS c, toString(date('2024-05-06')) AS d;

// null in expressions
RETURN null = null AS a, null <> 1 AS b, 1 IN [2, null] AS c, null + 1 AS d, size(null) AS e, [1, null] = [1, null] AS f;
