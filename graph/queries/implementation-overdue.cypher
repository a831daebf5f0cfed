// ---
// name = "implementation-overdue"
// title = { it = "Scadenze passate", en = "Deadlines past" }
// parameters = [
//   { name = "subjects", type = "list", default = [], description = { it = "id di ciò che si guarda; vuoto: tutto", en = "ids of what to look at; empty: all" } },
//   { name = "today", type = "text", default = "", description = { it = "il giorno (AAAA-MM-GG); vuoto: oggi", en = "the day (ISO date); empty: today" } },
// ]
// [description]
// it = "Azioni di un piano la cui scadenza è passata, di cui nessun documento successivo dice che qualcosa è fatto o in corso."
// en = "Actions of a plan whose deadline is past, of which no document since says that anything is done or goes on."
// ---
WITH CASE WHEN $today = '' THEN toString(date()) ELSE $today END AS today
MATCH (subject:Action)
WHERE (size($subjects) = 0 OR subject.id IN $subjects)
  AND (EXISTS { MATCH (subject)-[:PART_OF*0..9]->(:Action)-[:ADDRESSES]->(:Area) }
       OR EXISTS { MATCH (subject)-[:PART_OF*1..9]->(:Plan) })
  AND subject.until IS NOT NULL AND left(subject.until, size(today)) < left(today, size(subject.until))
OPTIONAL MATCH (planned:Passage)-[:IN_DOCUMENT]->(plan:Document)
WHERE EXISTS { MATCH (subject)-[place:ADDRESSES|PART_OF]->() WHERE planned.id IN place.evidence }
WITH subject, collect(DISTINCT plan.id) AS planning
OPTIONAL MATCH (subject)-[tie:LEADS|PROMOTES|PARTICIPATES_IN|FUNDS|USED_IN|SERVES|INVOLVES|LOCATED_IN]-()
WHERE tie.status IN ['done', 'under_way']
OPTIONAL MATCH (passage:Passage)-[:IN_DOCUMENT]->(document:Document)
WHERE passage.id IN tie.evidence
WITH subject,
     CASE WHEN document IS NULL THEN 0
          WHEN document.date IS NULL AND tie.status = 'done' THEN 1
          WHEN left(document.date, size(subject.until)) > left(subject.until, size(document.date)) THEN 1
          WHEN left(document.date, size(subject.until)) = left(subject.until, size(document.date))
               AND NOT document.id IN planning THEN 1
          ELSE 0 END AS since
WITH subject, sum(since) AS heard
WHERE heard = 0
RETURN subject.id AS subject, subject.name AS name
ORDER BY subject
