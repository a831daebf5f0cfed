// Makes `id` unique in a label.
CREATE CONSTRAINT IF NOT EXISTS FOR (n:<label>) REQUIRE n.id IS UNIQUE
