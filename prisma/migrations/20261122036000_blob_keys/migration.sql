-- Each blob is encrypted under a key of its own from here on, so that one can be destroyed for good. Blobs from before lie under
-- their organization's key, which their header says.
CREATE TABLE "blob_key" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "sha256" TEXT,
    "wrapped_key" BYTEA NOT NULL,

    CONSTRAINT "blob_key_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "blob_key_organization_id_sha256_idx" ON "blob_key"("organization_id", "sha256");

-- The locks of tenant tables (see 20261122000100_locks).
ALTER TABLE blob_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE blob_key FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON blob_key USING (organization_id = current_setting('tickmark.organization_id', true)) WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON blob_key TO tickmark_app;

-- A row says that a blob lies in the store; when it is disposed of, the row goes with it. Hash and size stay with what names it.
DROP TRIGGER append_only ON blob;
DROP TRIGGER append_only_truncate ON blob;
GRANT DELETE ON blob TO tickmark_app;
