create macro squares(tokens) as coalesce(list_sum(list_transform(tokens, lambda x: x.w * x.w)), 0);
create macro weights(tokens) as coalesce(list_sum(list_transform(tokens, lambda x: x.w)), 0);
create macro without_words(tokens, words) as list_filter(tokens, lambda x: not list_contains(words, x.t));
create macro less(tokens, words) as
    case when len(without_words(tokens, words)) = 0 then tokens else without_words(tokens, words) end;
create macro names(tokens, words) as len(words) > 0 and len(without_words(tokens, words)) = len(tokens) - len(words);
