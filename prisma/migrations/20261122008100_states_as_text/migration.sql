-- What lists of alerts, incidents, segments and packets filter by is text, as in evidence lists: equality of enums is not
-- leakproof, so under row-level security no index on an enum column is ever used. Constraints hold the words.

-- 1. Alerts.
DROP INDEX "alert_state_organization_id_status_acknowledge_by_alert_id_idx";
DROP INDEX alert_state_to_judge;
DROP INDEX alert_state_judged;
DROP INDEX alert_state_events;
DROP INDEX alert_state_incidents;
DROP INDEX alert_state_to_judge_critical;
DROP INDEX alert_state_to_judge_high;
DROP INDEX alert_state_judged_critical;
DROP INDEX alert_state_judged_high;
DROP INDEX alert_state_open;

ALTER TABLE "alert_state"
  ALTER COLUMN "status" TYPE TEXT USING "status"::text,
  ALTER COLUMN "severity" TYPE TEXT USING "severity"::text,
  ALTER COLUMN "verdict" TYPE TEXT USING "verdict"::text;
DROP TYPE "AlertStatus";
ALTER TABLE "alert_state"
  ADD CONSTRAINT alert_state_status CHECK ("status" IN ('open', 'acknowledged', 'judged')),
  ADD CONSTRAINT alert_state_severity CHECK ("severity" IN ('low', 'medium', 'high', 'critical')),
  ADD CONSTRAINT alert_state_verdict CHECK ("verdict" IN ('false_positive', 'expected', 'security_event', 'incident'));

-- To judge, the nearest deadline first: all, of one severity, of one state, of both.
CREATE INDEX alert_state_to_judge ON "alert_state" ("organization_id", "acknowledge_by", "alert_id") WHERE "status" <> 'judged';
CREATE INDEX alert_state_to_judge_severity ON "alert_state" ("organization_id", "severity", "acknowledge_by", "alert_id") WHERE "status" <> 'judged';
CREATE INDEX alert_state_to_judge_status ON "alert_state" ("organization_id", "status", "acknowledge_by", "alert_id") WHERE "status" <> 'judged';
CREATE INDEX alert_state_to_judge_both ON "alert_state" ("organization_id", "status", "severity", "acknowledge_by", "alert_id") WHERE "status" <> 'judged';
-- Judged, the newest raised first: all, of one severity, of one verdict, of both.
CREATE INDEX alert_state_judged ON "alert_state" ("organization_id", "alert_id" DESC) WHERE "status" = 'judged';
CREATE INDEX alert_state_judged_severity ON "alert_state" ("organization_id", "severity", "alert_id" DESC) WHERE "status" = 'judged';
CREATE INDEX alert_state_judged_verdict ON "alert_state" ("organization_id", "verdict", "alert_id" DESC) WHERE "status" = 'judged';
CREATE INDEX alert_state_judged_both ON "alert_state" ("organization_id", "verdict", "severity", "alert_id" DESC) WHERE "status" = 'judged';

-- 2. Incidents.
DROP INDEX "incident_state_organization_id_status_incident_id_idx";
ALTER TABLE "incident_state" ALTER COLUMN "status" TYPE TEXT USING "status"::text;
DROP TYPE "IncidentStatus";
ALTER TABLE "incident_state" ADD CONSTRAINT incident_state_status CHECK ("status" IN ('open', 'contained', 'resolved', 'closed'));
CREATE INDEX "incident_state_organization_id_status_incident_id_idx" ON "incident_state"("organization_id", "status", "incident_id");
-- Declared within a period: the incidents of an engagement, of a packet.
CREATE INDEX "incident_organization_id_declared_at_id_idx" ON "incident"("organization_id", "declared_at", "id");

-- 3. Scans of segments.
DROP INDEX log_segment_scan_undone;
ALTER TABLE "log_segment_scan" ALTER COLUMN "status" DROP DEFAULT, ALTER COLUMN "status" TYPE TEXT USING "status"::text;
DROP TYPE "ScanStatus";
ALTER TABLE "log_segment_scan" ADD CONSTRAINT log_segment_scan_status CHECK ("status" IN ('queued', 'running', 'finished', 'failed'));
CREATE INDEX log_segment_scan_undone ON "log_segment_scan" ("organization_id", "status", "segment_id") WHERE "status" <> 'finished';

-- 4. Packets.
ALTER TABLE "packet_state" ALTER COLUMN "status" TYPE TEXT USING "status"::text;
DROP TYPE "PacketStatus";
ALTER TABLE "packet_state" ADD CONSTRAINT packet_state_status CHECK ("status" IN ('queued', 'running', 'sealed', 'failed'));
CREATE INDEX packet_state_unsealed ON "packet_state" ("organization_id", "status", "packet_id") WHERE "status" <> 'sealed';
