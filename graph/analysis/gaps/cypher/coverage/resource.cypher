// Areas for whose actions nobody gives a resource of this kind (money also by FUNDS), and who gives some elsewhere.
MATCH (subject:Area)
WHERE (size($subjects) = 0 OR subject.id IN $subjects) AND coalesce(subject.level, 'area') <> 'objective'
  AND NOT EXISTS {
    MATCH (subject)<-[:PART_OF*0..9]-(:Area)<-[:ADDRESSES]-(:Action)<-[:PART_OF*0..9]-(action:Action)
    MATCH (action)<-[:USED_IN]-(given:Resource)<-[:PROVIDES]-(:Organisation)
    WHERE coalesce(given.kind, 'unknown') = $column
  }
  AND NOT ($column = 'money' AND EXISTS {
    MATCH (subject)<-[:PART_OF*0..9]-(:Area)<-[:ADDRESSES]-(:Action)<-[:PART_OF*0..9]-(action:Action)
    MATCH (action)<-[:FUNDS]-(:Organisation)
  })
OPTIONAL MATCH (actor:Organisation)-[tie:PROVIDES|FUNDS]->(given)
WHERE (type(tie) = 'FUNDS' AND $column = 'money') OR (type(tie) = 'PROVIDES' AND coalesce(given.kind, 'unknown') = $column)
RETURN DISTINCT subject.id AS subject, actor.id AS candidate
ORDER BY subject, candidate
