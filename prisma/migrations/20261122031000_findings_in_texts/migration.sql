-- Findings are found by what they say, and an auditor's search is limited to the engagement where it is looked for, not
-- after: hits outside of it no longer use up what a search looks at.
ALTER TABLE search_text DROP CONSTRAINT search_text_kind;
ALTER TABLE search_text ADD CONSTRAINT search_text_kind CHECK (kind IN ('control', 'requirement', 'mapping', 'evidence', 'incident', 'finding'));

-- What a finding says: what was found, the cause and the plan as they stand, and every word that an act came with (steps
-- among them). The event that raised it repeats the description.
CREATE FUNCTION search_text_of_finding(o text, p_finding_id text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT concat_ws(E'\n', f.description, s.root_cause, s.plan,
      (SELECT string_agg(e.text, E'\n' ORDER BY e.number) FROM finding_event e WHERE e.organization_id = o AND e.finding_id = f.id AND e.kind <> 'raised' AND e.text <> ''))
    FROM finding f JOIN finding_state s ON s.organization_id = o AND s.finding_id = f.id WHERE f.organization_id = o AND f.id = p_finding_id $$;

-- Every act on a finding appends an event, after what it changed.
CREATE FUNCTION search_text_finding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_text_keep('finding', f.id, concat_ws(' ', 'FND-' || to_char(f.raised_at AT TIME ZONE 'UTC', 'YYYY') || '-' || f.number, f.title), search_text_of_finding(f.organization_id, f.id))
    FROM finding f WHERE f.organization_id = NEW.organization_id AND f.id = NEW.finding_id;
  RETURN NULL;
END $$;
CREATE TRIGGER search_texts AFTER INSERT ON finding_event FOR EACH ROW EXECUTE FUNCTION search_text_finding();

-- Which of these records an engagement holds; all of them where none is named. The same rules as the portal's lists have.
CREATE FUNCTION search_texts_within(p_kind text, p_ids text[], p_controls text[], p_from timestamptz, p_until timestamptz) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(asked.id) FROM unnest(p_ids) AS asked(id) WHERE p_controls IS NULL OR CASE p_kind
    WHEN 'control' THEN asked.id = ANY (p_controls)
    WHEN 'mapping' THEN split_part(asked.id, ' ', 1) = ANY (p_controls)
    WHEN 'evidence' THEN EXISTS (
      SELECT FROM evidence_answer a
      JOIN evidence_state s ON s.organization_id = a.organization_id AND s.evidence_id = a.evidence_id AND s.review_state = 'accepted'
      JOIN evidence_request r ON r.organization_id = a.organization_id AND r.id = a.request_id AND r.control_id = ANY (p_controls)
      WHERE a.organization_id = current_organization() AND a.evidence_id = asked.id AND a.effective_from < p_until AND a.effective_until > p_from)
    WHEN 'incident' THEN EXISTS (SELECT FROM incident i WHERE i.organization_id = current_organization() AND i.id = asked.id AND i.declared_at >= p_from AND i.declared_at < p_until)
    WHEN 'finding' THEN EXISTS (
      SELECT FROM finding f
      JOIN finding_state s ON s.organization_id = f.organization_id AND s.finding_id = f.id AND s.visibility = 'shared_with_auditor' AND (s.settled_at IS NULL OR s.settled_at >= p_from OR s.status = 'risk_accepted')
      JOIN finding_control c ON c.organization_id = f.organization_id AND c.finding_id = f.id AND c.control_id = ANY (p_controls)
      WHERE f.organization_id = current_organization() AND f.id = asked.id AND f.raised_at < p_until)
    ELSE false END $$;

-- As before (see search_texts of 20261122025100): what is frequent is found among the newest `p_walk`, what is not by the
-- index. With controls and a period it answers of their records alone. `more`: there may be hits that were not looked at.
DROP FUNCTION search_texts(tsquery, text, int, int);
CREATE FUNCTION search_texts(p_query tsquery, p_kind text, p_walk int, p_limit int, p_controls text[], p_from timestamptz, p_until timestamptz, OUT hits jsonb, OUT more boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  o text := current_organization();
  index_hits constant int := 20000;
  walked text[];
  few text[] := '{}';
  ids text[];
BEGIN
  IF o IS NULL THEN RAISE EXCEPTION 'no tenant set' USING ERRCODE = '42501'; END IF;
  SELECT array_agg(hit.record_id) INTO walked FROM (
    SELECT n.record_id FROM (SELECT t.record_id, t.lexemes FROM search_text t WHERE t.organization_id = o AND t.kind = p_kind ORDER BY t.record_id DESC LIMIT p_walk) n
     WHERE n.lexemes @@ p_query LIMIT CASE WHEN p_controls IS NULL THEN p_limit END) hit;
  ids := coalesce(search_texts_within(p_kind, walked, p_controls, p_from, p_until), '{}');
  IF array_length(ids, 1) IS NULL OR array_length(ids, 1) < p_limit THEN
    SELECT array_agg(t.record_id) INTO few FROM (
      SELECT t.record_id FROM search_text t WHERE t.lexemes @@ (quote_literal(search_tag(o, p_kind))::tsquery && p_query) AND t.organization_id = o AND t.kind = p_kind LIMIT index_hits) t;
    SELECT array_agg(hit.record_id) INTO ids FROM (
      SELECT one AS record_id FROM unnest(ids || search_texts_within(p_kind, few, p_controls, p_from, p_until)) one GROUP BY one ORDER BY one COLLATE "C" DESC LIMIT p_limit) hit;
  END IF;
  more := coalesce(array_length(ids, 1), 0) >= p_limit OR coalesce(array_length(few, 1), 0) >= index_hits;
  SELECT coalesce(jsonb_agg(jsonb_build_array(t.record_id, ts_rank(t.lexemes, p_query, 1))), '[]') INTO hits
    FROM search_text t WHERE t.organization_id = o AND t.kind = p_kind AND t.record_id = ANY (ids);
END $$;

REVOKE ALL ON FUNCTION search_texts(tsquery, text, int, int, text[], timestamptz, timestamptz), search_texts_within(text, text[], text[], timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_texts(tsquery, text, int, int, text[], timestamptz, timestamptz) TO tickmark_app;

-- Everything that an organization has already; told whose it is, so that a fill past the triggers can call it too.
CREATE FUNCTION search_text_fill_findings(o text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO search_text (organization_id, kind, record_id, lexemes)
  SELECT o, 'finding', id, search_lexemes(o, 'finding', concat_ws(' ', 'FND-' || to_char(raised_at AT TIME ZONE 'UTC', 'YYYY') || '-' || number, title), search_text_of_finding(o, id)) FROM finding WHERE organization_id = o
  ON CONFLICT (organization_id, kind, record_id) DO UPDATE SET lexemes = excluded.lexemes $$;
REVOKE ALL ON FUNCTION search_text_fill_findings(text) FROM PUBLIC;

DO $$
DECLARE o text;
BEGIN
  FOR o IN SELECT organization_id FROM organization_slug LOOP
    PERFORM set_config('tickmark.organization_id', o, true);
    PERFORM search_text_fill_findings(o);
  END LOOP;
  PERFORM set_config('tickmark.organization_id', '', true);
END $$;
