-- How people want to hear of what they were told, and the mails that tell them.
CREATE TABLE "notification_preference" (
    "organization_id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "modes" JSONB NOT NULL,
    "time_zone" TEXT,
    "digest_hour" INTEGER NOT NULL,
    "quiet_from" INTEGER NOT NULL,
    "quiet_until" INTEGER NOT NULL,
    "quiet_weekends" BOOLEAN NOT NULL,
    "stopped_at" TIMESTAMPTZ(3),
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notification_preference_pkey" PRIMARY KEY ("organization_id","member_id")
);

CREATE TABLE "notification_mail" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "security" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "leased_until" TIMESTAMPTZ(3),
    "outcome" TEXT NOT NULL DEFAULT 'waiting',
    "settled_at" TIMESTAMPTZ(3),
    "problem" TEXT,

    CONSTRAINT "notification_mail_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "notification_mail_organization_id_member_id_id_idx" ON "notification_mail"("organization_id", "member_id", "id");

CREATE INDEX "notification_mail_organization_id_outcome_id_idx" ON "notification_mail"("organization_id", "outcome", "id");
ALTER TABLE notification_mail ADD CONSTRAINT notification_mail_outcome CHECK (outcome IN ('waiting', 'sent', 'dropped', 'failed'));
ALTER TABLE notification ADD COLUMN "mail_id" TEXT;

CREATE INDEX "notification_organization_id_mail_id_idx" ON "notification"("organization_id", "mail_id");

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['notification_preference', 'notification_mail'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant ON %I USING (organization_id = current_setting(''tickmark.organization_id'', true)) '
      'WITH CHECK (organization_id = current_setting(''tickmark.organization_id'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tickmark_app', t);
  END LOOP;
END $$;
