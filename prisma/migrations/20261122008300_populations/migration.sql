-- What was counted on a day whose logs were read completely: so far only that it was nothing.
CREATE TABLE "population" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "control_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3) NOT NULL,
    "segments" INTEGER NOT NULL,
    "record" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "counted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "population_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT population_subject CHECK ("subject" IN ('alerts', 'incidents'))
);

CREATE UNIQUE INDEX "population_organization_id_control_id_subject_day_key" ON "population"("organization_id", "control_id", "subject", "day");
ALTER TABLE "population" ADD CONSTRAINT "population_organization_id_control_id_fkey" FOREIGN KEY ("organization_id", "control_id") REFERENCES "control"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The locks of an append-only tenant table (see 20261122000100_locks).
ALTER TABLE "population" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "population" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "population"
  USING (organization_id = current_setting('tickmark.organization_id', true))
  WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT ON "population" TO tickmark_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "population" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON "population" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE "evidence_state" DROP CONSTRAINT evidence_state_source_kind;
ALTER TABLE "evidence_state" ADD CONSTRAINT evidence_state_source_kind
  CHECK ("source_kind" IN ('upload', 'note', 'log_segment', 'alert', 'incident', 'rule', 'collection', 'population'));

-- Which segments hold events of a day.
CREATE INDEX "log_segment_scan_organization_id_last_event_at_idx" ON "log_segment_scan"("organization_id", "last_event_at");
-- Evidence of one source; with the kind, an enum, in front this index was never used (see 20261122006000_evidence_lists).
DROP INDEX "evidence_organization_id_source_kind_source_id_idx";
CREATE INDEX "evidence_organization_id_source_id_idx" ON "evidence"("organization_id", "source_id");
