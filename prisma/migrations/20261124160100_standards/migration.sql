-- Configuration standards: what a type of system has to be set to, in versions that another person approves, each with the record that its hash is of.
CREATE TABLE "configuration_standard" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "system_type" TEXT NOT NULL,
    "types" TEXT[],
    "checks" TEXT[],
    "control_codes" TEXT[],
    "source" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "statement" TEXT NOT NULL,
    "logging" TEXT NOT NULL,
    "ends" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL,
    "record" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "proposed_by" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "configuration_standard_pkey" PRIMARY KEY ("organization_id","id")
);
CREATE TABLE "configuration_standard_decision" (
    "organization_id" TEXT NOT NULL,
    "standard_id" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "alone" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL,
    "decided_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "configuration_standard_decision_pkey" PRIMARY KEY ("organization_id","standard_id"),
    CONSTRAINT configuration_standard_decision_word CHECK ("decision" IN ('approved', 'declined'))
);
CREATE UNIQUE INDEX "configuration_standard_organization_id_number_version_key" ON "configuration_standard"("organization_id", "number", "version");
ALTER TABLE "configuration_standard_decision" ADD CONSTRAINT "configuration_standard_decision_organization_id_standard_i_fkey" FOREIGN KEY ("organization_id", "standard_id") REFERENCES "configuration_standard"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The locks of tenant tables (see 20261122000100_locks).
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['configuration_standard', 'configuration_standard_decision'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tickmark_app', t);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;

-- Nobody approves their own standard, unless there was nobody else.
CREATE FUNCTION refuse_own_configuration_standard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.decision = 'approved' AND NOT NEW.alone AND EXISTS (SELECT FROM configuration_standard s WHERE s.organization_id = NEW.organization_id AND s.id = NEW.standard_id AND s.proposed_by = NEW.decided_by) THEN
    RAISE EXCEPTION 'a configuration standard is approved by another person' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER by_another BEFORE INSERT ON "configuration_standard_decision" FOR EACH ROW EXECUTE FUNCTION refuse_own_configuration_standard();
