-- Imports of controls from spreadsheets: which file, how its columns were read, what came of it.
CREATE TABLE "control_import" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "sheet_name" TEXT NOT NULL,
    "headers" JSONB NOT NULL,
    "created" INTEGER NOT NULL,
    "changed" INTEGER NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,
    "imported_by" TEXT NOT NULL,

    CONSTRAINT "control_import_pkey" PRIMARY KEY ("organization_id","id")
);

-- The locks of an append-only tenant table (see 20261122000100_locks).
ALTER TABLE "control_import" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "control_import" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "control_import"
  USING (organization_id = current_setting('tickmark.organization_id', true))
  WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT ON "control_import" TO tickmark_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "control_import" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON "control_import" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
