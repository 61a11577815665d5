-- Coverage walks from proof to proof (lib/evidence/coverage.repository.ts): the newest answer that is good before an
-- instant, and the one that begins next. What it may step over is an answer that speaks for longer than a day.
-- The walk rests on this: an answer begins before it is good.
ALTER TABLE "evidence_answer" ADD CONSTRAINT evidence_answer_begins CHECK (effective_from <= least(effective_until, collected_at));

CREATE INDEX evidence_answer_good ON "evidence_answer" ("organization_id", "request_id", (least("effective_until", "collected_at")));
CREATE INDEX evidence_answer_begin ON "evidence_answer" ("organization_id", "request_id", "effective_from");
CREATE INDEX evidence_answer_lasting ON "evidence_answer" ("organization_id", "request_id", (least("effective_until", "collected_at")))
  WHERE least("effective_until", "collected_at") - "effective_from" > interval '24 hours';
