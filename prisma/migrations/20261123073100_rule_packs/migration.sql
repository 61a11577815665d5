-- An archive of rules that an organization imported: which file, under which licence, and what was taken of it.
CREATE TABLE "rule_pack" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "license" TEXT NOT NULL,
    "taken" INTEGER NOT NULL,
    "refused" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "imported_by" TEXT NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rule_pack_pkey" PRIMARY KEY ("organization_id","id")
);

ALTER TABLE "rule_text" ADD CONSTRAINT "rule_text_organization_id_pack_id_fkey" FOREIGN KEY ("organization_id", "pack_id") REFERENCES "rule_pack"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "rule_text_organization_id_pack_id_idx" ON "rule_text"("organization_id", "pack_id");

-- The locks of tenant tables (see 20261122000100_locks).
ALTER TABLE rule_pack ENABLE ROW LEVEL SECURITY;
ALTER TABLE rule_pack FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON rule_pack USING (organization_id = current_setting('tickmark.organization_id', true)) WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT ON rule_pack TO tickmark_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON rule_pack FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON rule_pack FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
