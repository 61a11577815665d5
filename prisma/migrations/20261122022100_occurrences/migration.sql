-- What was done of what periodic controls owe, and how others judged it. What is owed is computed, so it has no table.
CREATE TABLE "occurrence_performance" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "control_id" TEXT NOT NULL,
    "window_first_day" TEXT NOT NULL,
    "window_last_day" TEXT NOT NULL,
    "frequency" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "performed_on" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "exceptions" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" TEXT NOT NULL,

    CONSTRAINT "occurrence_performance_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT occurrence_performance_frequency CHECK ("frequency" IN ('daily', 'weekly', 'monthly', 'quarterly', 'semiannual', 'annual')),
    CONSTRAINT occurrence_performance_after_its_window_began CHECK ("performed_on" >= "window_first_day")
);

CREATE TABLE "occurrence_evidence" (
    "organization_id" TEXT NOT NULL,
    "performance_id" TEXT NOT NULL,
    "evidence_id" TEXT NOT NULL,

    CONSTRAINT "occurrence_evidence_pkey" PRIMARY KEY ("organization_id","performance_id","evidence_id")
);

CREATE TABLE "occurrence_review" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "performance_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "decision" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "reviewed_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "occurrence_review_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT occurrence_review_decision CHECK ("decision" IN ('accepted', 'returned'))
);

-- Two people at once cannot record the same attempt of the same window, nor judge a performance from the same state.
CREATE UNIQUE INDEX "occurrence_performance_organization_id_control_id_window_fi_key" ON "occurrence_performance"("organization_id", "control_id", "window_first_day", "attempt");

CREATE UNIQUE INDEX "occurrence_review_organization_id_performance_id_position_key" ON "occurrence_review"("organization_id", "performance_id", "position");

ALTER TABLE "occurrence_performance" ADD CONSTRAINT "occurrence_performance_organization_id_control_id_fkey" FOREIGN KEY ("organization_id", "control_id") REFERENCES "control"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "occurrence_evidence" ADD CONSTRAINT "occurrence_evidence_organization_id_performance_id_fkey" FOREIGN KEY ("organization_id", "performance_id") REFERENCES "occurrence_performance"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "occurrence_evidence" ADD CONSTRAINT "occurrence_evidence_organization_id_evidence_id_fkey" FOREIGN KEY ("organization_id", "evidence_id") REFERENCES "evidence"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "occurrence_review" ADD CONSTRAINT "occurrence_review_organization_id_performance_id_fkey" FOREIGN KEY ("organization_id", "performance_id") REFERENCES "occurrence_performance"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The locks of append-only tenant tables (see 20261122000100_locks).
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['occurrence_performance', 'occurrence_evidence', 'occurrence_review'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tickmark_app', t);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
