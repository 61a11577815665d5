-- The register by due date, whatever its filters: the index there was holds what is owed alone.
CREATE INDEX "finding_state_organization_id_due_on_number_idx" ON "finding_state" ("organization_id", "due_on", "number" DESC);

-- As before, for all candidates of a kind at once: a question per candidate took seconds for a frequent word.
CREATE OR REPLACE FUNCTION search_texts_within(p_kind text, p_ids text[], p_controls text[], p_from timestamptz, p_until timestamptz) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  o text := current_organization();
BEGIN
  IF p_controls IS NULL OR p_ids IS NULL THEN RETURN p_ids; END IF;
  IF p_kind = 'control' THEN
    RETURN (SELECT array_agg(id) FROM unnest(p_ids) id WHERE id = ANY (p_controls));
  ELSIF p_kind = 'mapping' THEN
    RETURN (SELECT array_agg(id) FROM unnest(p_ids) id WHERE split_part(id, ' ', 1) = ANY (p_controls));
  ELSIF p_kind = 'evidence' THEN
    RETURN (SELECT array_agg(DISTINCT a.evidence_id) FROM evidence_answer a
      JOIN evidence_state s ON s.organization_id = o AND s.evidence_id = a.evidence_id AND s.review_state = 'accepted'
      JOIN evidence_request r ON r.organization_id = o AND r.id = a.request_id AND r.control_id = ANY (p_controls)
      WHERE a.organization_id = o AND a.evidence_id = ANY (p_ids) AND a.effective_from < p_until AND a.effective_until > p_from);
  ELSIF p_kind = 'incident' THEN
    RETURN (SELECT array_agg(i.id) FROM incident i WHERE i.organization_id = o AND i.id = ANY (p_ids) AND i.declared_at >= p_from AND i.declared_at < p_until);
  ELSIF p_kind = 'finding' THEN
    RETURN (SELECT array_agg(DISTINCT f.id) FROM finding f
      JOIN finding_state s ON s.organization_id = o AND s.finding_id = f.id AND s.visibility = 'shared_with_auditor' AND (s.settled_at IS NULL OR s.settled_at >= p_from OR s.status = 'risk_accepted')
      JOIN finding_control c ON c.organization_id = o AND c.finding_id = f.id AND c.control_id = ANY (p_controls)
      WHERE f.organization_id = o AND f.id = ANY (p_ids) AND f.raised_at < p_until);
  END IF;
  RETURN NULL;
END $$;

-- As before; of what an engagement holds among the newest, too, no more than `p_limit` are ranked and answered.
CREATE OR REPLACE FUNCTION search_texts(p_query tsquery, p_kind text, p_walk int, p_limit int, p_controls text[], p_from timestamptz, p_until timestamptz, OUT hits jsonb, OUT more boolean)
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
    ids := ids || search_texts_within(p_kind, few, p_controls, p_from, p_until);
  END IF;
  SELECT array_agg(hit.record_id) INTO ids FROM (SELECT one AS record_id FROM unnest(ids) one GROUP BY one ORDER BY one COLLATE "C" DESC LIMIT p_limit) hit;
  more := coalesce(array_length(ids, 1), 0) >= p_limit OR coalesce(array_length(few, 1), 0) >= index_hits;
  SELECT coalesce(jsonb_agg(jsonb_build_array(t.record_id, ts_rank(t.lexemes, p_query, 1))), '[]') INTO hits
    FROM search_text t WHERE t.organization_id = o AND t.kind = p_kind AND t.record_id = ANY (ids);
END $$;
