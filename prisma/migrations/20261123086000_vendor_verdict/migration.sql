-- An alert that nobody had taken may be closed because its vendor calls it over, where the organization says so.
ALTER TYPE "Verdict" ADD VALUE 'ended_at_vendor';
ALTER TABLE "alert_state" DROP CONSTRAINT alert_state_verdict;
ALTER TABLE "alert_state" ADD CONSTRAINT alert_state_verdict CHECK ("verdict" IN ('false_positive', 'expected', 'security_event', 'incident', 'ended_at_vendor'));
