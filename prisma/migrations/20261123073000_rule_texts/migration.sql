-- A text by which an organization detects: a file of Sigma documents of its own, or the filters by which it tunes one rule. Every save is a row.
CREATE TABLE "rule_text" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "severity" TEXT,
    "author" TEXT,
    "license" TEXT,
    "rule_keys" TEXT[],
    "control_codes" TEXT[],
    "pack_id" TEXT,
    "reason" TEXT NOT NULL,
    "saved_by" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rule_text_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT rule_text_kind CHECK ("kind" IN ('rule', 'tuning')),
    CONSTRAINT rule_text_version CHECK ("version" >= 1),
    CONSTRAINT rule_text_severity CHECK ("severity" IS NULL OR ("kind" = 'tuning' AND "severity" IN ('low', 'medium', 'high', 'critical')))
);

CREATE UNIQUE INDEX "rule_text_organization_id_kind_subject_version_key" ON "rule_text"("organization_id", "kind", "subject", "version");

-- What became of a text; each at most once.
CREATE TABLE "rule_text_step" (
    "organization_id" TEXT NOT NULL,
    "text_id" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "alone" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "recorded_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rule_text_step_pkey" PRIMARY KEY ("organization_id","text_id","step"),
    CONSTRAINT rule_text_step_word CHECK ("step" IN ('proposed', 'approved', 'returned', 'withdrawn', 'ended'))
);

ALTER TABLE "rule_text_step" ADD CONSTRAINT "rule_text_step_organization_id_text_id_fkey" FOREIGN KEY ("organization_id", "text_id") REFERENCES "rule_text"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Whether a rule may raise alerts, from an instant until the next row of the same rule. Without a row it may.
CREATE TABLE "rule_standing" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "rule_key" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "control_codes" TEXT[],
    "reason" TEXT NOT NULL,
    "recorded_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rule_standing_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT rule_standing_state CHECK ("state" IN ('enabled', 'disabled', 'quarantined'))
);

CREATE INDEX "rule_standing_organization_id_rule_key_idx" ON "rule_standing"("organization_id", "rule_key");

-- The locks of tenant tables (see 20261122000100_locks).
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['rule_text', 'rule_text_step', 'rule_standing'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tickmark_app', t);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;

-- A rule that is switched off, or that failed, is a finding of its controls.
ALTER TABLE finding DROP CONSTRAINT finding_source;
ALTER TABLE finding ADD CONSTRAINT finding_source CHECK (source_kind IN ('missed_occurrence', 'evidence_request', 'log_source', 'log_reading', 'detection_rule', 'ledger', 'stored_files', 'incident', 'engagement', 'policy', 'by_hand'));
ALTER TABLE finding_state DROP CONSTRAINT finding_state_source;
ALTER TABLE finding_state ADD CONSTRAINT finding_state_source CHECK (source_kind IN ('missed_occurrence', 'evidence_request', 'log_source', 'log_reading', 'detection_rule', 'ledger', 'stored_files', 'incident', 'engagement', 'policy', 'by_hand'));
