// ---
// name = "denied-with-evidence"
// title = { it = "Rifiuti e ritiri con le parole", en = "Refusals and withdrawals with their words" }
// [description]
// it = "Che cosa è negato, rifiutato o ritirato, con il passo che lo dice e il documento."
// en = "What is denied, refused or withdrawn, with the passage that says so and its document."
// ---
MATCH (subject)-[tie:DENIED]->(object)
UNWIND tie.evidence AS key
OPTIONAL MATCH (passage:Passage {id: key})-[:IN_DOCUMENT]->(document:Document)
RETURN subject.name AS subject, tie.claim AS claim, object.name AS object, passage.text AS passage,
       document.name AS document, passage.page AS page, key AS evidence
ORDER BY subject, claim, object, document, passage, evidence
