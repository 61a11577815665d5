-- What an organization's population is: which types of resources, and what of them is in scope and production. Versions that another person approves.
CREATE TABLE "population_definition" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "types" JSONB NOT NULL,
    "rules" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "proposed_by" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "population_definition_pkey" PRIMARY KEY ("organization_id","id")
);
CREATE TABLE "population_definition_decision" (
    "organization_id" TEXT NOT NULL,
    "definition_id" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "alone" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL,
    "decided_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "population_definition_decision_pkey" PRIMARY KEY ("organization_id","definition_id"),
    CONSTRAINT population_definition_decision_word CHECK ("decision" IN ('approved', 'declined'))
);
CREATE UNIQUE INDEX "population_definition_organization_id_version_key" ON "population_definition"("organization_id", "version");
ALTER TABLE "population_definition_decision" ADD CONSTRAINT "population_definition_decision_organization_id_definition__fkey" FOREIGN KEY ("organization_id", "definition_id") REFERENCES "population_definition"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The locks of tenant tables (see 20261122000100_locks).
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['population_definition', 'population_definition_decision'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tickmark_app', t);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;

-- Nobody approves their own definition, unless there was nobody else.
CREATE FUNCTION refuse_own_population_definition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.decision = 'approved' AND NOT NEW.alone AND EXISTS (SELECT FROM population_definition d WHERE d.organization_id = NEW.organization_id AND d.id = NEW.definition_id AND d.proposed_by = NEW.decided_by) THEN
    RAISE EXCEPTION 'a population definition is approved by another person' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER by_another BEFORE INSERT ON "population_definition_decision" FOR EACH ROW EXECUTE FUNCTION refuse_own_population_definition();
