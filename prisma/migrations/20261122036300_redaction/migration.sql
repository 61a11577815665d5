-- A version of an evidence's file from which something was taken out, with a commitment to the original.
CREATE TABLE "evidence_redaction" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "evidence_id" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "byte_length" BIGINT NOT NULL,
    "blob_sha256" TEXT NOT NULL,
    "removed" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "salt" TEXT NOT NULL,
    "commitment" TEXT NOT NULL,
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evidence_redaction_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "evidence_redaction_organization_id_evidence_id_idx" ON "evidence_redaction"("organization_id", "evidence_id");
CREATE INDEX "evidence_redaction_organization_id_blob_sha256_idx" ON "evidence_redaction"("organization_id", "blob_sha256");

ALTER TABLE "evidence_redaction" ADD CONSTRAINT "evidence_redaction_organization_id_evidence_id_fkey"
  FOREIGN KEY ("organization_id", "evidence_id") REFERENCES "evidence"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The locks of tenant tables (see 20261122000100_locks).
ALTER TABLE evidence_redaction ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidence_redaction FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON evidence_redaction USING (organization_id = current_setting('tickmark.organization_id', true)) WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT ON evidence_redaction TO tickmark_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON evidence_redaction FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON evidence_redaction FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Of an evidence with a redacted version the original alone may be disposed of.
ALTER TABLE "disposition" ADD COLUMN "part" TEXT NOT NULL DEFAULT 'all';
ALTER TABLE "disposition" ADD CONSTRAINT disposition_part CHECK ("part" IN ('all', 'original'));
DROP INDEX disposition_open;
CREATE UNIQUE INDEX disposition_open ON "disposition" (organization_id, evidence_id, part) WHERE status <> 'kept';
