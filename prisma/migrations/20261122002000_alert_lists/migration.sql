-- Order of the alert lists, by keyset. Equality of enums is not leakproof, so under row-level security no enum can be an
-- index condition: what a list selects by stands in the predicate of a partial index instead.

-- Judged, the newest raised first (an alert's id begins with that instant).
CREATE INDEX alert_state_judged ON alert_state (organization_id, alert_id DESC) WHERE status = 'judged';
-- Verdicts that are rare among many, so that filtering by them reads no others.
CREATE INDEX alert_state_events ON alert_state (organization_id, alert_id DESC) WHERE status = 'judged' AND verdict = 'security_event';
CREATE INDEX alert_state_incidents ON alert_state (organization_id, alert_id DESC) WHERE status = 'judged' AND verdict = 'incident';
-- The same for the severities that are rare.
CREATE INDEX alert_state_to_judge_critical ON alert_state (organization_id, acknowledge_by, alert_id) WHERE status <> 'judged' AND severity = 'critical';
CREATE INDEX alert_state_to_judge_high ON alert_state (organization_id, acknowledge_by, alert_id) WHERE status <> 'judged' AND severity = 'high';
CREATE INDEX alert_state_judged_critical ON alert_state (organization_id, alert_id DESC) WHERE status = 'judged' AND severity = 'critical';
CREATE INDEX alert_state_judged_high ON alert_state (organization_id, alert_id DESC) WHERE status = 'judged' AND severity = 'high';
-- Not acknowledged: counted against the deadline.
CREATE INDEX alert_state_open ON alert_state (organization_id, acknowledge_by, alert_id) WHERE status = 'open';

-- Earlier alerts on the same address, account or host, the newest first.
CREATE INDEX alert_entity ON alert (organization_id, entity, id DESC);
-- The beginning of an entity, as free text finds it: in byte order.
CREATE INDEX alert_entity_prefix ON alert (organization_id, entity COLLATE "C");
-- How often a rule fired, and when last.
CREATE INDEX alert_rule_newest ON alert (organization_id, rule_version_id, id DESC);
-- Segments of a source in order of receipt; scans that are not done.
CREATE INDEX log_segment_of_source ON log_segment (organization_id, source_id, received_at, id);
CREATE INDEX log_segment_scan_undone ON log_segment_scan (organization_id, segment_id) WHERE status <> 'finished';
CREATE INDEX log_segment_newest ON log_segment (organization_id, received_at DESC, id DESC);
