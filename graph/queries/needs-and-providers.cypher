// ---
// name = "needs-and-providers"
// title = { it = "Bisogni e chi potrebbe rispondere", en = "Needs and who could provide" }
// [description]
// it = "Che cosa manca a chi, e chi mette a disposizione qualcosa dello stesso tipo."
// en = "What is missing to whom, and who provides something of the same kind."
// [[parameters]]
// name = "kind"
// type = "word"
// words = ["", "money", "space", "people", "skills", "data", "equipment", "other"]
// default = ""
// description = { it = "tipo di risorsa; vuoto: tutti", en = "kind of resource; empty: all" }
// ---
MATCH (who)-[tie:NEEDS]->(need:Resource)
WHERE $kind = '' OR need.kind = $kind
OPTIONAL MATCH (provider)-[offer:PROVIDES]->(offered:Resource)
WHERE offered.kind = need.kind AND provider.id <> who.id
RETURN who.name AS who, need.name AS need, need.kind AS kind, tie.status AS status,
       coalesce(provider.name, '') AS provider, coalesce(offered.name, '') AS offered,
       coalesce(offer.status, '') AS offer_status
ORDER BY who, need, provider, offered, offer_status
