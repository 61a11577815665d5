-- Collected things are found by the words of their names, as records are, in lists of a million. Under row-level security
-- PostgreSQL uses no GIN index (see 20261122025100_search_texts), so words and what lists filter by lie in a table of the
-- directory, and two functions look into it for the organization of the transaction alone, answering ids and a count.
CREATE TABLE "collected_word_set" (
    "organization_id" TEXT NOT NULL,
    "object_id" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT NOT NULL,
    "listed_at" TIMESTAMPTZ(3) NOT NULL,
    "words" tsvector NOT NULL,

    CONSTRAINT "collected_word_set_pkey" PRIMARY KEY ("organization_id","object_id")
);
CREATE INDEX collected_word_set_words ON "collected_word_set" USING gin ("words") WITH (fastupdate = off);
CREATE INDEX collected_word_set_newest ON "collected_word_set" (organization_id, kind, listed_at DESC, object_id DESC);

-- Changes of tickets and what is said of them are read with their ticket; nobody searches them by themselves.
CREATE FUNCTION collected_is_searched(p_kind text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
  $$ SELECT p_kind NOT IN ('ticket_event', 'ticket_comment') $$;

-- Words with their signs left out ("sec-12" is sec12), and their parts; beside them what lists filter by, which no word is, for
-- no word has an at-sign. The same as search_words but for a code's later parts, at a fraction of its work: a run waits for it.
CREATE FUNCTION collected_words(p_organization_id text, p_kind text, p_connection_id text, p_severity text, p_open boolean, p_text text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  folded text := search_fold(p_text);
  words text[] := regexp_split_to_array(regexp_replace(folded, '[\u0001-\u0008\u000e-\u001f!-/:-`{-\u007f]+', '', 'g'), '\s+') || regexp_split_to_array(folded, '[\u0001-/:-`{-\u007f]+');
BEGIN
  RETURN array_to_tsvector(ARRAY['@k:' || p_organization_id || '/' || p_kind, '@c:' || p_connection_id, '@s:' || p_severity, CASE WHEN p_open THEN '@open' ELSE '@shut' END]
    || ARRAY(SELECT left(word, 40) FROM unnest(words) word WHERE word <> ''));
END $$;

CREATE FUNCTION collected_words_added() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO collected_word_set (organization_id, object_id, kind, listed_at, words)
    SELECT o.organization_id, o.id, o.kind, o.listed_at, collected_words(o.organization_id, o.kind, o.connection_id, o.severity, o.is_open AND o.removed_at IS NULL, concat_ws(' ', o.code, o.title, o.about, o.scope, left(o.external_id, 200))) FROM added o WHERE collected_is_searched(o.kind)
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE FUNCTION collected_words_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE collected_word_set w SET listed_at = NEW.listed_at, words = collected_words(NEW.organization_id, NEW.kind, NEW.connection_id, NEW.severity, NEW.is_open AND NEW.removed_at IS NULL, concat_ws(' ', NEW.code, NEW.title, NEW.about, NEW.scope, left(NEW.external_id, 200))) WHERE w.organization_id = NEW.organization_id AND w.object_id = NEW.id;
  RETURN NULL;
END $$;
-- That a thing was seen again changes none of this.
CREATE TRIGGER collected_words_added AFTER INSERT ON "collected_object" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION collected_words_added();
CREATE TRIGGER collected_words_changed AFTER UPDATE OF code, title, about, scope, severity, is_open, removed_at, listed_at ON "collected_object" FOR EACH ROW
  WHEN (collected_is_searched(NEW.kind) AND (NEW.code, NEW.title, NEW.about, NEW.scope, NEW.severity, NEW.is_open, NEW.removed_at, NEW.listed_at) IS DISTINCT FROM (OLD.code, OLD.title, OLD.about, OLD.scope, OLD.severity, OLD.is_open, OLD.removed_at, OLD.listed_at))
  EXECUTE FUNCTION collected_words_changed();

-- Things of a kind that hold words beginning with each of the terms, and each of the marks; the newest first, before a key.
-- What is frequent is found among the newest; what is not, by the index, which then has few to answer.
CREATE FUNCTION collected_query(p_organization_id text, p_kind text, p_terms text[], p_marks text[]) RETURNS tsquery LANGUAGE sql IMMUTABLE AS $$
  SELECT string_agg(part, ' & ')::tsquery FROM (
    SELECT quote_literal('@k:' || p_organization_id || '/' || p_kind) UNION ALL SELECT quote_literal(mark) FROM unnest(p_marks) mark UNION ALL
    SELECT quote_literal(term) || ':*' FROM unnest(p_terms) term) q (part) $$;
CREATE FUNCTION collected_find(p_kind text, p_terms text[], p_marks text[], p_before_at timestamptz, p_before_id text, p_limit int) RETURNS TABLE (object_id text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  o text := current_organization();
  q tsquery := collected_query(o, p_kind, p_terms, p_marks);
  found_ids text[];
BEGIN
  IF o IS NULL THEN RAISE EXCEPTION 'no tenant set' USING ERRCODE = '42501'; END IF;
  SELECT array_agg(hit.object_id) INTO found_ids FROM (
    SELECT n.object_id FROM (
      SELECT w.object_id, w.listed_at, w.words FROM collected_word_set w
       WHERE w.organization_id = o AND w.kind = p_kind AND (w.listed_at, w.object_id) < (p_before_at, p_before_id) ORDER BY w.listed_at DESC, w.object_id DESC LIMIT 4000) n
     WHERE n.words @@ q ORDER BY n.listed_at DESC, n.object_id DESC LIMIT p_limit) hit;
  IF coalesce(array_length(found_ids, 1), 0) < p_limit THEN
    WITH hits AS MATERIALIZED (SELECT w.object_id, w.listed_at FROM collected_word_set w WHERE w.words @@ q)
    SELECT array_agg(hit.object_id) INTO found_ids FROM (
      SELECT h.object_id FROM hits h WHERE (h.listed_at, h.object_id) < (p_before_at, p_before_id) ORDER BY h.listed_at DESC, h.object_id DESC LIMIT p_limit) hit;
  END IF;
  RETURN QUERY SELECT unnest(found_ids);
END $$;
-- How many there are, looking at so many at most.
CREATE FUNCTION collected_count(p_kind text, p_terms text[], p_marks text[], p_looks int) RETURNS int
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  o text := current_organization();
  q tsquery := collected_query(o, p_kind, p_terms, p_marks);
BEGIN
  IF o IS NULL THEN RAISE EXCEPTION 'no tenant set' USING ERRCODE = '42501'; END IF;
  RETURN (SELECT count(*) FROM (SELECT 1 FROM collected_word_set w WHERE w.words @@ q LIMIT p_looks) looked);
END $$;

-- What was collected before. The owner sees every row of it while no policy is forced.
ALTER TABLE "collected_object" NO FORCE ROW LEVEL SECURITY;
INSERT INTO collected_word_set (organization_id, object_id, kind, listed_at, words)
  SELECT o.organization_id, o.id, o.kind, o.listed_at, collected_words(o.organization_id, o.kind, o.connection_id, o.severity, o.is_open AND o.removed_at IS NULL, concat_ws(' ', o.code, o.title, o.about, o.scope, left(o.external_id, 200))) FROM collected_object o WHERE collected_is_searched(o.kind);
ALTER TABLE "collected_object" FORCE ROW LEVEL SECURITY;

REVOKE ALL ON FUNCTION collected_words_added(), collected_words_changed(), collected_find(text, text[], text[], timestamptz, text, int), collected_count(text, text[], text[], int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION collected_words_added(), collected_words_changed(), collected_find(text, text[], text[], timestamptz, text, int), collected_count(text, text[], text[], int) TO tickmark_app;
