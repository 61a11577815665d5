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
