MATCH (o:Organisation)-[t]-(p)
WHERE o.id IN $subjects AND type(t) IN ['PARTNERS_WITH', 'MEMBER_OF', 'FUNDS', 'LEADS', 'PROMOTES', 'PARTICIPATES_IN', 'SIGNED']
RETURN o.id AS organisation, type(t) AS claim, t.status AS status, p.id AS other, p.name AS name
ORDER BY claim, name
