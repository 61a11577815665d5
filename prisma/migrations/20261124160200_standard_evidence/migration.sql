-- What an evidence and a rule of acceptance can name as their kind of source: a configuration standard, too.
ALTER TABLE "evidence_state" DROP CONSTRAINT evidence_state_source_kind;
ALTER TABLE "evidence_state" ADD CONSTRAINT evidence_state_source_kind
  CHECK ("source_kind" IN ('upload', 'link', 'note', 'log_segment', 'alert', 'incident', 'rule', 'collection', 'population', 'check', 'standard'));
ALTER TABLE acceptance_rule DROP CONSTRAINT acceptance_rule_kind;
ALTER TABLE acceptance_rule ADD CONSTRAINT acceptance_rule_kind CHECK ("source_kind" IN ('upload', 'link', 'note', 'log_segment', 'alert', 'incident', 'rule', 'collection', 'population', 'check', 'standard'));
