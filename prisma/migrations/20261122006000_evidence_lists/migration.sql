-- What evidence lists filter by stands in text columns of tables that have an index for it. Equality of enums is not
-- leakproof: a condition on one is checked only after row-level security, so no index on an enum column is ever used.

DROP INDEX "evidence_organization_id_source_kind_collected_at_id_idx";
DROP INDEX "evidence_answer_organization_id_request_id_collected_at_evi_idx";
DROP INDEX "evidence_state_organization_id_review_state_collected_at_ev_idx";

-- Rows that exist are filled by the owner, whom row-level security and the append-only trigger would stop.
ALTER TABLE "evidence" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "evidence_state" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "evidence_answer" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "evidence_answer" DISABLE TRIGGER append_only;

ALTER TABLE "evidence_state" ALTER COLUMN "review_state" TYPE TEXT USING "review_state"::text;
DROP TYPE "ReviewState";
ALTER TABLE "evidence_state" ADD COLUMN "source_kind" TEXT;
UPDATE "evidence_state" s SET "source_kind" = e."source_kind"::text
  FROM "evidence" e WHERE e."organization_id" = s."organization_id" AND e."id" = s."evidence_id";
ALTER TABLE "evidence_state" ALTER COLUMN "source_kind" SET NOT NULL;

ALTER TABLE "evidence_answer"
  ADD COLUMN "source_kind" TEXT,
  ADD COLUMN "effective_from" TIMESTAMPTZ(3),
  ADD COLUMN "effective_until" TIMESTAMPTZ(3);
UPDATE "evidence_answer" a
  SET "source_kind" = e."source_kind"::text, "effective_from" = e."effective_from", "effective_until" = e."effective_until"
  FROM "evidence" e WHERE e."organization_id" = a."organization_id" AND e."id" = a."evidence_id";
ALTER TABLE "evidence_answer"
  ALTER COLUMN "source_kind" SET NOT NULL,
  ALTER COLUMN "effective_from" SET NOT NULL,
  ALTER COLUMN "effective_until" SET NOT NULL;

ALTER TABLE "evidence_answer" ENABLE TRIGGER append_only;
ALTER TABLE "evidence" FORCE ROW LEVEL SECURITY;
ALTER TABLE "evidence_state" FORCE ROW LEVEL SECURITY;
ALTER TABLE "evidence_answer" FORCE ROW LEVEL SECURITY;

ALTER TABLE "evidence_state"
  ADD CONSTRAINT evidence_state_review_state CHECK ("review_state" IN ('awaiting', 'accepted', 'rejected')),
  ADD CONSTRAINT evidence_state_source_kind CHECK ("source_kind" IN ('upload', 'note', 'log_segment', 'alert', 'incident', 'rule', 'collection'));

CREATE INDEX "evidence_state_organization_id_collected_at_evidence_id_idx" ON "evidence_state"("organization_id", "collected_at" DESC, "evidence_id" DESC);
CREATE INDEX "evidence_state_organization_id_review_state_collected_at_ev_idx" ON "evidence_state"("organization_id", "review_state", "collected_at" DESC, "evidence_id" DESC);
CREATE INDEX "evidence_state_organization_id_source_kind_collected_at_evi_idx" ON "evidence_state"("organization_id", "source_kind", "collected_at" DESC, "evidence_id" DESC);
-- Covers the lists of a request, narrowed by kind or period, and the coverage of a period, without touching the table.
CREATE INDEX evidence_answer_newest ON "evidence_answer" ("organization_id", "request_id", "collected_at" DESC, "evidence_id" DESC)
  INCLUDE ("source_kind", "effective_from", "effective_until", "recorded_at");
