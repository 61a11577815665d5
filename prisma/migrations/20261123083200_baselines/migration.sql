-- What each actor exported and did on a day (UTC), segment by segment: what baselines are learned from.
CREATE TABLE "baseline_total" (
    "organization_id" TEXT NOT NULL,
    "segment_id" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "measure" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "baseline_total_pkey" PRIMARY KEY ("organization_id","segment_id","day","measure","actor"),
    CONSTRAINT baseline_total_measure CHECK ("measure" IN ('exported_bytes', 'exports', 'transactions'))
);

CREATE INDEX "baseline_total_organization_id_measure_actor_day_idx" ON "baseline_total"("organization_id", "measure", "actor", "day");
CREATE INDEX "baseline_total_organization_id_day_idx" ON "baseline_total"("organization_id", "day");
ALTER TABLE "baseline_total" ADD CONSTRAINT "baseline_total_organization_id_segment_id_fkey" FOREIGN KEY ("organization_id", "segment_id") REFERENCES "log_segment"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The locks of tenant tables (see 20261122000100_locks). A segment that is read anew counts anew.
ALTER TABLE baseline_total ENABLE ROW LEVEL SECURITY;
ALTER TABLE baseline_total FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON baseline_total USING (organization_id = current_setting('tickmark.organization_id', true)) WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON baseline_total TO tickmark_app;
