-- A source that is trusted: what comes from it for a request is accepted by rule, until a day. Never changed: another rule is made.
CREATE TABLE "acceptance_rule" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "key_id" TEXT,
    "source_kind" TEXT NOT NULL,
    "request_id" TEXT,
    "reason" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "proposed_by" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "acceptance_rule_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT acceptance_rule_kind CHECK ("source_kind" IN ('upload', 'note', 'log_segment', 'alert', 'incident', 'rule', 'collection', 'population'))
);

CREATE UNIQUE INDEX "acceptance_rule_organization_id_number_key" ON "acceptance_rule"("organization_id", "number");
ALTER TABLE "acceptance_rule" ADD CONSTRAINT "acceptance_rule_organization_id_request_id_fkey" FOREIGN KEY ("organization_id", "request_id") REFERENCES "evidence_request"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What became of a rule; each at most once.
CREATE TABLE "acceptance_rule_step" (
    "organization_id" TEXT NOT NULL,
    "rule_id" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "alone" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "recorded_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "acceptance_rule_step_pkey" PRIMARY KEY ("organization_id","rule_id","step"),
    CONSTRAINT acceptance_rule_step_word CHECK ("step" IN ('approved', 'declined', 'ended'))
);

ALTER TABLE "acceptance_rule_step" ADD CONSTRAINT "acceptance_rule_step_organization_id_rule_id_fkey" FOREIGN KEY ("organization_id", "rule_id") REFERENCES "acceptance_rule"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The locks of tenant tables (see 20261122000100_locks).
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['acceptance_rule', 'acceptance_rule_step'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tickmark_app', t);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
