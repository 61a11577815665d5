-- Which controls and requirements a finding touched at an instant is told by the events that said so: packets tell a period
-- as it was known then, and the rows beside the finding say only what is so now.
ALTER TABLE "finding_event" ADD COLUMN "control_ids" TEXT[];
ALTER TABLE "finding_event" ADD COLUMN "requirement_refs" TEXT[];

-- A packet looks for findings that touch its control now, or were related to other controls once.
CREATE INDEX finding_event_related ON "finding_event" ("organization_id", "finding_id") WHERE kind = 'related';

-- What is known of events before: the last of them said what is so now. An earlier one of a finding that was related anew is
-- told the same; what it said stands in its text. A fact is not changed by this: it gains what was kept beside it.
ALTER TABLE finding_event DISABLE TRIGGER append_only;
DO $$
DECLARE o text;
BEGIN
  FOR o IN SELECT organization_id FROM organization_slug LOOP
    PERFORM set_config('tickmark.organization_id', o, true);
    UPDATE finding_event e SET
      control_ids = ARRAY(SELECT c.control_id FROM finding_control c WHERE c.organization_id = o AND c.finding_id = e.finding_id ORDER BY 1),
      requirement_refs = ARRAY(SELECT r.framework_key || ' ' || r.requirement_code FROM finding_requirement r WHERE r.organization_id = o AND r.finding_id = e.finding_id ORDER BY 1)
    WHERE e.organization_id = o AND e.kind IN ('raised', 'related');
    -- Packets in the making are read anew, as of the same instant: what was read for them before holds no findings.
    UPDATE packet_state SET content_sha256 = NULL WHERE organization_id = o AND status <> 'sealed' AND content_sha256 IS NOT NULL;
  END LOOP;
  PERFORM set_config('tickmark.organization_id', '', true);
END $$;
ALTER TABLE finding_event ENABLE TRIGGER append_only;

-- Words that name other records are not searched: an auditor who may read the finding may not read all of these.
CREATE OR REPLACE FUNCTION search_text_of_finding(o text, p_finding_id text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT concat_ws(E'\n', f.description, s.root_cause, s.plan,
      (SELECT string_agg(e.text, E'\n' ORDER BY e.number) FROM finding_event e
        WHERE e.organization_id = o AND e.finding_id = f.id AND e.text <> '' AND e.kind NOT IN ('raised', 'related', 'evidence_added', 'ticket_linked', 'ticket_removed')))
    FROM finding f JOIN finding_state s ON s.organization_id = o AND s.finding_id = f.id WHERE f.organization_id = o AND f.id = p_finding_id $$;
DO $$
DECLARE o text;
BEGIN
  FOR o IN SELECT organization_id FROM organization_slug LOOP
    PERFORM set_config('tickmark.organization_id', o, true);
    PERFORM search_text_fill_findings(o);
  END LOOP;
  PERFORM set_config('tickmark.organization_id', '', true);
END $$;
