// Removes nodes and whatever is tied to them, where they are.
UNWIND $rows AS row
MATCH (n:<label> {id: row.id})
DETACH DELETE n
