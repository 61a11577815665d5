-- What was found in a file without opening it, and what a virus scanner said of it. Looking again adds a row.
CREATE TABLE "file_inspection" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "findings" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "scan_verdict" TEXT NOT NULL,
    "scanner" TEXT,
    "scanner_version" TEXT,
    "scan_detail" TEXT,
    "inspected_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "file_inspection_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT file_inspection_verdict CHECK ("scan_verdict" IN ('clean', 'infected', 'not_scanned', 'failed'))
);

CREATE INDEX "file_inspection_organization_id_sha256_inspected_at_idx" ON "file_inspection"("organization_id", "sha256", "inspected_at" DESC);

-- Somebody's decision that a file in which the scanner found something may be handed out all the same.
CREATE TABLE "file_release" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "released_by" TEXT NOT NULL,
    "released_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "file_release_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "file_release_organization_id_sha256_idx" ON "file_release"("organization_id", "sha256");

-- The locks of tenant tables (see 20261122000100_locks).
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['file_inspection', 'file_release'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tickmark_app', t);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
