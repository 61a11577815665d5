-- Results are listed by state and name, a page at a time. Names are cut so that an index entry holds one beside the thing's id.
ALTER TABLE "check_state" NO FORCE ROW LEVEL SECURITY;
UPDATE "check_state" SET "name" = left("name", 299) || '…' WHERE length("name") > 300;
ALTER TABLE "check_state" FORCE ROW LEVEL SECURITY;
CREATE INDEX "check_state_listed" ON "check_state" ("organization_id", "check_id", "state", "name", "connection_id", "resource") WHERE "gone_at" IS NULL;
