-- What checks made of what was collected: versions by code and parameters, runs with their record, how each thing stands and stood, accepted risks.
CREATE TABLE "check_version" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "check_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "code_sha256" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "check_version_pkey" PRIMARY KEY ("organization_id","id")
);
CREATE TABLE "check_run" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "check_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "asked_by" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,
    "passed" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "errors" INTEGER NOT NULL,
    "not_applicable" INTEGER NOT NULL,
    "excepted" INTEGER NOT NULL,
    "fresh_until" TIMESTAMPTZ(3),
    "sha256" TEXT NOT NULL,
    "record" TEXT NOT NULL,

    CONSTRAINT "check_run_pkey" PRIMARY KEY ("organization_id","id")
);
CREATE TABLE "check_state" (
    "organization_id" TEXT NOT NULL,
    "check_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "run_id" TEXT NOT NULL,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "check_state_pkey" PRIMARY KEY ("organization_id","check_id","connection_id","resource"),
    CONSTRAINT check_state_word CHECK ("state" IN ('pass', 'fail', 'error', 'not_applicable'))
);
CREATE TABLE "check_state_change" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "check_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "before" TEXT,
    "reason" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "run_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "check_state_change_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT check_state_change_word CHECK ("state" IN ('pass', 'fail', 'error', 'not_applicable', 'gone'))
);
CREATE TABLE "check_acceptance" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "check_id" TEXT NOT NULL,
    "connection_id" TEXT,
    "resource" TEXT,
    "reason" TEXT NOT NULL,
    "until" TEXT NOT NULL,
    "proposed_by" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "check_acceptance_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT check_acceptance_subject CHECK (("connection_id" IS NULL) = ("resource" IS NULL))
);
CREATE TABLE "check_acceptance_decision" (
    "organization_id" TEXT NOT NULL,
    "acceptance_id" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "alone" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL,
    "decided_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "check_acceptance_decision_pkey" PRIMARY KEY ("organization_id","acceptance_id","decision"),
    CONSTRAINT check_acceptance_decision_word CHECK ("decision" IN ('approved', 'declined', 'ended'))
);
CREATE UNIQUE INDEX "check_version_organization_id_check_id_version_key" ON "check_version"("organization_id", "check_id", "version");
CREATE UNIQUE INDEX "check_run_organization_id_number_key" ON "check_run"("organization_id", "number");
CREATE INDEX "check_run_organization_id_check_id_number_idx" ON "check_run"("organization_id", "check_id", "number" DESC);
CREATE INDEX "check_state_change_organization_id_check_id_id_idx" ON "check_state_change"("organization_id", "check_id", "id" DESC);
CREATE INDEX "check_acceptance_organization_id_check_id_idx" ON "check_acceptance"("organization_id", "check_id");
ALTER TABLE "check_acceptance_decision" ADD CONSTRAINT "check_acceptance_decision_organization_id_acceptance_id_fkey" FOREIGN KEY ("organization_id", "acceptance_id") REFERENCES "check_acceptance"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The locks of tenant tables (see 20261122000100_locks).
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['check_version', 'check_run', 'check_state', 'check_state_change', 'check_acceptance', 'check_acceptance_decision'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tickmark_app', t);
    IF t = 'check_state' THEN
      EXECUTE format('GRANT UPDATE ON %I TO tickmark_app', t);
    ELSE
      EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
      EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
    END IF;
  END LOOP;
END $$;

-- Nobody approves a risk that they proposed to accept, unless there was nobody else.
CREATE FUNCTION refuse_own_check_acceptance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.decision = 'approved' AND NOT NEW.alone AND EXISTS (SELECT FROM check_acceptance a WHERE a.organization_id = NEW.organization_id AND a.id = NEW.acceptance_id AND a.proposed_by = NEW.decided_by) THEN
    RAISE EXCEPTION 'the risk of a check is accepted by another person' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER by_another BEFORE INSERT ON "check_acceptance_decision" FOR EACH ROW EXECUTE FUNCTION refuse_own_check_acceptance();
