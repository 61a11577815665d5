-- How late the ledger's leaves were recorded so far: an entry that is recorded earlier than those before it shows that the
-- machine's clock was set back (lib/ledger/clock-steps.ts).
ALTER TABLE "ledger_head" ADD COLUMN "latest_at" TIMESTAMPTZ(3);

DO $$
DECLARE o text;
BEGIN
  FOR o IN SELECT organization_id FROM organization_slug LOOP
    PERFORM set_config('tickmark.organization_id', o, true);
    UPDATE ledger_head h SET latest_at = (SELECT max(e.recorded_at) FROM ledger_pending_entry e JOIN ledger_leaf l ON l.organization_id = e.organization_id AND l.entry_id = e.id
      WHERE e.organization_id = o) WHERE h.organization_id = o;
  END LOOP;
END $$;

-- The ledger is looked after every minute and audited every day. Such work that lies further ahead was put in line before the
-- clock was set back, and would wait until the clock comes there again.
CREATE INDEX due_work_ledger ON due_work (due_at) WHERE kind IN ('ledger', 'ledger_audit');

CREATE FUNCTION directory_recall_ledger_work(p_now timestamptz) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE due_work SET due_at = p_now WHERE kind IN ('ledger', 'ledger_audit')
    AND due_at > p_now + CASE kind WHEN 'ledger' THEN interval '15 minutes' ELSE interval '25 hours' END
    AND due_at > p_now + interval '15 minutes' $$;
REVOKE ALL ON FUNCTION directory_recall_ledger_work(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory_recall_ledger_work(timestamptz) TO tickmark_app;
