// ---
// name = "sources-of-an-organisation"
// title = { it = "Fonti su un'organizzazione", en = "Sources of an organisation" }
// [description]
// it = "In quali documenti è nominata e in quali registri è iscritta un'organizzazione."
// en = "In which documents an organisation is named and in which registers it is entered."
// [[parameters]]
// name = "organisation"
// type = "text"
// default = ""
// description = { it = "parte del nome; vuoto: tutte", en = "part of the name; empty: all" }
// ---
MATCH (organisation:Organisation)-[tie:MENTIONED_IN|REGISTERED_AS]->(source)
WHERE $organisation = '' OR toLower(organisation.name) CONTAINS toLower($organisation)
RETURN organisation.name AS organisation, type(tie) AS tie, source.name AS source,
       coalesce(source.source, source.register, '') AS origin
ORDER BY organisation, tie, source, origin
