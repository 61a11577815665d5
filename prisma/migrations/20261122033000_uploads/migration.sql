-- Files that come in parts, and what their senders say of them.
CREATE TABLE "upload" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "original_path" TEXT,
    "original_modified_at" TIMESTAMPTZ(3),
    "byte_length" BIGINT NOT NULL,
    "declared_sha256" TEXT,
    "status" TEXT NOT NULL,
    "sha256" TEXT,
    "writer" TEXT,
    "writer_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "upload_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT upload_status CHECK ("status" IN ('open', 'finished')),
    CONSTRAINT upload_arrived CHECK (("status" = 'finished') = ("sha256" IS NOT NULL))
);

CREATE INDEX "upload_organization_id_status_idx" ON "upload"("organization_id", "status");

-- The locks of tenant tables (see 20261122000100_locks).
ALTER TABLE upload ENABLE ROW LEVEL SECURITY;
ALTER TABLE upload FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON upload USING (organization_id = current_setting('tickmark.organization_id', true)) WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON upload TO tickmark_app;

-- Where a file lay and when it was last written, as its sender says: claims, beside the facts.
ALTER TABLE "evidence" ADD COLUMN "original_path" TEXT, ADD COLUMN "original_modified_at" TIMESTAMPTZ(3);
