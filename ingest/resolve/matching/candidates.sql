-- The records of the right side that each left record should be compared with, at most $most: those that share the most.
-- A key that too many records share brings nobody together; `most_pairs` bounds the pairs of a key of each kind.
create or replace temp table candidates as
with met as (
    select l.record as l, r.record as r, sum(l.weight) as together
    from left_blocks l join right_blocks r on r.key = l.key
    where l.entry between $first and $last
      and l.bearers * r.bearers <= case
          when l.kind = 'word' and (l.town is null or r.town is null) then 40000
          when l.kind in ('word', 'beginning', 'town') then 900
          else 10000 end
      and (not $within or l.entry < r.entry)
    group by all
)
select l, r from met
join left_records a on a.record = l join right_records b on b.record = r
qualify row_number() over (partition by l order by together / sqrt(a.size * b.size + 1) desc, r) <= $most;
