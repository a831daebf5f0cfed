-- The entries of the index that the left records may meet: of each the $most that share the most, as in candidates.sql,
-- with the sizes as they were when the entries came in.
with bearers as (
    select key, count(*) as bearers from stored.blocks where key in (select key from left_blocks) group by key
),
met as (
    select l.record as l, r.record as r, any_value(r.entry) as entry, any_value(r.size) as size, sum(l.weight) as together
    from left_blocks l join bearers b on b.key = l.key join stored.blocks r on r.key = l.key
    where l.bearers * b.bearers <= case
          when l.kind = 'word' and (l.town is null or r.town is null) then 40000
          when l.kind in ('word', 'beginning', 'town') then 900
          else 10000 end
    group by all
),
near as (
    select entry from met
    qualify row_number() over (partition by l order by together / sqrt(size + 1) desc, r) <= $most
)
select entry, id, name, other_names, kind, municipality, province, region, address
from stored.entries where entry in (select entry from near) order by entry;
