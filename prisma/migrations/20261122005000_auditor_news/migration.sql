-- What is new to an auditor since the last visit: the evidence judged last, the incident entries made last.
CREATE INDEX evidence_state_reviewed ON evidence_state (organization_id, reviewed_at DESC, evidence_id DESC);
CREATE INDEX incident_entry_newest ON incident_entry (organization_id, at DESC, id DESC);
