-- What is compared of each candidate pair, once. Where both sit in one town, or only one says its town, the words of the
-- town say nothing of the name.
create or replace temp table pairs as
with sides as (
    select l, r, a, b, a.town = b.town as together,
        case when a.town is null then less(a.tokens, b.town_words)
             when b.town is null or a.town = b.town then a.bare else a.tokens end as left_tokens,
        case when b.town is null then less(b.tokens, a.town_words)
             when a.town is null or a.town = b.town then b.bare else b.tokens end as right_tokens
    from candidates join left_records a on a.record = l join right_records b on b.record = r
),
likeness as (
    select *, starts(a.letters, b.letters) or starts(b.letters, a.letters) as begins, cuts(a.spelt_out, b.spelt_out)
        or cuts(b.spelt_out, a.spelt_out) as cut,
    list_intersect(left_tokens, right_tokens) as common, squares(left_tokens) as left_size,
        squares(right_tokens) as right_size
    from sides
)
select row_number() over () as pair, l, r, a, b,
    squares(common) / sqrt(left_size * right_size) as cosine,
    squares(common) / least(left_size, right_size) as cover,
    case when a.letters = b.letters then weights(left_tokens) else weights(common) end
        + case when not (begins or cut) then 0
               when length(a.letters) < length(b.letters) then torn(left_tokens, common) else torn(right_tokens, common) end as shared,
    a.letters = b.letters or squares(common) >= 0.999 * greatest(left_size, right_size) as alike,
    begins, ends_with(a.letters, b.letters) or ends_with(b.letters, a.letters) as ends, cut,
    case when a.trunk = b.trunk and a.tail <> b.tail and a.tail <> '' and b.tail <> '' then 'other town'
         when a.letters <> b.letters and (a.trunk = b.letters or b.trunk = a.letters) then 'town'
         when (a.part = '') <> (b.part = '') and (len(common) + 2 <= len(left_tokens) and len(common) = len(right_tokens)
             or len(common) + 2 <= len(right_tokens) and len(common) = len(left_tokens)) then 'part'
    end as branch,
    1 - damerau_levenshtein(a.letters, b.letters) / greatest(length(a.letters), length(b.letters), 1) as spelling,
    case when together then 'municipality'
         when a.town is null and b.town is not null and names(a.tokens, b.town_words) then 'named'
         when b.town is null and a.town is not null and names(b.tokens, a.town_words) then 'named'
         when not together and a.province = b.province then 'near'
         when not together then 'elsewhere'
         when a.province = b.province then 'province'
         when a.region = b.region then 'region'
         when length(a.province) = length(b.province) or a.region <> b.region then 'elsewhere'
    end as place
from likeness;
