-- What was found where stored files lie: a fact whenever that changes, the standing of each file that was read, and the daily looks.
CREATE TABLE "blob_check" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "found" TEXT NOT NULL,
    "how" TEXT NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "blob_check_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT blob_check_found CHECK ("found" IN ('whole', 'missing', 'altered', 'unreadable')),
    CONSTRAINT blob_check_how CHECK ("how" IN ('read', 'sent_again'))
);
CREATE INDEX "blob_check_organization_id_sha256_checked_at_idx" ON "blob_check"("organization_id", "sha256", "checked_at" DESC);

CREATE TABLE "blob_standing" (
    "organization_id" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "found" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "blob_standing_pkey" PRIMARY KEY ("organization_id","sha256"),
    CONSTRAINT blob_standing_found CHECK ("found" IN ('whole', 'missing', 'altered', 'unreadable'))
);
-- Few are ever damaged; whoever asks for those reads these alone.
CREATE INDEX blob_standing_damaged ON "blob_standing" (organization_id, sha256) WHERE found <> 'whole';

CREATE TABLE "file_look" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "glanced_to" TEXT NOT NULL DEFAULT '',
    "files" INTEGER NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "read_to" TEXT NOT NULL,
    "read_target" BIGINT NOT NULL,
    "read_files" INTEGER NOT NULL DEFAULT 0,
    "read_bytes" BIGINT NOT NULL DEFAULT 0,
    "damaged" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "file_look_pkey" PRIMARY KEY ("organization_id","id")
);

-- The locks of tenant tables (see 20261122000100_locks).
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['blob_check', 'blob_standing', 'file_look'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tickmark_app', t);
  END LOOP;
END $$;
GRANT UPDATE, DELETE ON blob_standing TO tickmark_app;
GRANT UPDATE ON file_look TO tickmark_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON blob_check FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON blob_check FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A file that is missing or altered where it lies is a finding.
ALTER TABLE finding DROP CONSTRAINT finding_source;
ALTER TABLE finding ADD CONSTRAINT finding_source CHECK (source_kind IN ('missed_occurrence', 'evidence_request', 'log_source', 'log_reading', 'ledger', 'stored_files', 'incident', 'engagement', 'policy', 'by_hand'));
ALTER TABLE finding_state DROP CONSTRAINT finding_state_source;
ALTER TABLE finding_state ADD CONSTRAINT finding_state_source CHECK (source_kind IN ('missed_occurrence', 'evidence_request', 'log_source', 'log_reading', 'ledger', 'stored_files', 'incident', 'engagement', 'policy', 'by_hand'));

-- Organizations that are there already are looked at as new ones are.
DO $$
DECLARE o text;
BEGIN
  FOR o IN SELECT organization_id FROM organization_slug LOOP
    PERFORM set_config('tickmark.organization_id', o, true);
    PERFORM directory_put_due_work('stored_files', 'daily', now());
  END LOOP;
END $$;
