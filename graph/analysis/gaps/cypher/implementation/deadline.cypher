// Actions of a plan, or of what is part of one, of which nothing says until when.
MATCH (subject:Action)
WHERE (size($subjects) = 0 OR subject.id IN $subjects)
  AND (EXISTS { MATCH (subject)-[:PART_OF*0..9]->(:Action)-[:ADDRESSES]->(:Area) }
       OR EXISTS { MATCH (subject)-[:PART_OF*1..9]->(:Plan) })
  AND NOT EXISTS {
    MATCH (subject)-[:PART_OF*0..9]->(whole:Action)
    WHERE whole.until IS NOT NULL OR (whole.since IS NOT NULL AND whole.duration IS NOT NULL)
  }
  AND NOT EXISTS {
    MATCH (subject)-[:PART_OF*0..9]->(:Action)<-[tie]-()
    WHERE tie.until IS NOT NULL AND tie.status <> 'denied'
  }
RETURN DISTINCT subject.id AS subject
ORDER BY subject
