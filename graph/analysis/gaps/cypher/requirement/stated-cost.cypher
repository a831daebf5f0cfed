// Costs of actions of which nobody is said to give the money, and who pays or gives for the same action.
MATCH (thing:Resource)-[:USED_IN]->(subject:Action)
WHERE thing.kind = 'money' AND thing.amount IS NOT NULL
  AND (size($subjects) = 0 OR (subject.id IN $subjects AND thing.id IN $subjects))
  AND NOT EXISTS { MATCH (thing)<-[:PROVIDES]-() }
OPTIONAL MATCH (payer)-[payment:FUNDS]->(subject)
RETURN DISTINCT subject.id AS subject, thing.id AS thing, payer.id AS candidate, payment.amount AS amount,
       payment.status AS status
ORDER BY subject, thing, candidate, amount, status
