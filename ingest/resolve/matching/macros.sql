create macro squares(tokens) as coalesce(list_sum(list_transform(tokens, lambda x: x.w * x.w)), 0);
create macro weights(tokens) as coalesce(list_sum(list_transform(tokens, lambda x: x.w)), 0);
create macro without_words(tokens, words) as list_filter(tokens, lambda x: not list_contains(words, x.t));
create macro less(tokens, words) as
    case when len(without_words(tokens, words)) = 0 then tokens else without_words(tokens, words) end;
create macro names(tokens, words) as len(words) > 0 and len(without_words(tokens, words)) = len(tokens) - len(words);
create macro starts(long, short) as length(short) >= 8 and starts_with(long, short);
-- Whether a register cut the name short within a word.
create macro cuts(long, short) as length(short) >= 20 and starts_with(long, short)
    and substr(long, length(short) + 1, 1) not in ('', ' ');
-- What is told by the last word of a name that ends within a word: no more than its letters.
create macro torn(tokens, common) as case when len(tokens) = 0 or list_contains(common, tokens[-1]) then 0
    else least(tokens[-1].w, length(tokens[-1].t)) end;
