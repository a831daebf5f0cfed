MATCH (subject)
WHERE (subject:Area OR subject:Action) AND subject.id IN $subjects
OPTIONAL MATCH (subject)-[:SERVES]->(own:Group)
OPTIONAL MATCH (subject)-[:INVOLVES]->(taking:Group)
OPTIONAL MATCH (leading:Organisation)-[:LEADS|PROMOTES|PARTICIPATES_IN]->(subject)
OPTIONAL MATCH (subject)<-[:ADDRESSES]-(action:Action)
OPTIONAL MATCH (action)-[:SERVES]->(served:Group)
OPTIONAL MATCH (action)-[:INVOLVES]->(involved:Group)
OPTIONAL MATCH (acting:Organisation)-[:LEADS|PROMOTES|PARTICIPATES_IN]->(action)
WHERE acting.led_by IN [$column, 'mixed']
RETURN subject.name AS subject, collect(DISTINCT own.name) AS serves, collect(DISTINCT taking.name) AS involves,
       collect(DISTINCT leading.name) AS led_by, collect(DISTINCT served.name) AS actions_serve,
       collect(DISTINCT involved.name) AS actions_involve, collect(DISTINCT acting.name) AS acting_of_them
