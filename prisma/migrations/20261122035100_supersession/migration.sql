-- An evidence takes the place of an older one, from an instant on. Taking that back adds a row; the newest of a pair counts.
CREATE TABLE "evidence_supersession" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "evidence_id" TEXT NOT NULL,
    "successor_id" TEXT NOT NULL,
    "replaced_from" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "recorded_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evidence_supersession_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "evidence_supersession_organization_id_evidence_id_idx" ON "evidence_supersession"("organization_id", "evidence_id");
CREATE INDEX "evidence_supersession_organization_id_successor_id_idx" ON "evidence_supersession"("organization_id", "successor_id");

ALTER TABLE "evidence_supersession" ADD CONSTRAINT "evidence_supersession_organization_id_evidence_id_fkey" FOREIGN KEY ("organization_id", "evidence_id") REFERENCES "evidence"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "evidence_supersession" ADD CONSTRAINT "evidence_supersession_organization_id_successor_id_fkey" FOREIGN KEY ("organization_id", "successor_id") REFERENCES "evidence"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The locks of tenant tables (see 20261122000100_locks).
ALTER TABLE "evidence_supersession" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "evidence_supersession" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "evidence_supersession" USING (organization_id = current_setting('tickmark.organization_id', true)) WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT ON "evidence_supersession" TO tickmark_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "evidence_supersession" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON "evidence_supersession" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
