-- What people are told: one row per person and cause. `facts` are the words, as they were when it happened.
CREATE TABLE "notification" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "engagement_id" TEXT,
    "facts" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "notification_organization_id_member_id_id_idx" ON "notification"("organization_id", "member_id", "id");

CREATE INDEX "notification_organization_id_subject_id_idx" ON "notification"("organization_id", "subject_id");

CREATE INDEX "notification_organization_id_created_at_idx" ON "notification"("organization_id", "created_at");

CREATE UNIQUE INDEX "notification_organization_id_member_id_cause_key" ON "notification"("organization_id", "member_id", "cause");
ALTER TABLE notification ADD CONSTRAINT notification_kind CHECK (kind IN (
  'evidence_assigned', 'evidence_due', 'evidence_overdue', 'evidence_returned', 'review_waiting', 'alert_raised', 'incident_assigned',
  'incident_time_limit', 'mentioned', 'packet_ready', 'packet_failed', 'engagement_opened', 'placeholder_joined', 'second_factor_due', 'deletion_asked'));
ALTER TABLE notification ADD CONSTRAINT notification_subject_kind CHECK (subject_kind IN (
  'evidence_request', 'control', 'evidence', 'alert', 'incident', 'packet', 'engagement', 'member', 'account', 'organization'));
-- Counted by every page.
CREATE INDEX notification_unread ON notification (organization_id, member_id, id) WHERE read_at IS NULL AND settled_at IS NULL;

ALTER TABLE notification ENABLE ROW LEVEL SECURITY;
ALTER TABLE notification FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON notification USING (organization_id = current_setting('tickmark.organization_id', true))
  WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON notification TO tickmark_app;

-- Organizations that exist already are looked at once a day from now on, as new ones are.
INSERT INTO due_work (organization_id, kind, subject_id, due_at) SELECT organization_id, 'reminders', 'daily', now() FROM organization_slug ON CONFLICT DO NOTHING;
