-- A legal hold on a part: on single evidence, or by a rule (controls, a period) under which later evidence falls as well. Holds
-- from before name nothing, and hold everything.
ALTER TABLE "legal_hold"
  ADD COLUMN "evidence_ids" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "control_ids" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "covers_from" TIMESTAMPTZ(3),
  ADD COLUMN "covers_until" TIMESTAMPTZ(3);
ALTER TABLE "legal_hold" ALTER COLUMN "evidence_ids" DROP DEFAULT, ALTER COLUMN "control_ids" DROP DEFAULT;
ALTER TABLE "legal_hold" ADD CONSTRAINT legal_hold_period CHECK (("covers_from" IS NULL) = ("covers_until" IS NULL) AND "covers_from" < "covers_until" IS NOT FALSE);
