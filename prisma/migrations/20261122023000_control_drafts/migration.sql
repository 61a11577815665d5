-- Changes of a control's statement, scope and mappings wait for another person's approval.
CREATE TABLE "control_draft" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "control_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "control_draft_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT control_draft_state CHECK ("state" IN ('draft', 'in_review', 'returned', 'approved', 'withdrawn'))
);

CREATE TABLE "control_draft_revision" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "draft_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "base_version" INTEGER NOT NULL,
    "statement" TEXT,
    "scope" TEXT,
    "mappings" JSONB NOT NULL,
    "effective_day" TEXT,
    "reason" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,
    "saved_by" TEXT NOT NULL,

    CONSTRAINT "control_draft_revision_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "control_draft_event" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "draft_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "approval" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" TEXT NOT NULL,

    CONSTRAINT "control_draft_event_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT control_draft_event_kind CHECK ("kind" IN ('submitted', 'approved', 'returned', 'withdrawn')),
    CONSTRAINT control_draft_event_approval CHECK ("approval" IN ('second_person', 'alone', 'waived')),
    CONSTRAINT control_draft_event_says_how_it_was_approved CHECK (("kind" = 'approved') = ("approval" IS NOT NULL))
);

CREATE INDEX "control_draft_organization_id_control_id_idx" ON "control_draft"("organization_id", "control_id");

-- What waits is few among what was; one open draft for each person and control.
CREATE INDEX control_draft_open ON "control_draft" ("organization_id", "state", "id") WHERE "state" IN ('draft', 'in_review', 'returned');
CREATE UNIQUE INDEX control_draft_one_open ON "control_draft" ("organization_id", "control_id", "created_by") WHERE "state" IN ('draft', 'in_review', 'returned');

-- Two who save or decide from the same state: one of them is second.
CREATE UNIQUE INDEX "control_draft_revision_organization_id_draft_id_revision_key" ON "control_draft_revision"("organization_id", "draft_id", "revision");
CREATE UNIQUE INDEX "control_draft_event_organization_id_draft_id_position_key" ON "control_draft_event"("organization_id", "draft_id", "position");

ALTER TABLE "control_draft" ADD CONSTRAINT "control_draft_organization_id_control_id_fkey" FOREIGN KEY ("organization_id", "control_id") REFERENCES "control"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "control_draft_revision" ADD CONSTRAINT "control_draft_revision_organization_id_draft_id_fkey" FOREIGN KEY ("organization_id", "draft_id") REFERENCES "control_draft"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "control_draft_event" ADD CONSTRAINT "control_draft_event_organization_id_draft_id_fkey" FOREIGN KEY ("organization_id", "draft_id") REFERENCES "control_draft"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Who stands behind a version's statement and scope, and behind a mapping.
ALTER TABLE "control_version" ADD COLUMN "draft_id" TEXT, ADD COLUMN "approval" TEXT, ADD COLUMN "proposed_by" TEXT, ADD COLUMN "approved_by" TEXT;
ALTER TABLE "mapping_version" ADD COLUMN "draft_id" TEXT, ADD COLUMN "approval" TEXT, ADD COLUMN "proposed_by" TEXT, ADD COLUMN "approved_by" TEXT;
ALTER TABLE "control_version" ADD CONSTRAINT "control_version_organization_id_draft_id_fkey" FOREIGN KEY ("organization_id", "draft_id") REFERENCES "control_draft"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "mapping_version" ADD CONSTRAINT "mapping_version_organization_id_draft_id_fkey" FOREIGN KEY ("organization_id", "draft_id") REFERENCES "control_draft"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['control_version', 'mapping_version'] LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK (approval IN (''second_person'', ''alone'', ''waived''))', t, t || '_approval');
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK ((approval IS NULL) = (approved_by IS NULL) AND (approval IS NULL) = (proposed_by IS NULL))', t, t || '_approval_names_people');
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK (approval IS DISTINCT FROM ''second_person'' OR (approved_by <> proposed_by AND draft_id IS NOT NULL))', t, t || '_approved_by_another_person');
  END LOOP;
END $$;

-- Whoever wrote any of a draft is no second person, whatever the application believes.
CREATE FUNCTION refuse_own_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM control_draft_revision r WHERE r.organization_id = NEW.organization_id AND r.draft_id = NEW.draft_id AND r.saved_by = NEW.recorded_by) THEN
    RAISE EXCEPTION 'who wrote a draft is no second person to approve it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refuse_own_approval BEFORE INSERT ON "control_draft_event" FOR EACH ROW WHEN (NEW.approval = 'second_person') EXECUTE FUNCTION refuse_own_approval();

-- The locks of tenant tables (see 20261122000100_locks): what was proposed and decided is appended, where a draft stands moves on.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['control_draft', 'control_draft_revision', 'control_draft_event'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tickmark_app', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['control_draft_revision', 'control_draft_event'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
GRANT UPDATE ON "control_draft" TO tickmark_app;
