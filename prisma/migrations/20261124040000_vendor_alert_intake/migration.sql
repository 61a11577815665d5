-- A connection that brings more alerts than are taken in within an hour: since when some of them wait.
ALTER TABLE "alert_feed" ADD COLUMN "flooding_since" TIMESTAMPTZ(3);

-- What two connections tell of one firing has one key, and is one alert: the second to tell names it.
ALTER TABLE "vendor_firing" ADD COLUMN "firing_key" TEXT;
ALTER TABLE "vendor_firing" ADD COLUMN "told_in_alert_id" TEXT;
ALTER TABLE "vendor_firing" DROP CONSTRAINT vendor_firing_outcome;
ALTER TABLE "vendor_firing" ADD CONSTRAINT vendor_firing_outcome CHECK ("outcome" IN ('queued', 'told_already', 'imported', 'below_severity', 'muted', 'posture'));
ALTER TABLE "vendor_firing" ADD CONSTRAINT vendor_firing_told CHECK (("outcome" = 'told_already') = ("told_in_alert_id" IS NOT NULL));
ALTER TABLE "vendor_firing" ADD CONSTRAINT "vendor_firing_organization_id_told_in_alert_id_fkey" FOREIGN KEY ("organization_id", "told_in_alert_id") REFERENCES "alert"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "vendor_firing_organization_id_told_in_alert_id_idx" ON "vendor_firing"("organization_id", "told_in_alert_id");
CREATE INDEX vendor_firing_of_key ON "vendor_firing" (organization_id, firing_key, fired_at) WHERE firing_key IS NOT NULL AND alert_id IS NOT NULL;

-- People are told of a connection whose alerts wait.
ALTER TABLE notification DROP CONSTRAINT notification_kind;
ALTER TABLE notification ADD CONSTRAINT notification_kind CHECK (kind IN (
  'control_assigned', 'evidence_assigned', 'evidence_due', 'evidence_overdue', 'evidence_returned', 'review_waiting', 'occurrence_due', 'occurrence_overdue',
  'occurrence_returned', 'occurrence_waiting', 'draft_waiting', 'draft_approved', 'draft_returned', 'finding_assigned', 'finding_due', 'finding_overdue', 'finding_returned',
  'finding_reopened', 'finding_settled', 'finding_waiting', 'acceptance_ending', 'alert_raised', 'incident_assigned', 'incident_time_limit', 'mentioned',
  'packet_ready', 'packet_failed', 'engagement_opened', 'placeholder_joined', 'second_factor_due', 'api_key_ending', 'api_key_stopped', 'deletion_asked',
  'standing_in', 'work_delegated', 'delegation_ended', 'stand_in_missing', 'connection_attention', 'alerts_waiting', 'rule_waiting', 'rule_quarantined'));
