-- What waits for review is judged in the order of the time it speaks for, the longest past first: a period that is over waits for nobody.
ALTER TABLE "evidence_state" ADD COLUMN "speaks_until" TIMESTAMPTZ(3);

ALTER TABLE "evidence" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "evidence_state" NO FORCE ROW LEVEL SECURITY;
UPDATE "evidence_state" s SET "speaks_until" = least(e."effective_until", e."collected_at")
  FROM "evidence" e WHERE e."organization_id" = s."organization_id" AND e."id" = s."evidence_id";
ALTER TABLE "evidence" FORCE ROW LEVEL SECURITY;
ALTER TABLE "evidence_state" FORCE ROW LEVEL SECURITY;

ALTER TABLE "evidence_state" ALTER COLUMN "speaks_until" SET NOT NULL;
CREATE INDEX evidence_state_waiting ON "evidence_state" ("organization_id", "speaks_until", "evidence_id") WHERE "review_state" = 'awaiting';
