// ---
// name = "requirement-stated-cost"
// title = { it = "Costi che nessuno paga", en = "Costs nobody pays" }
// parameters = [
//   { name = "subjects", type = "list", default = [], description = { it = "id di ciò che si guarda; vuoto: tutto", en = "ids of what to look at; empty: all" } },
// ]
// [description]
// it = "Costi di azioni per cui nessuno dice di dare il denaro (o lo si è letto con poca sicurezza), e chi paga o dà per la stessa azione. Se le parole dicono che la spesa è coperta non si guarda qui."
// en = "Costs of actions of which nobody is said to give the money (or was hardly read to), and who pays or gives for the same action. Whether the words say that a cost is covered is seen outside of Cypher."
// ---
MATCH (thing:Resource)-[:USED_IN]->(subject:Action)
WHERE thing.kind = 'money' AND thing.amount IS NOT NULL
  AND (size($subjects) = 0 OR (subject.id IN $subjects AND thing.id IN $subjects))
  AND NOT EXISTS { MATCH (thing)<-[gift:PROVIDES]-() WHERE coalesce(gift.confidence, 1.0) >= 0.5 }
OPTIONAL MATCH (payer)-[payment:FUNDS]->(subject)
RETURN DISTINCT subject.id AS subject, subject.name AS name, thing.id AS thing, thing.name AS what, payer.id AS candidate, payer.name AS who, payment.amount AS amount,
       payment.status AS status
ORDER BY subject, thing, candidate, amount, status
