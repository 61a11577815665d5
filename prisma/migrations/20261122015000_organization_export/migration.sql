-- Exports of everything that an organization has.
CREATE TABLE "organization_export" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "step" TEXT NOT NULL DEFAULT '',
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "requested_by" TEXT NOT NULL,
    "requested_by_name" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "content" JSONB,
    "file_name" TEXT,
    "archive_sha256" TEXT,
    "byte_length" BIGINT,
    "tag_manifest_sha256" TEXT,
    "tables" INTEGER,
    "rows" BIGINT,
    "files" INTEGER,
    "unreadable_files" INTEGER,
    "ready_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "downloads" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organization_export_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT organization_export_status CHECK ("status" IN ('queued', 'running', 'ready', 'failed', 'expired'))
);

ALTER TABLE "organization_export" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "organization_export" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "organization_export"
  USING (organization_id = current_setting('tickmark.organization_id', true))
  WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON "organization_export" TO tickmark_app;

-- Two who ask at once get one export.
CREATE UNIQUE INDEX organization_export_unfinished ON "organization_export" (organization_id) WHERE status IN ('queued', 'running');
