// Actions of a plan, or of what is part of one, of which nobody names any means.
MATCH (subject:Action)
WHERE (size($subjects) = 0 OR subject.id IN $subjects)
  AND (EXISTS { MATCH (subject)-[:PART_OF*0..9]->(:Action)-[:ADDRESSES]->(:Area) }
       OR EXISTS { MATCH (subject)-[:PART_OF*1..9]->(:Plan) })
  AND NOT EXISTS {
    MATCH (subject)-[:PART_OF*0..9]->(:Action)<-[tie:FUNDS|USED_IN]-()
    WHERE tie.status IN ['done', 'under_way', 'planned']
  }
RETURN DISTINCT subject.id AS subject
ORDER BY subject
