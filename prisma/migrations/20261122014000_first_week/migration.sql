-- What an organization runs, which audits it works towards, how far its first week is, and owners who are no members yet.
CREATE TABLE "placeholder_owner" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "member_id" TEXT,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "placeholder_owner_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT placeholder_owner_settled CHECK (("member_id" IS NULL) = ("settled_at" IS NULL))
);

CREATE TABLE "system_answer" (
    "organization_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "names" TEXT[],
    "answered_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_by" TEXT NOT NULL,

    CONSTRAINT "system_answer_pkey" PRIMARY KEY ("organization_id","kind")
);

CREATE TABLE "audit_aim" (
    "organization_id" TEXT NOT NULL,
    "framework_key" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "first_day" TEXT NOT NULL,
    "last_day" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "stated_at" TIMESTAMPTZ(3) NOT NULL,
    "stated_by" TEXT NOT NULL,

    CONSTRAINT "audit_aim_pkey" PRIMARY KEY ("organization_id","framework_key"),
    CONSTRAINT audit_aim_type CHECK ("type" IN ('type_1', 'type_2', 'certification', 'assessment'))
);

CREATE TABLE "first_week_step" (
    "organization_id" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "settled_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_by" TEXT NOT NULL,

    CONSTRAINT "first_week_step_pkey" PRIMARY KEY ("organization_id","step"),
    CONSTRAINT first_week_step_step CHECK ("step" IN ('systems', 'frameworks', 'controls', 'requests', 'owners', 'readiness', 'whole')),
    CONSTRAINT first_week_step_state CHECK ("state" IN ('done', 'put_off'))
);

CREATE TABLE "control_owner" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "control_id" TEXT NOT NULL,
    "member_id" TEXT,
    "placeholder_id" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" TEXT NOT NULL,

    CONSTRAINT "control_owner_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT control_owner_one CHECK ("member_id" IS NULL OR "placeholder_id" IS NULL)
);

CREATE UNIQUE INDEX "placeholder_owner_organization_id_email_key" ON "placeholder_owner"("organization_id", "email");
CREATE INDEX "control_owner_organization_id_control_id_id_idx" ON "control_owner"("organization_id", "control_id", "id");
ALTER TABLE "control_owner" ADD CONSTRAINT "control_owner_organization_id_control_id_fkey" FOREIGN KEY ("organization_id", "control_id") REFERENCES "control"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "evidence_request" ADD COLUMN "owner_placeholder_id" TEXT;
ALTER TABLE "evidence_request" ADD CONSTRAINT evidence_request_one_owner CHECK ("owner_member_id" IS NULL OR "owner_placeholder_id" IS NULL);

-- The locks of tenant tables (see 20261122000100_locks).
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['placeholder_owner', 'system_answer', 'audit_aim', 'first_week_step', 'control_owner'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) '
      'WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON "placeholder_owner" TO tickmark_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "system_answer", "audit_aim", "first_week_step" TO tickmark_app;
GRANT SELECT, INSERT ON "control_owner" TO tickmark_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "control_owner" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON "control_owner" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
