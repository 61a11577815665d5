-- The same words as before, a fifth of the work: every token was folded and split once more by a function of its own,
-- which cost 0.3 ms of each evidence that is filed.
CREATE OR REPLACE FUNCTION search_words(p_text text) RETURNS SETOF text LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT DISTINCT left(word, 40) FROM regexp_split_to_table(search_fold(p_text), '\s+') token
  CROSS JOIN LATERAL (
    SELECT regexp_replace(token, '[\u0001-/:-`{-\u007f]+', '', 'g') UNION ALL
    SELECT regexp_replace(regexp_replace(token, '^[^\u0001-/:-`{-\u007f]+', ''), '[\u0001-/:-`{-\u007f]+', '', 'g') UNION ALL
    SELECT regexp_split_to_table(token, '[\u0001-/:-`{-\u007f]+')) of_token (word)
  WHERE word <> '' $$;
