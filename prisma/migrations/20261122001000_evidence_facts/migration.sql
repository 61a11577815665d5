-- What evidence lists and freshness need beside the facts: the newest review, known gaps, what a framework leaves out.

-- CreateEnum
CREATE TYPE "ReviewState" AS ENUM ('awaiting', 'accepted', 'rejected');

-- DropIndex
DROP INDEX "evidence_answer_organization_id_request_id_idx";

-- AlterTable
ALTER TABLE "framework" ADD COLUMN     "item_label_many" TEXT NOT NULL,
ADD COLUMN     "not_covered" TEXT[],
ADD COLUMN     "publisher" TEXT NOT NULL,
ADD COLUMN     "source" TEXT NOT NULL,
ADD COLUMN     "valid_from" TEXT,
ADD COLUMN     "valid_until" TEXT,
ADD COLUMN     "validity_note" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "requirement" ADD COLUMN     "new_in_edition" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "parent_code" TEXT;

-- AlterTable
ALTER TABLE "evidence_request" ADD COLUMN     "created_at" TIMESTAMPTZ(3) NOT NULL,
ADD COLUMN     "gaps" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "retired_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "evidence_answer" ADD COLUMN     "collected_at" TIMESTAMPTZ(3) NOT NULL;

-- CreateTable
CREATE TABLE "evidence_state" (
    "organization_id" TEXT NOT NULL,
    "evidence_id" TEXT NOT NULL,
    "review_state" "ReviewState" NOT NULL,
    "collected_at" TIMESTAMPTZ(3) NOT NULL,
    "reviewed_at" TIMESTAMPTZ(3),

    CONSTRAINT "evidence_state_pkey" PRIMARY KEY ("organization_id","evidence_id")
);

-- CreateIndex
CREATE INDEX "evidence_state_organization_id_review_state_collected_at_ev_idx" ON "evidence_state"("organization_id", "review_state", "collected_at" DESC, "evidence_id" DESC);

-- CreateIndex
CREATE INDEX "evidence_organization_id_source_kind_collected_at_id_idx" ON "evidence"("organization_id", "source_kind", "collected_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "evidence_answer_organization_id_request_id_collected_at_evi_idx" ON "evidence_answer"("organization_id", "request_id", "collected_at" DESC, "evidence_id" DESC);

-- AddForeignKey
ALTER TABLE "evidence_state" ADD CONSTRAINT "evidence_state_organization_id_evidence_id_fkey" FOREIGN KEY ("organization_id", "evidence_id") REFERENCES "evidence"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The locks of a tenant table (see 20261122000100_locks).
ALTER TABLE "evidence_state" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "evidence_state" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "evidence_state"
  USING (organization_id = current_setting('tickmark.organization_id', true))
  WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON "evidence_state" TO tickmark_app;
