// Makes entities quick to find by name.
CREATE INDEX IF NOT EXISTS FOR (n:<label>) ON (n.name)
