// Actions of a plan, or of what is part of one, of which nobody names who answers for it; who takes part in them.
MATCH (subject:Action)
WHERE (size($subjects) = 0 OR subject.id IN $subjects)
  AND (EXISTS { MATCH (subject)-[:PART_OF*0..9]->(:Action)-[:ADDRESSES]->(:Area) }
       OR EXISTS { MATCH (subject)-[:PART_OF*1..9]->(:Plan) })
  AND NOT EXISTS {
    MATCH (subject)-[:PART_OF*0..9]->(:Action)<-[tie:LEADS|PROMOTES]-()
    WHERE tie.status IN ['done', 'under_way', 'planned']
  }
OPTIONAL MATCH (candidate)-[:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS]->(subject)
WHERE NOT EXISTS { MATCH (candidate)-[:DENIED]->(subject) }
RETURN DISTINCT subject.id AS subject, candidate.id AS candidate
ORDER BY subject, candidate
