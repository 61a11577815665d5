-- A ledger that does not agree with its records is a finding.
ALTER TABLE finding DROP CONSTRAINT finding_source;
ALTER TABLE finding ADD CONSTRAINT finding_source CHECK (source_kind IN ('missed_occurrence', 'evidence_request', 'log_source', 'log_reading', 'ledger', 'incident', 'engagement', 'policy', 'by_hand'));
ALTER TABLE finding_state DROP CONSTRAINT finding_state_source;
ALTER TABLE finding_state ADD CONSTRAINT finding_state_source CHECK (source_kind IN ('missed_occurrence', 'evidence_request', 'log_source', 'log_reading', 'ledger', 'incident', 'engagement', 'policy', 'by_hand'));
