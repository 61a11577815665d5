-- A digest of what somebody owes: how often they want it, and the mail of a day, of which there is one.
ALTER TABLE "notification_preference" ADD COLUMN "work_digest" TEXT NOT NULL DEFAULT 'weekly';
ALTER TABLE "notification_preference" ADD CONSTRAINT notification_preference_work_digest CHECK ("work_digest" IN ('none', 'daily', 'weekly'));
ALTER TABLE "notification_mail" ADD COLUMN "digest_day" TEXT;
CREATE UNIQUE INDEX "notification_mail_organization_id_member_id_digest_day_key" ON "notification_mail"("organization_id", "member_id", "digest_day");
