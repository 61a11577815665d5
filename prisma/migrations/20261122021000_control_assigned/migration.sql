-- People are told of controls that they were named as the owner of.
ALTER TABLE notification DROP CONSTRAINT notification_kind;
ALTER TABLE notification ADD CONSTRAINT notification_kind CHECK (kind IN (
  'control_assigned', 'evidence_assigned', 'evidence_due', 'evidence_overdue', 'evidence_returned', 'review_waiting', 'alert_raised', 'incident_assigned',
  'incident_time_limit', 'mentioned', 'packet_ready', 'packet_failed', 'engagement_opened', 'placeholder_joined', 'second_factor_due', 'api_key_ending', 'api_key_stopped', 'deletion_asked'));
