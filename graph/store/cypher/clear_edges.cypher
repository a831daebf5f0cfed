// Removes up to $size relationships.
MATCH ()-[r]->()
WITH r LIMIT $size
DELETE r
RETURN count(*) AS written
