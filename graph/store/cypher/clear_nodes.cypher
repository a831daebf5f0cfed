// Removes up to $size nodes, of which nothing hangs any more.
MATCH (n)
WITH n LIMIT $size
DELETE n
RETURN count(*) AS written
