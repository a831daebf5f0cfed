MATCH (subject)
WHERE (subject:Area OR subject:Action) AND subject.id IN $subjects
OPTIONAL MATCH (subject)<-[:ADDRESSES]-(action:Action)
OPTIONAL MATCH (action)-[:SERVES]->(served:Group)
OPTIONAL MATCH (action)-[:INVOLVES]->(involved:Group)
OPTIONAL MATCH (led:Organisation)-[:LEADS|PROMOTES|PARTICIPATES_IN]->(action)
WHERE led.led_by IN [$column, 'mixed']
RETURN subject.name AS subject, collect(DISTINCT served.name) AS speaks_of, collect(DISTINCT involved.name) AS involved,
       collect(DISTINCT led.name) AS led_by_them
