-- A failing check, and a collection that keeps failing, are findings; a run of a check is what evidence rests on.
ALTER TABLE finding DROP CONSTRAINT finding_source;
ALTER TABLE finding ADD CONSTRAINT finding_source CHECK (source_kind IN ('missed_occurrence', 'evidence_request', 'log_source', 'log_reading', 'detection_rule', 'ledger', 'stored_files', 'check', 'connection', 'incident', 'engagement', 'policy', 'by_hand'));
ALTER TABLE finding_state DROP CONSTRAINT finding_state_source;
ALTER TABLE finding_state ADD CONSTRAINT finding_state_source CHECK (source_kind IN ('missed_occurrence', 'evidence_request', 'log_source', 'log_reading', 'detection_rule', 'ledger', 'stored_files', 'check', 'connection', 'incident', 'engagement', 'policy', 'by_hand'));
ALTER TABLE "evidence_state" DROP CONSTRAINT evidence_state_source_kind;
ALTER TABLE "evidence_state" ADD CONSTRAINT evidence_state_source_kind
  CHECK ("source_kind" IN ('upload', 'note', 'log_segment', 'alert', 'incident', 'rule', 'collection', 'population', 'check'));
ALTER TABLE acceptance_rule DROP CONSTRAINT acceptance_rule_kind;
ALTER TABLE acceptance_rule ADD CONSTRAINT acceptance_rule_kind CHECK ("source_kind" IN ('upload', 'note', 'log_segment', 'alert', 'incident', 'rule', 'collection', 'population', 'check'));
