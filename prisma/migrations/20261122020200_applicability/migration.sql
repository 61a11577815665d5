-- Which items of an edition apply, and the statements that were issued of it.
CREATE TABLE "applicability_decision" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "framework_key" TEXT NOT NULL,
    "requirement_code" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "applicable" BOOLEAN NOT NULL,
    "justification" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" TEXT NOT NULL,

    CONSTRAINT "applicability_decision_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "applicability_statement" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "framework_key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "content" TEXT NOT NULL,
    "content_sha256" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "issued_by" TEXT NOT NULL,

    CONSTRAINT "applicability_statement_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE UNIQUE INDEX "applicability_decision_organization_id_framework_key_requir_key" ON "applicability_decision"("organization_id", "framework_key", "requirement_code", "number");

CREATE UNIQUE INDEX "applicability_statement_organization_id_framework_key_versi_key" ON "applicability_statement"("organization_id", "framework_key", "version");
-- The locks of append-only tenant tables (see 20261122000100_locks).
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['applicability_decision', 'applicability_statement'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tickmark_app', t);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
