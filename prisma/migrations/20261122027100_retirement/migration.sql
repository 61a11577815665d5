-- A control that no longer holds: a version of its own, so that every day before it is read as it was.
ALTER TABLE "control_version" ADD COLUMN     "retired_from" TIMESTAMPTZ(3),
ADD COLUMN     "retired_reason" TEXT,
ADD COLUMN     "successor_id" TEXT;

ALTER TABLE "control_version" ADD CONSTRAINT "control_version_organization_id_successor_id_fkey" FOREIGN KEY ("organization_id", "successor_id") REFERENCES "control"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "control_version" ADD CONSTRAINT control_version_retired CHECK (
  ("retired_from" IS NULL) = ("retired_reason" IS NULL) AND ("successor_id" IS NULL OR "retired_from" IS NOT NULL) AND "successor_id" <> "control_id"
);
