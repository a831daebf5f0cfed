// Areas for which nobody does anything, neither by leading them nor in their actions nor by giving something for these.
MATCH (subject:Area)
WHERE (size($subjects) = 0 OR subject.id IN $subjects) AND coalesce(subject.level, 'area') <> 'objective'
  AND NOT EXISTS { MATCH (subject)<-[:PART_OF*0..9]-(:Area)<-[:LEADS]-(:Organisation) }
  AND NOT EXISTS {
    MATCH (subject)<-[:PART_OF*0..9]-(:Area)<-[:ADDRESSES]-(:Action)<-[:PART_OF*0..9]-(action:Action)
    MATCH (action)<-[:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS]-(:Organisation)
  }
  AND NOT EXISTS {
    MATCH (subject)<-[:PART_OF*0..9]-(:Area)<-[:ADDRESSES]-(:Action)<-[:PART_OF*0..9]-(action:Action)
    MATCH (action)<-[:USED_IN]-(:Resource)<-[:PROVIDES]-(:Organisation)
  }
RETURN subject.id AS subject
ORDER BY subject
