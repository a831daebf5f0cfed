// ---
// name = "areas-without-youth-led"
// title = { it = "Aree senza organizzazioni giovanili", en = "Areas without youth-led organisations" }
// [description]
// it = "Aree nelle cui azioni non c'è alcuna organizzazione guidata da giovani (o da chi si sceglie)."
// en = "Areas in whose actions there is no organisation led by young people (or by whom you choose)."
// [[parameters]]
// name = "led_by"
// type = "word"
// words = ["young", "senior", "mixed"]
// default = "young"
// description = { it = "guidata da", en = "led by" }
// ---
MATCH (area:Area)
WHERE NOT EXISTS {
  MATCH (area)<-[:ADDRESSES]-(:Action)<-[:PROMOTES|LEADS|PARTICIPATES_IN|FUNDS]-(led:Organisation)
  WHERE led.led_by = $led_by
}
OPTIONAL MATCH (area)<-[:ADDRESSES]-(:Action)<-[:PROMOTES|LEADS|PARTICIPATES_IN|FUNDS]-(organisation:Organisation)
RETURN area.name AS area, count(DISTINCT organisation) AS organisations
ORDER BY area
