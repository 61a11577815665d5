-- What an evidence request asked, how often, of what and of whom, since when: a version for every change of its row. The row
-- itself stays what is asked now.
ALTER TABLE "evidence_request"
  ADD COLUMN "asked_from" TIMESTAMPTZ(3),
  ADD COLUMN "revised_at" TIMESTAMPTZ(3),
  ADD COLUMN "revised_by" TEXT;

CREATE TABLE "evidence_request_version" (
    "organization_id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "control_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "guidance" TEXT NOT NULL,
    "freshness_days" INTEGER NOT NULL,
    "source_kinds" "SourceKind"[],
    "owner_member_id" TEXT,
    "owner_placeholder_id" TEXT,
    "asked" BOOLEAN NOT NULL,
    "effective_from" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" TEXT NOT NULL,

    CONSTRAINT "evidence_request_version_pkey" PRIMARY KEY ("organization_id","request_id","number")
);

CREATE INDEX "evidence_request_version_organization_id_control_id_idx" ON "evidence_request_version"("organization_id", "control_id");

ALTER TABLE "evidence_request_version" ADD CONSTRAINT "evidence_request_version_organization_id_request_id_fkey" FOREIGN KEY ("organization_id", "request_id") REFERENCES "evidence_request"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Rows that exist are filled by the owner, whom row-level security would stop. What they asked before was kept nowhere: they
-- count as asked so from the beginning, and those that are asked no more as retired since.
ALTER TABLE "evidence_request" NO FORCE ROW LEVEL SECURITY;

UPDATE "evidence_request" SET "asked_from" = coalesce("retired_at", "created_at"), "revised_at" = coalesce("retired_at", "created_at"), "revised_by" = 'system:migration';

INSERT INTO "evidence_request_version" ("organization_id", "request_id", "number", "control_id", "position", "title", "guidance", "freshness_days", "source_kinds", "owner_member_id", "owner_placeholder_id", "asked", "effective_from", "recorded_at", "recorded_by")
SELECT q."organization_id", q."id", v."number", q."control_id", q."position", q."title", q."guidance", q."freshness_days", q."source_kinds", q."owner_member_id", q."owner_placeholder_id", v."asked", v."at", v."at", 'system:migration'
FROM "evidence_request" q CROSS JOIN LATERAL (VALUES (1, true, q."created_at"), (2, false, q."retired_at")) v("number", "asked", "at")
WHERE v."at" IS NOT NULL;

ALTER TABLE "evidence_request" FORCE ROW LEVEL SECURITY;

ALTER TABLE "evidence_request"
  ALTER COLUMN "asked_from" SET NOT NULL,
  ALTER COLUMN "revised_at" SET NOT NULL,
  ALTER COLUMN "revised_by" SET NOT NULL;

-- Several domains change a request, each a part of it. None of them can forget its past.
CREATE FUNCTION keep_request_version() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  INSERT INTO evidence_request_version (organization_id, request_id, number, control_id, position, title, guidance, freshness_days, source_kinds, owner_member_id, owner_placeholder_id, asked, effective_from, recorded_at, recorded_by)
  SELECT NEW.organization_id, NEW.id, coalesce(max(number), 0) + 1, NEW.control_id, NEW.position, NEW.title, NEW.guidance, NEW.freshness_days, NEW.source_kinds, NEW.owner_member_id, NEW.owner_placeholder_id, NEW.retired_at IS NULL, NEW.asked_from, NEW.revised_at, NEW.revised_by
  FROM evidence_request_version WHERE organization_id = NEW.organization_id AND request_id = NEW.id;
  RETURN NULL;
END $$;

CREATE TRIGGER keep_version_of_new AFTER INSERT ON "evidence_request" FOR EACH ROW EXECUTE FUNCTION keep_request_version();
CREATE TRIGGER keep_version AFTER UPDATE OF position, title, guidance, freshness_days, source_kinds, owner_member_id, owner_placeholder_id, retired_at ON "evidence_request"
  FOR EACH ROW WHEN ((OLD.position, OLD.title, OLD.guidance, OLD.freshness_days, OLD.source_kinds, OLD.owner_member_id, OLD.owner_placeholder_id, OLD.retired_at)
    IS DISTINCT FROM (NEW.position, NEW.title, NEW.guidance, NEW.freshness_days, NEW.source_kinds, NEW.owner_member_id, NEW.owner_placeholder_id, NEW.retired_at))
  EXECUTE FUNCTION keep_request_version();

-- The locks of append-only tenant tables (see 20261122000100_locks).
ALTER TABLE "evidence_request_version" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "evidence_request_version" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "evidence_request_version" USING (organization_id = current_setting('tickmark.organization_id', true)) WITH CHECK (organization_id = current_setting('tickmark.organization_id', true));
GRANT SELECT, INSERT ON "evidence_request_version" TO tickmark_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "evidence_request_version" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON "evidence_request_version" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
