MATCH (area:Area)<-[:ADDRESSES]-(:Action)<-[:LEADS|PROMOTES|PARTICIPATES_IN]-(o:Organisation)
WHERE area.id IN $subjects AND o.led_by IN ['young', 'senior']
RETURN DISTINCT area.name AS area, o.led_by AS led_by, o.name AS organisation
ORDER BY led_by, organisation
