-- Who does whose work, and for how long. What is given stays its owner's.
CREATE TABLE "delegation" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "stand_in_id" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT,
    "subject_name" TEXT,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" TEXT NOT NULL,

    CONSTRAINT "delegation_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT delegation_subject_kind CHECK ("subject_kind" IN ('everything', 'control', 'evidence_request', 'occurrence', 'alert', 'incident', 'finding')),
    CONSTRAINT delegation_of_everything_or_one CHECK (("subject_kind" = 'everything') = ("subject_id" IS NULL) AND ("subject_id" IS NULL) = ("subject_name" IS NULL)),
    CONSTRAINT delegation_ends_after_it_begins CHECK ("from_at" <= "until_at")
);

-- A delegation that was ended before its time.
CREATE TABLE "delegation_end" (
    "organization_id" TEXT NOT NULL,
    "delegation_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_by" TEXT NOT NULL,

    CONSTRAINT "delegation_end_pkey" PRIMARY KEY ("organization_id","delegation_id"),
    CONSTRAINT delegation_end_reason CHECK ("reason" IN ('taken_back', 'handed_back', 'replaced'))
);

-- What somebody did in another's stead: by whom stands at the record itself.
CREATE TABLE "acted_for" (
    "organization_id" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "delegation_id" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "acted_for_pkey" PRIMARY KEY ("organization_id","subject_id","member_id")
);

CREATE INDEX "delegation_organization_id_until_at_idx" ON "delegation"("organization_id", "until_at");
CREATE INDEX "delegation_organization_id_member_id_id_idx" ON "delegation"("organization_id", "member_id", "id");
CREATE INDEX "delegation_organization_id_stand_in_id_id_idx" ON "delegation"("organization_id", "stand_in_id", "id");

ALTER TABLE "delegation_end" ADD CONSTRAINT "delegation_end_organization_id_delegation_id_fkey" FOREIGN KEY ("organization_id", "delegation_id") REFERENCES "delegation"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "acted_for" ADD CONSTRAINT "acted_for_organization_id_delegation_id_fkey" FOREIGN KEY ("organization_id", "delegation_id") REFERENCES "delegation"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The locks of append-only tenant tables (see 20261122000100_locks).
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['delegation', 'delegation_end', 'acted_for'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO tickmark_app', t);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;

-- Whoever stands in for somebody is told in their stead; set: for whom.
ALTER TABLE "notification" ADD COLUMN "for_member_id" TEXT;

ALTER TABLE notification DROP CONSTRAINT notification_kind;
ALTER TABLE notification ADD CONSTRAINT notification_kind CHECK (kind IN (
  'control_assigned', 'evidence_assigned', 'evidence_due', 'evidence_overdue', 'evidence_returned', 'review_waiting', 'occurrence_due', 'occurrence_overdue',
  'occurrence_returned', 'occurrence_waiting', 'alert_raised', 'incident_assigned', 'incident_time_limit', 'mentioned', 'packet_ready', 'packet_failed', 'engagement_opened',
  'placeholder_joined', 'second_factor_due', 'api_key_ending', 'api_key_stopped', 'deletion_asked', 'standing_in', 'work_delegated', 'delegation_ended', 'stand_in_missing'));
ALTER TABLE notification DROP CONSTRAINT notification_subject_kind;
ALTER TABLE notification ADD CONSTRAINT notification_subject_kind CHECK (subject_kind IN (
  'evidence_request', 'control', 'evidence', 'occurrence', 'alert', 'incident', 'packet', 'engagement', 'member', 'account', 'organization', 'api_key', 'delegation'));
