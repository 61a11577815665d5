-- Full texts. Under row-level security PostgreSQL uses no GIN index: its operator is not leakproof, so every row of the
-- tenant would be read first. So the lexemes lie in a table of the directory, to which the app role has no right at all,
-- and one function looks into it: for the organization of the transaction and no other, answering ids and ranks alone.
-- Whatever is shown of what it found is read again under row-level security.
CREATE TABLE "search_text" (
    "organization_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "record_id" TEXT COLLATE "C" NOT NULL,
    "lexemes" tsvector NOT NULL,

    CONSTRAINT "search_text_pkey" PRIMARY KEY ("organization_id","kind","record_id"),
    CONSTRAINT search_text_kind CHECK ("kind" IN ('control', 'requirement', 'mapping', 'evidence', 'incident'))
);
-- Without a list of pending entries, which every search would read from its beginning to its end.
CREATE INDEX search_text_lexemes ON "search_text" USING gin ("lexemes") WITH (fastupdate = off);

-- One lexeme names organization and kind, so that the index itself leaves all others out: no text has a lexeme like it.
CREATE FUNCTION search_tag(p_organization_id text, p_kind text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
  $$ SELECT '@' || p_organization_id || '/' || p_kind $$;

-- Title and codes weigh more than the text; a code is found by its parts too, as the palette finds it.
CREATE FUNCTION search_lexemes(p_organization_id text, p_kind text, p_title text, p_text text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector('english', search_fold(coalesce(p_title, ''))), 'A') || to_tsvector('english', search_fold(left(coalesce(p_text, ''), 100000)))
      || array_to_tsvector(ARRAY[search_tag(p_organization_id, p_kind)]) $$;

CREATE FUNCTION search_text_keep(p_kind text, p_record_id text, p_title text, p_text text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_organization() IS NULL THEN RAISE EXCEPTION 'no tenant set' USING ERRCODE = '42501'; END IF;
  INSERT INTO search_text (organization_id, kind, record_id, lexemes)
    VALUES (current_organization(), p_kind, p_record_id, search_lexemes(current_organization(), p_kind, p_title, p_text))
    ON CONFLICT (organization_id, kind, record_id) DO UPDATE SET lexemes = excluded.lexemes;
END $$;
CREATE FUNCTION search_text_forget(p_kind text, p_from text, p_before text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS
  $$ DELETE FROM search_text WHERE organization_id = current_organization() AND kind = p_kind AND record_id >= p_from AND record_id < p_before $$;

-- The newest records of one kind that hold what is asked for, with their rank; `p_limit` of them at most. What is frequent
-- is found among the newest `p_walk`; what is not, by the index, which then has few to answer.
CREATE FUNCTION search_texts(p_query tsquery, p_kind text, p_walk int, p_limit int) RETURNS TABLE (record_id text, rank real)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  o text := current_organization();
  found_ids text[];
BEGIN
  IF o IS NULL THEN RAISE EXCEPTION 'no tenant set' USING ERRCODE = '42501'; END IF;
  SELECT array_agg(hit.record_id) INTO found_ids FROM (
    SELECT n.record_id FROM (SELECT t.record_id, t.lexemes FROM search_text t WHERE t.organization_id = o AND t.kind = p_kind ORDER BY t.record_id DESC LIMIT p_walk) n
     WHERE n.lexemes @@ p_query LIMIT p_limit) hit;
  IF coalesce(array_length(found_ids, 1), 0) < p_limit THEN
    SELECT array_agg(hit.record_id) INTO found_ids FROM (
      SELECT few.record_id FROM (
        SELECT t.record_id FROM search_text t WHERE t.lexemes @@ (quote_literal(search_tag(o, p_kind))::tsquery && p_query) AND t.organization_id = o AND t.kind = p_kind LIMIT 20000) few
       ORDER BY few.record_id DESC LIMIT p_limit) hit;
  END IF;
  RETURN QUERY SELECT t.record_id, ts_rank(t.lexemes, p_query, 1) FROM search_text t WHERE t.organization_id = o AND t.kind = p_kind AND t.record_id = ANY (found_ids);
END $$;

REVOKE ALL ON FUNCTION search_text_keep(text, text, text, text), search_text_forget(text, text, text), search_texts(tsquery, text, int, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_text_keep(text, text, text, text), search_text_forget(text, text, text), search_texts(tsquery, text, int, int) TO tickmark_app;

-- What a control says, each text after its name in the record.
CREATE FUNCTION search_text_of(v control_version) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT concat_ws(E'\n', v.statement, v.context, v.scope, v.guidance, v.how_tested, v.why_sufficient, v.auditor_validates, v.owner_team) $$;

-- Kept by triggers, so that no verb, seed or import can forget a record.
CREATE FUNCTION search_text_control() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_text_keep('control', NEW.control_id, c.code || ' ' || NEW.title, search_text_of(NEW)) FROM control c WHERE c.organization_id = NEW.organization_id AND c.id = NEW.control_id;
  RETURN NULL;
END $$;
CREATE FUNCTION search_text_mapping() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE k text := concat_ws(' ', NEW.control_id, NEW.framework_key, NEW.requirement_code);
BEGIN
  IF NEW.retracted THEN PERFORM search_text_forget('mapping', k, k || E'\x01');
  ELSE PERFORM search_text_keep('mapping', k, '', NEW.rationale);
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION search_text_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_text_keep('evidence', NEW.id, concat_ws(' ', 'EV-' || NEW.number, NEW.title), concat_ws(E'\n', NEW.note, NEW.file_name));
  RETURN NULL;
END $$;
CREATE FUNCTION search_text_incident() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_text_keep('incident', NEW.id, NEW.title, '');
  RETURN NULL;
END $$;
-- A new version of an own framework takes the place of the one before.
CREATE FUNCTION search_text_framework() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_text_forget('requirement', NEW.framework_key || ' ', NEW.framework_key || '!');
  RETURN NULL;
END $$;
CREATE FUNCTION search_text_requirement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_text_keep('requirement', v.framework_key || ' ' || NEW.code, concat_ws(' ', NEW.code, NEW.title), NEW.group_title) FROM own_framework_version v WHERE v.organization_id = NEW.organization_id AND v.id = NEW.version_id;
  RETURN NULL;
END $$;

CREATE TRIGGER search_texts AFTER INSERT ON control_version FOR EACH ROW EXECUTE FUNCTION search_text_control();
CREATE TRIGGER search_texts AFTER INSERT ON mapping_version FOR EACH ROW EXECUTE FUNCTION search_text_mapping();
CREATE TRIGGER search_texts AFTER INSERT ON evidence FOR EACH ROW EXECUTE FUNCTION search_text_evidence();
CREATE TRIGGER search_texts AFTER INSERT ON incident FOR EACH ROW EXECUTE FUNCTION search_text_incident();
CREATE TRIGGER search_texts AFTER INSERT ON own_framework_version FOR EACH ROW EXECUTE FUNCTION search_text_framework();
CREATE TRIGGER search_texts AFTER INSERT ON own_requirement FOR EACH ROW EXECUTE FUNCTION search_text_requirement();

-- Everything that an organization has already; told whose it is, so that a fill past the triggers can call it too.
CREATE FUNCTION search_text_fill(o text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO search_text (organization_id, kind, record_id, lexemes)
  SELECT o, 'control', c.id, search_lexemes(o, 'control', c.code || ' ' || v.title, search_text_of(v)) FROM control c
    CROSS JOIN LATERAL (SELECT * FROM control_version v WHERE v.organization_id = o AND v.control_id = c.id ORDER BY v.version DESC LIMIT 1) v WHERE c.organization_id = o
  UNION ALL
  SELECT o, 'mapping', concat_ws(' ', m.control_id, m.framework_key, m.requirement_code), search_lexemes(o, 'mapping', '', m.rationale)
    FROM (SELECT DISTINCT ON (control_id, framework_key, requirement_code) * FROM mapping_version WHERE organization_id = o ORDER BY control_id, framework_key, requirement_code, recorded_at DESC, id DESC) m WHERE NOT m.retracted
  UNION ALL
  SELECT o, 'requirement', v.framework_key || ' ' || r.code, search_lexemes(o, 'requirement', concat_ws(' ', r.code, r.title), r.group_title)
    FROM (SELECT DISTINCT ON (framework_key) * FROM own_framework_version WHERE organization_id = o ORDER BY framework_key, version DESC) v
    JOIN own_requirement r ON r.organization_id = o AND r.version_id = v.id
  UNION ALL
  SELECT o, 'incident', id, search_lexemes(o, 'incident', title, '') FROM incident WHERE organization_id = o
  UNION ALL
  SELECT o, 'evidence', id, search_lexemes(o, 'evidence', concat_ws(' ', 'EV-' || number, title), concat_ws(E'\n', note, file_name)) FROM evidence WHERE organization_id = o
  ON CONFLICT (organization_id, kind, record_id) DO UPDATE SET lexemes = excluded.lexemes $$;
REVOKE ALL ON FUNCTION search_text_fill(text) FROM PUBLIC;

DO $$
DECLARE o text;
BEGIN
  FOR o IN SELECT organization_id FROM organization_slug LOOP
    PERFORM set_config('tickmark.organization_id', o, true);
    PERFORM search_text_fill(o);
  END LOOP;
  PERFORM set_config('tickmark.organization_id', '', true);
END $$;
