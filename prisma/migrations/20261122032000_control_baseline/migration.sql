-- What the library or a folder said of a control when it was last agreed on: by it, what they changed since is told from what the organization changed.
CREATE TABLE "control_baseline" (
    "organization_id" TEXT NOT NULL,
    "control_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "settled" JSONB,
    "settled_hash" TEXT,
    "said" JSONB,
    "said_hash" TEXT,
    "place" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" TEXT NOT NULL,

    CONSTRAINT "control_baseline_pkey" PRIMARY KEY ("organization_id","control_id","source"),
    CONSTRAINT control_baseline_source CHECK ("source" IN ('library', 'folder'))
);

ALTER TABLE "control_baseline" ADD CONSTRAINT "control_baseline_organization_id_control_id_fkey" FOREIGN KEY ("organization_id", "control_id") REFERENCES "control"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The locks of tenant tables (see 20261122000100_locks). It is a projection: a folder that is looked at again says something else.
ALTER TABLE "control_baseline" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "control_baseline" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "control_baseline" USING (organization_id = current_setting('tickmark.organization_id', true)) WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON "control_baseline" TO tickmark_app;
