-- Where the ledger's checkpoints are kept outside the database, and what time-stamping authorities attested of them.
CREATE TABLE "ledger_place_state" (
    "organization_id" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "kept_size" BIGINT,
    "kept_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "failure" TEXT,
    "failing_since" TIMESTAMPTZ(3),

    CONSTRAINT "ledger_place_state_pkey" PRIMARY KEY ("organization_id","place")
);
ALTER TABLE ledger_place_state ADD CONSTRAINT ledger_place_state_place CHECK (place IN ('folder', 'bucket', 'time_stamp', 'mail'));

CREATE TABLE "ledger_time_stamp" (
    "organization_id" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "reply" BYTEA NOT NULL,
    "stamped_at" TIMESTAMPTZ(3) NOT NULL,
    "serial" TEXT NOT NULL,
    "authority" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_time_stamp_pkey" PRIMARY KEY ("organization_id","size")
);

-- The locks of tenant tables (see 20261122000100_locks).
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['ledger_place_state', 'ledger_time_stamp'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tickmark_app', t);
  END LOOP;
END $$;
GRANT UPDATE ON ledger_place_state TO tickmark_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_time_stamp FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON ledger_time_stamp FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
