-- People are told of rules that wait for their approval, and of one that floods.
ALTER TABLE notification DROP CONSTRAINT notification_kind;
ALTER TABLE notification ADD CONSTRAINT notification_kind CHECK (kind IN (
  'control_assigned', 'evidence_assigned', 'evidence_due', 'evidence_overdue', 'evidence_returned', 'review_waiting', 'occurrence_due', 'occurrence_overdue',
  'occurrence_returned', 'occurrence_waiting', 'draft_waiting', 'draft_approved', 'draft_returned', 'finding_assigned', 'finding_due', 'finding_overdue', 'finding_returned',
  'finding_reopened', 'finding_settled', 'finding_waiting', 'acceptance_ending', 'alert_raised', 'incident_assigned', 'incident_time_limit', 'mentioned',
  'packet_ready', 'packet_failed', 'engagement_opened', 'placeholder_joined', 'second_factor_due', 'api_key_ending', 'api_key_stopped', 'deletion_asked',
  'standing_in', 'work_delegated', 'delegation_ended', 'stand_in_missing', 'connection_attention', 'rule_waiting', 'rule_quarantined'));
ALTER TABLE notification DROP CONSTRAINT notification_subject_kind;
ALTER TABLE notification ADD CONSTRAINT notification_subject_kind CHECK (subject_kind IN (
  'evidence_request', 'control', 'draft', 'evidence', 'occurrence', 'finding', 'alert', 'incident', 'packet', 'engagement', 'member', 'account', 'organization', 'api_key', 'delegation', 'connection', 'rule_text', 'rule'));
